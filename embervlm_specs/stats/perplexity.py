"""Perplexities of positions, put together."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch

__all__ = ["all_counted", "pooled_perplexity"]


def all_counted(rows: Rows) -> bool:
    """Whether every row says how many tokens `n` it stands for."""
    known = collect(rows.select(nw.col("n").count().alias("known"), nw.len().alias("rows")))
    return bool(known["known"][0] == known["rows"][0])


def pooled_perplexity(rows: Rows, *, width: int | None = None) -> pd.DataFrame:
    """Perplexity at each step over `width` positions at a time, or over all where it is None.

    The exp of the mean log-perplexity, which is the mean negative log-likelihood: weighted by `n`
    where all rows have it, so that it is the perplexity of all tokens together, else with equal
    weights.

    Returns columns `step`, `first` (the first position), `perplexity` and `n` (tokens, or NaN where
    they were not counted), sorted by step and position.
    """
    counted = all_counted(rows)
    position = nw.col("position")
    first = nw.lit(0) if width is None else position - position % width
    weight = nw.col("n") if counted else nw.lit(1)
    marked = rows.with_columns(first.alias("first"), weight.alias("weight"))
    weighted = marked.with_columns((nw.col("perplexity").log() * nw.col("weight")).alias("sum"))
    grouped = weighted.group_by("step", "first").agg(nw.col("sum", "weight").sum())
    table = fetch(grouped).sort_values(["step", "first"], ignore_index=True)
    table["perplexity"] = np.exp(table["sum"] / table["weight"])
    table["n"] = table["weight"] if counted else np.nan
    return table[["step", "first", "perplexity", "n"]]
