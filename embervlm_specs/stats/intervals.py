"""Estimates and how sure they are: Wilson's intervals of shares, Student's of means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import scipy
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.rows import Rows, fetch

__all__ = [
    "Mean",
    "column_mean",
    "grouped_means",
    "holm",
    "mcnemar_mid_p",
    "mean_interval",
    "moments",
    "paired_interval",
    "t_interval",
    "wilson_interval",
    "within",
]

Floats = NDArray[np.float64]


class Mean(NamedTuple):
    """A mean with its 95 % interval; `low` and `high` are NaN where there are fewer than two."""

    mean: float
    low: float
    high: float
    n: int


def mean_interval(values: ArrayLike, *, level: float = 0.95) -> Mean:
    """Mean of the values that are there (NaN is left out), with its t interval.

    >>> [round(x, 3) for x in mean_interval([0.0, 1.0, 2.0])]
    [1.0, -1.484, 3.484, 3]
    """
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    if not known.size:
        return Mean(np.nan, np.nan, np.nan, 0)
    mean = float(known.mean())
    deviation = known.std(ddof=1) if known.size > 1 else np.nan
    low, high = t_interval([mean], [deviation], [known.size], level=level)
    return Mean(mean, float(low[0]), float(high[0]), int(known.size))


def column_mean(rows: Rows, column: str) -> Mean:
    """Mean of a column without gaps, with its 95 % t interval, computed where the rows are."""
    of = fetch(rows.select(**moments(column)))
    low, high = t_interval(of["mean"], of["deviation"], of["n"])
    return Mean(float(of["mean"][0]), float(low[0]), float(high[0]), int(of["n"][0]))


def grouped_means(rows: Rows, by: Sequence[str], value: str) -> pd.DataFrame:
    """Mean of `value` in each group, computed where the rows are; sorted by the groups.

    Rows without a value are left out, and a group of such rows alone is not returned.

    Returns columns `by`, `mean`, `low`, `high` (95 % t interval, NaN where n is 1) and `n`.
    """
    grouped = rows.drop_nulls(value).group_by(*by).agg(**moments(value))
    table = fetch(grouped).sort_values(list(by), ignore_index=True)
    low, high = t_interval(table["mean"], table["deviation"], table["n"])
    return table.assign(low=low, high=high)[[*by, "mean", "low", "high", "n"]]


def moments(column: str) -> dict[str, nw.Expr]:
    """What `t_interval` takes, as a query asks for it of a column; gaps are left out."""
    here = nw.col(column)
    return {"mean": here.mean(), "deviation": here.std(ddof=1), "n": here.count()}


def t_interval(
    mean: ArrayLike, deviation: ArrayLike, n: ArrayLike, *, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Student's t interval of a mean.

    Parameters
    ----------
    mean, deviation, n
        Sample mean, sample standard deviation (n - 1 in the denominator) and count, shape (k,).
    level
        Coverage, 0.95 by default.

    Returns
    -------
    Lower and upper bounds, shape (k,); NaN where n < 2, since one value says nothing about spread.

    Notes
    -----
    mean -+ t(n - 1) * deviation / sqrt(n): Student, "The probable error of a mean", Biometrika 6
    (1908).

    """
    count = np.asarray(n, dtype=float)
    safe = np.where(count > 1, count, np.nan)
    t = scipy.special.stdtrit(safe - 1, 0.5 + level / 2)
    half = t * np.asarray(deviation, float) / np.sqrt(safe)
    centre = np.asarray(mean, dtype=float)
    return centre - half, centre + half


def wilson_interval(
    successes: ArrayLike,
    trials: ArrayLike,
    *,
    level: float = 0.95,
    quantile: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Wilson score interval of a share.

    Parameters
    ----------
    successes, trials
        Counts, shape (k,), with 0 <= successes <= trials.
    level
        Coverage, 0.95 by default.
    quantile
        What takes the place of the normal quantile of that coverage, shape (k,).

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
    z = scipy.special.ndtri(0.5 + level / 2) if quantile is None else np.asarray(quantile, float)
    safe = np.where(count > 0, count, np.nan)
    centre = (share + z**2 / (2 * safe)) / (1 + z**2 / safe)
    half = z * np.sqrt(share * (1 - share) / safe + z**2 / (4 * safe**2)) / (1 + z**2 / safe)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def paired_interval(
    difference: ArrayLike, discordant: ArrayLike, n: ArrayLike, *, quantile: ArrayLike
) -> tuple[Floats, Floats]:
    """Adjusted Wald interval of the difference of two shares of the same samples.

    Parameters
    ----------
    difference
        Second share less first, shape (k,).
    discordant
        Share of samples that only one of both found, shape (k,).
    n
        Samples, or as many independent ones as they are worth, shape (k,).
    quantile
        The quantile of its coverage, 1.96 for 95 %, shape (k,).

    Returns
    -------
    Lower and upper bounds in [-1, 1], shape (k,).

    Notes
    -----
    D. G. Bonett and R. M. Price, "Adjusted Wald confidence interval for a difference of binomial
    proportions based on paired data", Journal of Educational and Behavioral Statistics 37 (2012),
    equation 7: one pair is added to each kind of discordant pairs.

    """
    d, q, size, z = (np.asarray(each, float) for each in (difference, discordant, n, quantile))
    first, second = ((size * (q + sign * d) / 2 + 1) / (size + 2) for sign in (-1, 1))
    centre = second - first
    half = z * np.sqrt((first + second - centre**2) / (size + 2))
    return np.clip(centre - half, -1, 1), np.clip(centre + half, -1, 1)


def mcnemar_mid_p(only_first: ArrayLike, only_second: ArrayLike) -> Floats:
    """Two-sided mid-p of McNemar's test, shape (k,).

    Parameters
    ----------
    only_first, only_second
        How many pairs only the first, and only the second way got right, shape (k,).

    Notes
    -----
    Were both ways equally good, each discordant pair would fall to either side with probability
    1/2: twice the lower tail of a binomial, of what was seen half. M. W. Fagerland, S. Lydersen and
    P. Laake, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than
    exact conditional", BMC Medical Research Methodology 13 (2013). Without discordant pairs p is 1.

    """
    first, second = (np.asarray(each).astype(int) for each in (only_first, only_second))
    less, both = np.minimum(first, second), first + second
    tail = scipy.special.bdtr(less, both, 0.5)
    below = np.where(less > 0, scipy.special.bdtr(np.maximum(less - 1, 0), both, 0.5), 0)
    return np.asarray(np.minimum(1.0, tail + below), dtype=float)


def holm(p: ArrayLike) -> Floats:
    """Holm's p values, adjusted for their number, shape (k,); missing ones are no test.

    Notes
    -----
    S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6 (1979): of k tests the i-th smallest p times k - i + 1, at least as large as the
    one before, at most 1. It holds however the tests depend on one another.

    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values)  # missing ones last
    known = int(np.isfinite(values).sum())
    factor = np.maximum(known - np.arange(len(values)), 1)
    adjusted = np.full(len(values), np.nan)
    steps = np.maximum.accumulate((values[order] * factor)[:known])
    adjusted[order[:known]] = np.minimum(1.0, steps)
    return adjusted


def within(
    means: pd.DataFrame, lowest: float | pd.Series[float], highest: float | pd.Series[float]
) -> pd.DataFrame:
    """Means with intervals cut to the possible values; where all values are equal, none."""
    spread = means["high"] > means["low"]
    low = means["low"].where(spread).clip(lower=lowest)
    return means.assign(low=low, high=means["high"].where(spread).clip(upper=highest))
