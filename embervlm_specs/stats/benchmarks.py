"""Benchmark scores of any scale as shares of the best possible one."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.vocabulary import benchmark_scale

__all__ = ["benchmark_shares", "best_first"]


def benchmark_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `max_score` filled in where it is known, and `share` = score / max_score.

    Parameters
    ----------
    rows
        One row a benchmark and stage, with `benchmark`, `score`, `max_score` and `n`, which may be
        missing.

    Returns
    -------
    The same rows with `share` in [0, 1], and `low`, `high`: its 95 % Wilson interval where n is
    known. That interval is exact for shares of right answers, and too wide rather than too narrow
    for other bounded scores, whose variance is less than p (1 - p).

    Notes
    -----
    The share is missing where no scale is known, or where the scores do not fit it: one is outside
    of [0, max_score], or a scale that was not given with them is contradicted by scores that all
    look like fractions (at most 1), or percentages (at most 100) of a longer scale.

    """
    given = rows["max_score"].astype(float)
    known = rows["benchmark"].map(benchmark_scale).astype(float)
    highest = rows.groupby("benchmark")["score"].transform("max")
    plausible = highest > (known > 100).map({True: 100, False: 1})
    scale = given.fillna(known.where(plausible))
    share = (rows["score"] / scale.where(scale > 0)).astype(float)
    share = share.where(share.between(0, 1))
    n = rows["n"].astype(float).where(share.notna()).fillna(0)
    low, high = wilson_interval(share.fillna(0) * n, n)
    return rows.assign(max_score=scale, share=share, low=low, high=high)


def best_first(shares: pd.DataFrame) -> pd.DataFrame:
    """The rows of `benchmark_shares`: the highest last share first, those without one at the end.

    Each row gets the last share of its benchmark as `last`; stages are in order.
    """
    shares = shares.sort_values(["benchmark", "stage"])
    last = shares.groupby("benchmark")["share"].transform("last")
    by, rising = ["last", "benchmark", "stage"], [False, True, True]
    return shares.assign(last=last).sort_values(by, ascending=rising, ignore_index=True)
