"""Means, and how sure they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from embervlm_specs.rows import Rows, fetch

__all__ = ["Mean", "column_mean", "grouped_means", "mean_interval", "t_interval", "within"]

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
    here = nw.col(column)
    of = fetch(rows.select(mean=here.mean(), deviation=here.std(ddof=1), n=nw.len()))
    low, high = t_interval(of["mean"], of["deviation"], of["n"])
    return Mean(float(of["mean"][0]), float(low[0]), float(high[0]), int(of["n"][0]))


def grouped_means(rows: Rows, by: Sequence[str], value: str) -> pd.DataFrame:
    """Mean of `value` in each group, computed where the rows are; sorted by the groups.

    Rows without a value are left out, and a group of such rows alone is not returned.

    Returns columns `by`, `mean`, `low`, `high` (95 % t interval, NaN where n is 1) and `n`.
    """
    here = nw.col(value)
    known = rows.filter(~here.is_null())
    grouped = known.group_by(*by).agg(
        here.mean().alias("mean"), here.std(ddof=1).alias("deviation"), nw.len().alias("n")
    )
    table = fetch(grouped).sort_values(list(by), ignore_index=True)
    low, high = t_interval(table["mean"], table["deviation"], table["n"])
    return table.assign(low=low, high=high)[[*by, "mean", "low", "high", "n"]]


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
    half = stdtrit(safe - 1, 0.5 + level / 2) * np.asarray(deviation, float) / np.sqrt(safe)
    centre = np.asarray(mean, dtype=float)
    return centre - half, centre + half


def within(means: pd.DataFrame, lowest: float, highest: float) -> pd.DataFrame:
    """Means with intervals cut to the possible values; where all values are equal, none."""
    spread = means["high"] > means["low"]
    low = means["low"].where(spread).clip(lower=lowest)
    return means.assign(low=low, high=means["high"].where(spread).clip(upper=highest))
