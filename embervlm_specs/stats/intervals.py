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
    "mean_interval",
    "moments",
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
    z = float(scipy.special.ndtri(0.5 + level / 2))
    safe = np.where(count > 0, count, np.nan)
    centre = (share + z**2 / (2 * safe)) / (1 + z**2 / safe)
    half = z * np.sqrt(share * (1 - share) / safe + z**2 / (4 * safe**2)) / (1 + z**2 / safe)
    return np.clip(centre - half, 0, 1), np.clip(centre + half, 0, 1)


def within(
    means: pd.DataFrame, lowest: float | pd.Series[float], highest: float | pd.Series[float]
) -> pd.DataFrame:
    """Means with intervals cut to the possible values; where all values are equal, none."""
    spread = means["high"] > means["low"]
    low = means["low"].where(spread).clip(lower=lowest)
    return means.assign(low=low, high=means["high"].where(spread).clip(upper=highest))
