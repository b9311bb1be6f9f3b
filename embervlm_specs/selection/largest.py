"""Which groups a figure has room for, and in what order they stand."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from embervlm_specs.vocabulary import class_order

__all__ = ["largest"]


def largest(sizes: pd.Series[int], most: int, *, first: Sequence[str]) -> list[str]:
    """The names of at most `most` groups, those in `first` in that order before all others.

    >>> largest(pd.Series({"a10": 5, "vqa": 2, "a9": 3, "b": 1}), 3, first=["vqa"])
    ['vqa', 'a9', 'a10']
    """
    kept = class_order(sizes.nlargest(most).index)
    return sorted(kept, key=lambda name: [*first, name].index(name))
