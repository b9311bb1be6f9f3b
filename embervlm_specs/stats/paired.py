"""Two ways of asking, compared on the same samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.stats.accuracy import HIT, where_known

__all__ = ["Pairs", "mcnemar_exact", "pair_predictions", "paired_counts", "paired_steps"]


@dataclass(frozen=True)
class Pairs:
    """Samples that were predicted both ways.

    `rows` has one row a sample: `robot` (the right one), and `first` and `second`, 1 where that
    prompting found it, else 0. `unpaired` counts samples with one prompting only, and `unnamed`
    rows without a sample, which cannot be paired.
    """

    rows: Rows
    unpaired: int
    unnamed: int


def mcnemar_exact(only_first: ArrayLike, only_second: ArrayLike) -> NDArray[np.float64]:
    """Two-sided p of the exact McNemar test, shape (k,).

    Parameters
    ----------
    only_first, only_second
        How many pairs only the first, and only the second way got right, shape (k,).

    Notes
    -----
    Were both ways equally good, each discordant pair would fall to either side with probability
    1/2: twice the lower tail of a binomial, at most 1. Q. McNemar, "Note on the sampling error of
    the difference between correlated proportions or percentages", Psychometrika 12 (1947), in the
    exact form. Without discordant pairs p is 1.

    """
    first, second = np.asarray(only_first), np.asarray(only_second)
    tail = scipy.special.bdtr(np.minimum(first, second), first + second, 0.5)
    return np.asarray(np.minimum(1.0, 2 * tail), dtype=float)


def paired_steps(rows: Rows, promptings: Sequence[str]) -> list[int]:
    """The steps at which each of the promptings was recorded, in order."""
    known = rows.filter(nw.col("prompting").is_in(list(promptings)), ~nw.col("step").is_null())
    seen = fetch(known.group_by("step").agg(n=nw.col("prompting").n_unique()))
    return sorted(int(step) for step in seen.loc[seen["n"] == len(promptings), "step"])


def pair_predictions(rows: Rows, first: str, second: str) -> Pairs:
    """Match the predictions of two promptings by sample, where the rows are.

    The rows are those of one moment and hold each (prompting, sample) once. A sample whose two
    rows disagree about the right robot is no pair.
    """
    asked = rows.filter(nw.col("prompting").is_in([first, second]))
    named, unnamed = where_known(asked, "sample")
    is_first = (nw.col("prompting") == first).cast(nw.Int64)
    samples = (
        named.with_columns(first=HIT * is_first, second=HIT * (1 - is_first))
        .group_by("sample", "true_robot")
        .agg(nw.col("first", "second").sum(), rows=nw.len())
        .rename({"true_robot": "robot"})
    )
    paired = nw.col("rows") == 2
    single = collect(samples.filter(~paired).select(nw.col("sample").n_unique()))["sample"][0]
    pairs = samples.filter(paired).select("robot", "first", "second")
    return Pairs(pairs, int(single or 0), unnamed)


def paired_counts(pairs: Rows) -> pd.DataFrame:
    """Hits of both ways for each robot.

    Returns columns `robot`, `n`, `first`, `second` (hits), `only_first`, `only_second` (pairs that
    one way alone got right), sorted by robot.
    """
    first, second = nw.col("first"), nw.col("second")
    alone = {"only_first": first * (1 - second), "only_second": second * (1 - first)}
    counted = ("first", "second", "only_first", "only_second")
    grouped = pairs.with_columns(**alone).group_by("robot")
    sums = fetch(grouped.agg(nw.col(*counted).sum(), n=nw.len()))
    table = sums.sort_values("robot", ignore_index=True)
    return table.astype(dict.fromkeys(("n", *counted), "int64"))
