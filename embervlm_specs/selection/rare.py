"""Few enough groups to be told apart."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.theme import CLASS_PALETTE
from embervlm_specs.vocabulary import REST, ROBOTS

__all__ = ["few_classes", "merge_rare"]

_OTHERS = len(CLASS_PALETTE) - len(ROBOTS)


def merge_rare(
    rows: Rows, column: str, *, most: int, rest: str, always: Sequence[str] = (), into: str = ""
) -> tuple[Rows, int]:
    """Rows with at most `most` values in a text column, and how many values were merged.

    Where there are more, the values with the fewest rows become one, called `rest`; ties are kept
    in the order of the alphabet. The values in `always` are kept, and do not count. With `into`
    that column gets the values, and `column` stays as it is.
    """
    counts = fetch(rows.group_by(column).agg(nw.len().alias("n")))
    counts = counts[~counts[column].isin(always)]
    if len(counts) <= most:
        return rows.with_columns(nw.col(column).alias(into or column)), 0
    kept = counts.sort_values(["n", column], ascending=[False, True])[column].head(most - 1)
    here = nw.col(column)
    named = nw.when(here.is_in([*kept, *always])).then(here).otherwise(nw.lit(rest))
    return rows.with_columns(named.alias(into or column)), len(counts) - len(kept)


def few_classes(rows: Rows, column: str, *, into: str = "") -> tuple[Rows, int]:
    """Rows with the robots and as many other classes as have a colour, and how many were merged."""
    return merge_rare(rows, column, most=_OTHERS, rest=REST, always=ROBOTS, into=into)
