"""Intervals that go with estimates."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

__all__ = ["wilson_interval"]

Floats = NDArray[np.float64]


def wilson_interval(
    successes: ArrayLike, trials: ArrayLike, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Wilson score interval of a share.

    Parameters
    ----------
    successes, trials
        Counts, shape (k,), with 0 <= successes <= trials.
    level
        Coverage, 0.95 by default.

    Returns
    -------
    Lower and upper bounds as fractions, shape (k,); NaN where there are no trials.

    Notes
    -----
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
    (1927); without continuity correction.

    """
    count = np.asarray(trials, dtype=float)
    share = np.divide(successes, count, out=np.full(count.shape, np.nan), where=count > 0)
    z = float(ndtri(0.5 + level / 2))
    safe = np.where(count > 0, count, np.nan)
    centre = (share + z**2 / (2 * safe)) / (1 + z**2 / safe)
    half = z * np.sqrt(share * (1 - share) / safe + z**2 / (4 * safe**2)) / (1 + z**2 / safe)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)
