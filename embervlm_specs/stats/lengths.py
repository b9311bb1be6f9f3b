"""How long answers are: counted where the rows are, and as a density of what was counted."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.rows import Rows, fetch

__all__ = ["UNNAMED", "gaussian_density", "length_counts"]

UNNAMED = "task not recorded"


def length_counts(rows: Rows) -> pd.DataFrame:
    """How often each `length` occurs in each task.

    Returns columns `task` (`UNNAMED` where it was not recorded), `length` (NaN likewise), `n`,
    sorted by task and length.
    """
    named = rows.with_columns(nw.col("task").fill_null(UNNAMED))
    counts = fetch(named.group_by("task", "length").agg(n=nw.len()))
    return counts.sort_values(["task", "length"], ignore_index=True)


def gaussian_density(values: ArrayLike, counts: ArrayLike, at: ArrayLike) -> NDArray[np.float64]:
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
