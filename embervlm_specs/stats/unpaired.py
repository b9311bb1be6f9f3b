"""The difference of two shares whose samples are not matched."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.stats.intervals import wilson_interval

__all__ = ["unpaired_interval", "unpaired_p"]

Floats = NDArray[np.float64]


def unpaired_interval(
    first: ArrayLike,
    n_first: ArrayLike,
    second: ArrayLike,
    n_second: ArrayLike,
    *,
    quantile: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Newcombe's hybrid score interval of the second share less the first.

    Parameters
    ----------
    first, second
        Shares, shape (k,).
    n_first, n_second
        How many samples each is of, shape (k,).
    quantile
        The normal quantile of the coverage, shape (k,); by default that of 95 %.

    Returns
    -------
    Lower and upper bounds in [-1, 1], shape (k,); NaN where a count is missing or 0.

    Notes
    -----
    R. G. Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998) 873-890, method 10: the
    distances of both shares to the ends of their Wilson intervals, joined as roots of sums of
    squares. A mean of scores in [0, 1] spreads less than a share of right answers, and samples that
    are matched in truth are mostly answered alike: for both it is too wide rather than too narrow.

    """
    p, n_p, q, n_q = (np.asarray(each, float) for each in (first, n_first, second, n_second))
    p_low, p_high = wilson_interval(p * n_p, n_p, quantile=quantile)
    q_low, q_high = wilson_interval(q * n_q, n_q, quantile=quantile)
    low, high = np.hypot(q - q_low, p_high - p), np.hypot(q_high - q, p - p_low)
    return np.clip(q - p - low, -1, 1), np.clip(q - p + high, -1, 1)


def unpaired_p(
    first: ArrayLike, n_first: ArrayLike, second: ArrayLike, n_second: ArrayLike
) -> Floats:
    """Two-sided p of no difference, shape (k,): that of the `unpaired_interval` that ends at 0."""
    shares = (first, n_first, second, n_second)
    p, q = (np.asarray(each, dtype=float) for each in (first, second))
    near, far = np.zeros(p.shape), np.full(p.shape, 40.0)
    for _ in range(60):
        middle = (near + far) / 2
        low, high = unpaired_interval(*shares, quantile=middle)
        apart = np.where(q > p, low > 0, high < 0)
        near, far = np.where(apart, middle, near), np.where(apart, far, middle)
    unknown = np.isnan(unpaired_interval(*shares)[0])
    return np.where(unknown, np.nan, 2 * scipy.special.ndtr(-(near + far) / 2))
