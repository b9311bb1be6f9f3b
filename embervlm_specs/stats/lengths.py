"""How long answers are, counted where the rows are."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch

__all__ = ["UNNAMED", "length_counts", "seeing"]

UNNAMED = "task not recorded"


def seeing(rows: Rows) -> tuple[Rows, str]:
    """The answers given with the image, where it was recorded, and the words that say so."""
    if not _count(rows.filter(~nw.col("with_vision").is_null())):
        return rows, ""
    with_image = rows.filter(nw.col("with_vision").fill_null(False))
    if _count(with_image):
        return with_image, "answers with vision"
    return rows.filter(~nw.col("with_vision").is_null()), "answers without vision"


def length_counts(rows: Rows) -> pd.DataFrame:
    """How often each `length` occurs in each task.

    Returns columns `task` (`UNNAMED` where it was not recorded), `length` (NaN likewise), `n`,
    sorted by task and length.
    """
    named = rows.with_columns(nw.col("task").fill_null(UNNAMED))
    counts = fetch(named.group_by("task", "length").agg(nw.len().alias("n")))
    return counts.sort_values(["task", "length"], ignore_index=True)


def _count(rows: Rows) -> int:
    return int(collect(rows.select(nw.len().alias("n")))["n"][0])
