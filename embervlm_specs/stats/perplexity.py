"""Perplexities of positions, put together."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch

__all__ = ["pooled_perplexity"]


def pooled_perplexity(rows: Rows, by: Sequence[str]) -> pd.DataFrame:
    """Perplexity of all tokens in each group, sorted by the groups.

    The exp of the mean log-perplexity, which is the mean negative log-likelihood: weighted by `n`
    where all rows have it, so that it is the perplexity of all tokens together, else with equal
    weights.

    Returns columns `by`, `perplexity` and `n` (tokens, or NaN where they were not counted).
    """
    n = nw.col("n")
    counted = not collect(rows.select(n.is_null().any()))["n"][0]
    weighed = rows.with_columns(weight=n if counted else nw.lit(1))
    logs = weighed.with_columns(log=nw.col("perplexity").log() * nw.col("weight"))
    sums = fetch(logs.group_by(*by).agg(nw.col("log", "weight").sum()))
    table = sums.sort_values(list(by), ignore_index=True)
    pooled = np.exp(table["log"] / table["weight"])
    return table[[*by]].assign(perplexity=pooled, n=table["weight"] if counted else np.nan)
