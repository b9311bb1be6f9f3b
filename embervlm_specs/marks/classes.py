"""Colours of classes that come with the data, and a legend that takes their names from it.

A scale whose domain or range depended on the data would make the template depend on it. So a class
has a slot, a whole number: the robots 0 to 4, other classes the following ones. The scale knows all
slots and the legend shows those that the data set of the classes lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from embervlm_specs.theme import CLASS_PALETTE
from embervlm_specs.vocabulary import ROBOTS

__all__ = ["OTHER_SLOTS", "class_names", "class_rows", "slot_color"]

OTHER_SLOTS = len(CLASS_PALETTE) - len(ROBOTS)
"""How many classes that are not robots have a colour of their own."""


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


def slot_color(data: str = "classes", *, title: str | None = None, **legend: Any) -> alt.Color:
    """The colour of a mark by its column `slot`, with a legend of the classes in `data`.

    `legend` goes to `alt.Legend`. The chart must also hold `class_names(data)`.
    """
    listed, names = (f"pluck(data('{data}'), '{column}')" for column in ("slot", "name"))
    shown = alt.Legend(
        title=title,
        values=alt.ExprRef(listed),
        labelExpr=f"{names}[indexof({listed}, datum.value)]",
        **legend,
    )
    scale = alt.Scale(domain=list(range(len(CLASS_PALETTE))), range=list(CLASS_PALETTE))
    return alt.Color("slot:N", scale=scale, legend=shown)


def class_names(data: str = "classes") -> alt.Chart:
    """A layer that shows nothing, so that the names in `data` are there for the legend to read."""
    unseen = alt.MarkDef(type="point", strokeOpacity=0, fillOpacity=0, size=0)
    chart = alt.Chart(alt.NamedData(data), name=data, mark=unseen)
    return chart.encode(detail=alt.Detail("slot:N"))
