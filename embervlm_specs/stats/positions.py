"""Positions in a sequence, so many to a bin that a long one fits into a picture."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from embervlm_specs.rows import Rows, collect

__all__ = ["binned", "sequence_length"]


def sequence_length(rows: Rows) -> int:
    """How many positions the longest sequence has."""
    return int(collect(rows.select(nw.col("position").max()))["position"][0]) + 1


def binned(rows: Rows, *, most: int) -> tuple[Rows, int]:
    """Rows with the column `first`, the first position of their bin, and the width of all bins.

    The bins are as narrow as they can be where there are no more than `most` of them.
    """
    position, width = nw.col("position"), -(-sequence_length(rows) // most)
    return rows.with_columns((position - position % width).alias("first")), width
