"""The distribution of whole numbers that were counted, as a violin needs it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.stats.means import t_interval

__all__ = ["Distribution", "describe_counts", "gaussian_density"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Distribution:
    """The middle of a distribution; NaN where there are no values, or too few for an interval.

    `low` and `high` bound the 95 % t interval of the mean.
    """

    n: int
    median: float
    mean: float
    deviation: float
    low: float
    high: float


def describe_counts(values: ArrayLike, counts: ArrayLike) -> Distribution:
    """Median, mean and deviation (n - 1) of values that occur `counts` times, shapes (k,)."""
    order = np.argsort(np.asarray(values, dtype=float))
    x, weight = np.asarray(values, dtype=float)[order], np.asarray(counts, dtype=np.int64)[order]
    n = int(weight.sum())
    if n == 0:
        return Distribution(0, *[np.nan] * 5)
    mean = float((weight * x).sum() / n)
    deviation = float(np.sqrt((weight * (x - mean) ** 2).sum() / (n - 1))) if n > 1 else np.nan
    # the two middle ones of n values in order, the same one where n is odd
    middle = np.searchsorted(weight.cumsum(), [(n - 1) // 2, n // 2], side="right")
    low, high = t_interval([mean], [deviation], [n])
    return Distribution(n, float(x[middle].mean()), mean, deviation, float(low[0]), float(high[0]))


def gaussian_density(values: ArrayLike, counts: ArrayLike, at: ArrayLike) -> Floats:
    """Gaussian kernel density of values that occur `counts` times, at the points `at`, shape (m,).

    The bandwidth is Scott's, n^(-1/5) times the standard deviation, so that the result is that of
    `scipy.stats.gaussian_kde` on the values written out one by one. Without spread, which takes two
    different values, nothing is known about the density and it is NaN.

    Notes
    -----
    D. W. Scott, "Multivariate Density Estimation", Wiley (1992), section 6.3.

    """
    x, weight = np.asarray(values, dtype=float), np.asarray(counts, dtype=float)
    points = np.asarray(at, dtype=float)
    about = describe_counts(x, weight)
    if not about.deviation > 0:
        return np.full(points.shape, np.nan)
    width = about.n ** (-1 / 5) * about.deviation
    kernels = np.exp(-0.5 * ((points[:, None] - x) / width) ** 2)
    return np.asarray(kernels @ weight / (about.n * width * np.sqrt(2 * np.pi)))
