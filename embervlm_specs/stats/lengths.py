"""How long answers are: counted where the rows are, and as a density of what was counted."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.intervals import within

__all__ = ["UNNAMED", "Floats", "gaussian_density", "length_counts", "mean_lengths"]

Floats = NDArray[np.float64]
UNNAMED = "task not recorded"


def length_counts(rows: Rows) -> pd.DataFrame:
    """How often each `length` occurs in each task.

    Returns columns `task` (`UNNAMED` where it was not recorded), `length` (NaN likewise), `n`,
    sorted by task and length.
    """
    counts = fetch(_named(rows).group_by("task", "length").agg(n=nw.len()))
    return counts.sort_values(["task", "length"], ignore_index=True)


def mean_lengths(rows: Rows) -> pd.DataFrame:
    """The mean `length` of each task, its index, with the columns of `stats.clusters.estimates`.

    Intervals are cut at 0; a task without a length has no row.
    """
    return within(estimates(_named(rows), ["task"], "length"), 0, np.inf).set_index("task")


def _named(rows: Rows) -> Rows:
    return rows.with_columns(nw.col("task").fill_null(UNNAMED))


def gaussian_density(values: ArrayLike, counts: ArrayLike, at: ArrayLike) -> Floats:
    """Gaussian kernel density of values that occur `counts` times, at the points `at`, shape (m,).

    The bandwidth is Scott's, n^(-1/5) times the standard deviation, so that the result is that of
    `scipy.stats.gaussian_kde` on the values written out one by one. Without spread, which takes two
    different values, nothing is known about the density and it is NaN.

    Notes
    -----
    D. W. Scott, "Multivariate Density Estimation", Wiley (1992), section 6.3.

    """
    x, weight = np.asarray(values, dtype=float), np.asarray(counts, dtype=np.int64)
    points = np.asarray(at, dtype=float)
    if len(np.unique(x)) < 2:
        return np.full(points.shape, np.nan)
    n = weight.sum()
    width = n ** (-1 / 5) * np.sqrt(np.cov(x, fweights=weight))
    kernels = np.exp(-0.5 * ((points[:, None] - x) / width) ** 2)
    return np.asarray(kernels @ weight / (n * width * np.sqrt(2 * np.pi)))
