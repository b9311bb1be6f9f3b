"""How far confidence and accuracy agree."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.accuracy import HIT, balanced_accuracy, where_known
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.intervals import within
from embervlm_specs.stats.pigeonhole import resampled_gaps

__all__ = ["DIAGONAL", "Calibration", "binomial_deviation", "calibration"]


DIAGONAL = pd.DataFrame({"x": [0, 1], "y": [0, 1]})
"""Where accuracy is what confidence says."""

_CHANCES = 10_000
_DIGITS, _EXACT = 4, 1e-9


@dataclass(frozen=True)
class Calibration:
    """Reliability of a classifier's confidence.

    `bins` has one row for each bin that holds samples: `lower`, `middle`, `upper`, `n`, `correct`,
    `accuracy`, `low`, `high` (95 % interval), `seeds`, `groups` (see `stats.clusters.estimates`),
    `confidence` (mean); `whole` has the accuracy of all samples in the same columns. `measures` has
    all that was measured, `measure`, `value`, `low` and `high`. All errors are fractions;
    `expected_ece` and `chance_ece` are the mean and the 95 % quantile of a perfectly calibrated
    model's; `mce_n` counts the samples of the bin that sets `mce`. `unknown` counts rows without a
    confidence, which are in no bin.
    """

    bins: pd.DataFrame
    whole: pd.DataFrame
    measures: pd.DataFrame
    n: int
    unknown: int
    accuracy: float
    ece: float
    expected_ece: float
    chance_ece: float
    mce: float
    mce_n: int

    def __getitem__(self, measure: str) -> tuple[float, float, float]:
        """A measure and its interval, which is NaN where there is none."""
        found = self.measures[self.measures["measure"] == measure].iloc[0]
        return float(found["value"]), float(found["low"]), float(found["high"])


def calibration(rows: Rows, *, n_bins: int = 15) -> Calibration:
    """Reliability in equal-width bins of confidence, computed where the rows are.

    Parameters
    ----------
    rows
        Rows with `confidence` in [0, 1], `true_robot` and `predicted_robot`; and, where they were
        recorded, `seed`, `group` and `sample`.
    n_bins
        Bins of equal width, right-closed: a confidence c falls into bin `ceil(c * n_bins) - 1`,
        and 0 into the first.

    Notes
    -----
    ECE = sum over bins of (n_b / n) |accuracy_b - confidence_b| and MCE = its largest term without
    the weight: C. Guo et al., "On calibration of modern neural networks", ICML 2017, equations 3
    and 5. The adaptive ECE is the same over bins of equally many samples: J. Nixon et al.,
    "Measuring calibration in deep learning", CVPR workshops 2019, section 3.2, of the chosen class
    alone; confidences that agree to four digits stay together. The top-label Brier score is the
    mean of (confidence - hit)^2: C. Gupta and A. Ramdas, "Top-label calibration and
    multiclass-to-binary reductions", ICLR 2022.

    The interval of the ECE is the basic one, from 2 ECE - q(97.5 %) to 2 ECE - q(2.5 %), of the
    pigeonhole bootstrap (see `stats.pigeonhole`), as the ECE of resampled rows is too large by
    about as much as that of the rows themselves: A. C. Davison and D. V. Hinkley, "Bootstrap
    methods and their application", Cambridge 1997, section 5.2. A bootstrap knows no t quantile
    and makes the spread of few seeds or groups too small. So the interval reaches at least as far
    as that of a mean of clusters does: with the signs of the gaps as they are, the ECE is the mean
    of sign (hit - confidence), whose interval (`stats.clusters`) is moved by the bias that the
    resampled rows show. It is cut to [0, 1], and made to hold the ECE.

    It is wrong near 0: the ECE of a model that is well calibrated is mostly chance, too large by
    more than the bootstrap tells, and `chance_ece` is to be asked instead. It is rather too narrow
    for two or three seeds that differ much, and where most bins hold a handful of rows. There is
    none where resampling changes nothing: one unit, or all right with one confidence.

    `expected_ece` is what a perfectly calibrated model would show on the same confidences, were
    rows independent: the number of hits in a bin is then binomial, and its mean absolute deviation
    is known in closed form (see `binomial_deviation`); exact where the confidences of a bin are
    equal, slightly too large where they spread, and too small where rows depend on one another.
    `chance_ece` is the 95 % quantile of 10,000 seeded draws of the same.

    """
    if n_bins < 1:
        raise ValueError(f"n_bins must be at least 1, got {n_bins}")
    confidence = nw.col("confidence").cast(nw.Float64)
    # rounded, as 0.14 * 50 is a little more than 7 to a computer
    place = ((confidence * n_bins).round(9).ceil() - 1).clip(0, n_bins - 1).cast(nw.Int64)
    known, unknown = where_known(rows, "confidence")
    placed = known.with_columns(bin=place, hit=HIT, confidence=confidence)
    placed = placed.with_columns(away=nw.col("hit") - nw.col("confidence"))
    placed = placed.with_columns(squared=nw.col("away") * nw.col("away"))
    sure = fetch(placed.group_by("bin").agg(nw.col("confidence").mean()))
    bins = _accuracy(placed, ["bin"]).merge(sure, on="bin").sort_values("bin", ignore_index=True)
    bins = bins.assign(
        lower=bins["bin"] / n_bins,
        middle=(bins["bin"] + 0.5) / n_bins,
        upper=(bins["bin"] + 1) / n_bins,
    )
    whole = _accuracy(placed, [])
    n, accuracy, *of_accuracy = whole[["n", "accuracy", "low", "high"]].iloc[0]
    weight, gap = bins["n"] / n, (bins["accuracy"] - bins["confidence"]).abs()
    ece, worst = float((weight * gap).sum()), int(np.argmax(gap))
    expected = float((weight * binomial_deviation(bins["n"], bins["confidence"])).sum())
    chance, mce = _by_chance(bins), float(gap[worst])
    brier = within(estimates(placed, [], "squared"), 0, 1)[["mean", "low", "high"]].iloc[0]
    measures = {
        "ECE": (ece, *_interval(bins, ece, placed)),
        "ECE by chance, mean": (expected,),
        "ECE by chance, 95 % quantile": (chance,),
        "MCE": (mce,),
        "adaptive ECE": (_adaptive(placed, n_bins),),
        "top-label Brier score": tuple(brier),
        "accuracy": (accuracy, *of_accuracy),
        "balanced accuracy": (balanced_accuracy(known),),
    }
    return Calibration(
        bins=bins,
        whole=whole,
        measures=pd.DataFrame(
            [(name, *(*each, np.nan, np.nan)[:3]) for name, each in measures.items()],
            columns=["measure", "value", "low", "high"],
        ),
        n=int(n),
        unknown=unknown,
        accuracy=float(accuracy),
        ece=ece,
        expected_ece=expected,
        chance_ece=chance,
        mce=mce,
        mce_n=int(bins["n"][worst]),
    )


def _accuracy(placed: Rows, by: list[str]) -> pd.DataFrame:
    shares = estimates(placed, by, "hit", kind="share")
    named = shares.rename(columns={"mean": "accuracy"}).assign(correct=shares["total"].astype(int))
    return named[[*by, "n", "correct", "accuracy", "low", "high", "seeds", "groups"]]


def _interval(bins: pd.DataFrame, ece: float, placed: Rows) -> tuple[float, float]:
    """The interval of the ECE, which holds it and lies in [0, 1]."""
    drawn = np.abs(resampled_gaps(placed)).sum(axis=1)
    below, above = np.quantile(drawn, [0.025, 0.975])
    if above - below < _EXACT:
        return np.nan, np.nan
    low, high = 2 * ece - above, 2 * ece - below
    # as a mean, of gaps of the signs that were found, it can be told what few seeds and groups say
    over = nw.col("bin").is_in(bins["bin"][bins["accuracy"] > bins["confidence"]].tolist())
    signed = placed.with_columns(gap=nw.when(over).then(1).otherwise(-1) * nw.col("away"))
    of, bias = estimates(signed, [], "gap").iloc[0], max(float(drawn.mean()) - ece, 0)
    ends = [low, high, of["low"] - bias, of["high"] - bias, ece]
    return max(float(np.nanmin(ends)), 0.0), min(float(np.nanmax(ends)), 1.0)


def _by_chance(bins: pd.DataFrame) -> float:
    """The 95 % quantile of the ECE, were the hits of each bin binomial by its mean confidence."""
    # rounded, as engines sum in different orders, and a draw may fall either side of a border
    n, share = bins["n"].to_numpy(), bins["confidence"].round(12).clip(0, 1).to_numpy()
    hits = np.random.default_rng(1).binomial(n, share, size=(_CHANCES, len(n)))
    return float(np.quantile(np.abs(hits - n * share).sum(axis=1) / n.sum(), 0.95))


def _adaptive(placed: Rows, n_bins: int) -> float:
    """The ECE over bins of equally many samples, those with the same confidence in one."""
    same = placed.with_columns(same=nw.col("confidence").round(_DIGITS)).group_by("same")
    found = fetch(same.agg(nw.col("away").sum(), n=nw.len())).sort_values("same")
    # the bin in which the middle of those with one confidence lies
    middle = found["n"].cumsum() - found["n"] / 2
    place = (middle * n_bins / found["n"].sum()).astype(int)
    return float(found["away"].groupby(place).sum().abs().sum() / found["n"].sum())


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
