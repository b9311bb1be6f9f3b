"""How far confidence and accuracy agree."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.accuracy import HIT, where_known
from embervlm_specs.stats.intervals import wilson_interval

__all__ = ["DIAGONAL", "Calibration", "binomial_deviation", "calibration"]


DIAGONAL = pd.DataFrame({"x": [0, 1], "y": [0, 1]})
"""Where accuracy is what confidence says."""


@dataclass(frozen=True)
class Calibration:
    """Reliability of a classifier's confidence.

    `bins` has one row for each bin that holds samples: `lower`, `middle`, `upper`, `n`,
    `correct`, `accuracy`, `low`, `high` (95 % Wilson interval), `confidence` (mean). All errors
    are fractions; `mce_n` counts the samples of the bin that sets `mce`. `unknown` counts rows
    without a confidence, which are in no bin.
    """

    bins: pd.DataFrame
    n: int
    unknown: int
    accuracy: float
    ece: float
    expected_ece: float
    mce: float
    mce_n: int


def calibration(rows: Rows, *, n_bins: int = 15) -> Calibration:
    """Reliability in equal-width bins of confidence, computed where the rows are.

    Parameters
    ----------
    rows
        Rows with `confidence` in [0, 1], `true_robot` and `predicted_robot`.
    n_bins
        Bins of equal width, right-closed: a confidence c falls into bin `ceil(c * n_bins) - 1`,
        and 0 into the first.

    Notes
    -----
    ECE = sum over bins of (n_b / n) |accuracy_b - confidence_b| and MCE = its largest term without
    the weight: C. Guo et al., "On calibration of modern neural networks", ICML 2017, equations 3
    and 5. `expected_ece` is what a perfectly calibrated model would show on the same confidences
    by chance alone: the number of hits in a bin is then binomial, and its mean absolute deviation
    is known in closed form (see `binomial_deviation`); exact where the confidences of a bin are
    equal, and slightly too large where they spread.

    """
    if n_bins < 1:
        raise ValueError(f"n_bins must be at least 1, got {n_bins}")
    confidence = nw.col("confidence")
    # rounded, as 0.14 * 50 is a little more than 7 to a computer
    place = (
        ((confidence.cast(nw.Float64) * n_bins).round(9).ceil() - 1)
        .clip(0, n_bins - 1)
        .cast(nw.Int64)
    )
    known, unknown = where_known(rows, "confidence")
    grouped = known.with_columns(bin=place, hit=HIT).group_by("bin")
    counted = grouped.agg(n=nw.len(), correct=nw.col("hit").sum(), confidence=confidence.mean())
    bins = fetch(counted).sort_values("bin", ignore_index=True)
    low, high = wilson_interval(bins["correct"], bins["n"])
    bins = bins.assign(
        lower=bins["bin"] / n_bins,
        middle=(bins["bin"] + 0.5) / n_bins,
        upper=(bins["bin"] + 1) / n_bins,
        accuracy=bins["correct"] / bins["n"],
        low=low,
        high=high,
    )
    n = int(bins["n"].sum())
    weight, gap = bins["n"] / n, (bins["accuracy"] - bins["confidence"]).abs()
    worst = int(np.argmax(gap))
    return Calibration(
        bins=bins,
        n=n,
        unknown=unknown,
        accuracy=float(bins["correct"].sum() / n),
        ece=float((weight * gap).sum()),
        expected_ece=float((weight * binomial_deviation(bins["n"], bins["confidence"])).sum()),
        mce=float(gap[worst]),
        mce_n=int(bins["n"][worst]),
    )


def binomial_deviation(trials: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """Mean absolute deviation of a binomial share from its mean, shape (k,).

    E|X/n - p| for X ~ Binomial(n, p), in closed form: 2 m (1 - p) P(X = m) / n with
    m = floor(n p) + 1 (de Moivre; P. Diaconis and S. Zabell, "Closed form summation for classical
    distributions", Statistical Science 6 (1991), section 1).
    """
    n, p = np.asarray(trials, dtype=float), np.asarray(share, dtype=float)
    m = np.minimum(np.floor(n * p) + 1, n)
    # P(X = m) from scipy.special: importing scipy.stats would cost each process 0.4 s
    gammaln, xlogy, xlog1py = scipy.special.gammaln, scipy.special.xlogy, scipy.special.xlog1py
    ways = gammaln(n + 1) - gammaln(m + 1) - gammaln(n - m + 1)
    chance = np.exp(ways + xlogy(m, p) + xlog1py(n - m, -p))
    return np.asarray(2 * m * (1 - p) * chance / n)
