"""What goes with good reasoning: correlations, straight lines, and shares over bins."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import scipy

from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.stats.histogram import Bins
from embervlm_specs.stats.intervals import wilson_interval

__all__ = ["Trend", "share_by_bin", "trend"]

_FEWEST = 3  # as a line goes through any two points


@dataclass(frozen=True)
class Trend:
    """A correlation with its 95 % interval, and the least-squares line `intercept + slope * x`.

    `start` and `end` are the smallest and the largest x. Where there is no trend, the numbers but
    `n` are NaN, and `constant` names the column that is the same in all rows, if that is why.
    """

    n: int
    r: float = np.nan
    low: float = np.nan
    high: float = np.nan
    slope: float = np.nan
    intercept: float = np.nan
    start: float = np.nan
    end: float = np.nan
    constant: str = ""

    @property
    def known(self) -> bool:
        """Whether there is a trend."""
        return not np.isnan(self.r)

    def line(self) -> pd.DataFrame:
        """The two ends of the line as columns `x` and `y`; no row where there is none."""
        ends = pd.Series([self.start, self.end]).dropna()
        return pd.DataFrame({"x": ends, "y": self.intercept + self.slope * ends})


def trend(rows: Rows, x: str, y: str) -> Trend:
    """Pearson correlation and least-squares line of `y` over `x`, computed where the rows are.

    Parameters
    ----------
    rows
        Rows with the numbers or truth values `x` and `y`; with one of them true or false, r is the
        point-biserial correlation.
    x, y
        The names of the columns.

    Notes
    -----
    The interval is Fisher's: tanh(artanh r -+ 1.96 / sqrt(n - 3)), R. A. Fisher, "On the probable
    error of a coefficient of correlation deduced from a small sample", Metron 1 (1921); all of
    [-1, 1] where n is 3. There is no trend through fewer than three points, nor where `x` or `y`
    is constant.

    """
    u, v = nw.col("x"), nw.col("y")
    pairs = rows.select(x=nw.col(x).cast(nw.Float64), y=nw.col(y).cast(nw.Float64))
    ends = {"low_x": u.min(), "high_x": u.max(), "low_y": v.min(), "high_y": v.max()}
    asked = pairs.select(n=nw.len(), mean_x=u.mean(), mean_y=v.mean(), **ends)
    of = collect(asked).rows(named=True)[0]
    n = int(of["n"])
    if n < _FEWEST:
        return Trend(n)
    for axis, column in (("x", x), ("y", y)):
        if of[f"low_{axis}"] == of[f"high_{axis}"]:
            return Trend(n, constant=column)

    du, dv = u - of["mean_x"], v - of["mean_y"]
    products = pairs.with_columns(xx=du * du, yy=dv * dv, xy=du * dv)
    sums = collect(products.select(nw.col("xx", "yy", "xy").sum())).rows(named=True)[0]
    r = float(np.clip(sums["xy"] / np.sqrt(sums["xx"] * sums["yy"]), -1, 1))
    slope = sums["xy"] / sums["xx"]
    intercept = of["mean_y"] - slope * of["mean_x"]
    return Trend(n, r, *_fisher_interval(r, n), slope, intercept, of["low_x"], of["high_x"])


def _fisher_interval(r: float, n: int) -> tuple[float, float]:
    if n <= _FEWEST:
        return -1.0, 1.0
    if abs(r) == 1:
        return r, r
    half = float(scipy.special.ndtri(0.975)) / np.sqrt(n - 3)
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))


def share_by_bin(rows: Rows, value: str, hit: str, bins: Bins) -> pd.DataFrame:
    """How often `hit` is true in each bin of `value` that holds rows.

    Returns columns `lower`, `upper` (edges of the bin), `value` (its mean), `n`, `hits`, `share`,
    `low` and `high` (95 % Wilson interval).
    """
    placed = rows.select(bin=bins.place(value), value=nw.col(value), hit=nw.col(hit).cast(nw.Int64))
    grouped = placed.group_by("bin")
    found = fetch(grouped.agg(nw.col("value").mean(), n=nw.len(), hits=nw.col("hit").sum()))
    table = found.sort_values("bin", ignore_index=True)
    low, high = wilson_interval(table["hits"], table["n"])
    shares = table.assign(share=table["hits"] / table["n"], low=low, high=high)
    return bins.edges(table["bin"]).join(shares.drop(columns="bin"))
