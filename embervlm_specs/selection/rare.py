"""Few enough groups to be told apart."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.theme import CLASS_PALETTE
from embervlm_specs.vocabulary import REST, ROBOTS, class_order

__all__ = ["OTHER_SLOTS", "few_classes", "largest", "merge_rare"]

OTHER_SLOTS = len(CLASS_PALETTE) - len(ROBOTS)
"""How many classes that are not robots have a colour of their own."""


def merge_rare(
    rows: Rows, column: str, *, most: int, rest: str, always: Sequence[str] = (), into: str = ""
) -> tuple[Rows, int]:
    """Rows with at most `most` values in a text column, and how many values were merged.

    Where there are more, the values with the fewest rows become one, called `rest`; ties are kept
    in the order of the alphabet. The values in `always` are kept, and do not count. With `into`
    that column gets the values, and `column` stays as it is.
    """
    here, into = nw.col(column), into or column
    counts = fetch(rows.group_by(column).agg(n=nw.len()))
    counts = counts[~counts[column].isin(always)]
    if len(counts) <= most:
        return rows.with_columns(here.alias(into)), 0
    kept = counts.sort_values(["n", column], ascending=[False, True])[column].head(most - 1)
    named = nw.when(here.is_in([*kept, *always])).then(here).otherwise(nw.lit(rest))
    return rows.with_columns(named.alias(into)), len(counts) - len(kept)


def few_classes(rows: Rows, column: str, *, into: str = "") -> tuple[Rows, int]:
    """Rows with the robots and as many other classes as have a colour, and how many were merged."""
    return merge_rare(rows, column, most=OTHER_SLOTS, rest=REST, always=ROBOTS, into=into)


def largest(sizes: pd.Series[int], most: int, *, first: Sequence[str]) -> list[str]:
    """The names of at most `most` groups, those in `first` in that order before all others.

    >>> largest(pd.Series({"a10": 5, "vqa": 2, "a9": 3, "b": 1}), 3, first=["vqa"])
    ['vqa', 'a9', 'a10']
    """
    kept = class_order(sizes.nlargest(most).index)
    return sorted(kept, key=lambda name: [*first, name].index(name))
