"""Colours of classes that come with the data: each has a slot, a whole number.

The robots have the slots 0 to 4, other classes the following ones; `marks.classes` gives each slot
its colour, and reads the names from the data set made here.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from embervlm_specs.selection.rare import OTHER_SLOTS
from embervlm_specs.vocabulary import ROBOTS

__all__ = ["OTHER_SLOTS", "class_rows"]


def class_rows(names: Iterable[str]) -> pd.DataFrame:
    """The data set of the classes, in the order of the legend: columns `name` and `slot`.

    Raises `ValueError` where there are more than `OTHER_SLOTS` classes besides the robots: a reader
    could not tell their colours apart, so the figure merges the rest first.

    >>> class_rows(["Drone", "Legged", "Taxi"])["slot"].tolist()
    [0, 4, 5]
    """
    order = list(dict.fromkeys(names))
    others = [name for name in order if name not in ROBOTS]
    if len(others) > OTHER_SLOTS:
        raise ValueError(f"{len(others)} classes besides the robots, colours for {OTHER_SLOTS}")
    slots = {name: slot for slot, name in enumerate([*ROBOTS, *others])}
    return pd.DataFrame({"name": order, "slot": [slots[name] for name in order]})
