"""Benchmark scores of any scale as shares of the best possible one."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.vocabulary import benchmark_scale

__all__ = ["benchmark_shares", "best_first", "wilson_of_shares"]


def benchmark_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `max_score` filled in where it is known, and `share` = score / max_score.

    Parameters
    ----------
    rows
        One row a benchmark and stage, with `benchmark`, `score`, `max_score` and `n`, which may be
        missing.

    Returns
    -------
    The same rows with `share` in [0, 1], and its interval, see `wilson_of_shares`.

    Notes
    -----
    The share is missing where no scale is known, or where the scores do not fit it: one is outside
    of [0, max_score], or a scale that was not given with them is contradicted by scores that look
    like fractions (at most 1), be it all of them or some beside larger ones, or by scores that all
    look like percentages (at most 100) of a longer scale. A score of 0 tells nothing of it.

    """
    given = rows["max_score"].astype(float)
    known = rows["benchmark"].map(benchmark_scale).astype(float)
    bare = rows["score"].where(given.isna()).groupby(rows["benchmark"])
    highest = bare.transform("max")
    fraction = rows["score"].between(0, 1, inclusive="right") & given.isna()
    fractions = fraction.groupby(rows["benchmark"]).transform("any")
    plausible = (highest > (known > 100).map({True: 100, False: 1})) & ~fractions
    scale = given.fillna(known.where(plausible))
    share = (rows["score"] / scale.where(scale > 0)).astype(float)
    return wilson_of_shares(rows.assign(max_score=scale, share=share))


def wilson_of_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows without the shares outside of [0, 1], and with the 95 % intervals `low` and `high`.

    They are missing where `n` is. Wilson's interval is made for shares of right answers, of which
    it covers about 95 %: on average over the possible shares, for a single one a little more or
    less. For the mean of other scores between nothing and the best possible one, whose variance is
    at most p (1 - p), it is rather too wide. Of a score that is no mean over samples (F1 of a whole
    test, CIDEr) it is a rule of thumb.
    """
    share = rows["share"].where(rows["share"].between(0, 1))
    n = rows["n"].astype(float).where(share.notna()).fillna(0)
    low, high = wilson_interval(share.fillna(0) * n, n)
    return rows.assign(share=share, low=low, high=high)


def best_first(shares: pd.DataFrame) -> pd.DataFrame:
    """The rows of `benchmark_shares`: the highest last share first, those without one at the end.

    Each row gets the last share of its benchmark as `last`; stages are in order.
    """
    shares = shares.sort_values(["benchmark", "stage"])
    last = shares.groupby("benchmark")["share"].transform("last")
    by, rising = ["last", "benchmark", "stage"], [False, True, True]
    return shares.assign(last=last).sort_values(by, ascending=rising, ignore_index=True)
