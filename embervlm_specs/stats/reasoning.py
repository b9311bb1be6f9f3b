"""What goes with good reasoning: correlations, straight lines, and shares over bins."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import scipy

from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.histogram import Bins

__all__ = ["Trend", "share_by_bin", "trend"]

_FEWEST = 3  # as a line goes through any two points
_FEWEST_FOR_A_LINE = 5
_EXACT = 1e-12


@dataclass(frozen=True)
class Trend:
    """A correlation with its 95 % interval, and the least-squares line `intercept + slope * x`.

    `start` and `end` are the smallest and the largest x, `slope_low` and `slope_high` the 95 %
    interval of the slope. Where there is no correlation, the numbers but `n` are NaN, and
    `constant` names the column that is the same in all rows, if that is why. `values` is how many
    different x there are: 1, 2 or, for all that are more, 3.
    """

    n: int
    r: float = np.nan
    low: float = np.nan
    high: float = np.nan
    slope: float = np.nan
    slope_low: float = np.nan
    slope_high: float = np.nan
    intercept: float = np.nan
    start: float = np.nan
    end: float = np.nan
    constant: str = ""
    values: int = 0

    @property
    def known(self) -> bool:
        """Whether there is a correlation."""
        return not np.isnan(self.r)

    @property
    def straight(self) -> bool:
        """Whether a line says more than the points: five rows, and three different x."""
        return self.known and self.n >= _FEWEST_FOR_A_LINE and self.values >= _FEWEST

    def line(self) -> pd.DataFrame:
        """The two ends of the line as columns `x` and `y`; no row where there is none."""
        ends = pd.Series([self.start, self.end] if self.straight else [], dtype=float)
        return pd.DataFrame({"x": ends, "y": self.intercept + self.slope * ends})


def trend(rows: Rows, x: str, y: str) -> Trend:
    """Pearson correlation and least-squares line of `y` over `x`, computed where the rows are.

    Parameters
    ----------
    rows
        Rows with the numbers or truth values `x` and `y`; with one of them true or false, r is the
        point-biserial correlation. Where they were recorded, `seed`, `group` and `sample` make rows
        depend on one another.
    x, y
        The names of the columns.

    Notes
    -----
    A row moves the slope by phi = (x - mean x) (y - fit) / Sxx, so that the slope is as unsure as
    the sum of phi, which is n times its mean: `stats.clusters.estimates` gives the variance of that
    over seeds, groups and samples. For independent rows this is the sandwich of H. White, "A
    heteroskedasticity-consistent covariance matrix estimator", Econometrica 48 (1980), times
    n / (n - 1), else that of clusters (K.-Y. Liang and S. L. Zeger, Biometrika 73 (1986)). It is
    too small where few rows, or few groups, have an x far from the mean.

    The interval of r is Fisher's: tanh(artanh r -+ 1.96 / sqrt(m - 3)), R. A. Fisher, "On the
    probable error of a coefficient of correlation deduced from a small sample", Metron 1 (1921);
    all of [-1, 1] where n is 3. m = 3 + (n - 3) / D rows are what the n are worth, with D, at least
    1, the variance of the slope over that of as many independent rows; where there are groups or
    several seeds, as many standard errors as the interval of the slope reaches stand for 1.96.
    Where D cannot be told, as all rows are of one group, there is no interval. There is no
    correlation of fewer than three points, nor where `x` or `y` is constant.

    """
    u, v = nw.col("x"), nw.col("y")
    pairs = rows.with_columns(x=nw.col(x).cast(nw.Float64), y=nw.col(y).cast(nw.Float64))
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
    between = ((u > of["low_x"]) & (u < of["high_x"])).cast(nw.Int64)
    products = pairs.select(xx=du * du, yy=dv * dv, xy=du * dv, between=between)
    sums = collect(products.select(nw.all().sum())).rows(named=True)[0]
    r = float(np.clip(sums["xy"] / np.sqrt(sums["xx"] * sums["yy"]), -1, 1))
    slope = sums["xy"] / sums["xx"]
    moved = pairs.with_columns(phi=du * (dv - slope * du) / sums["xx"])
    low, high, worth, quantile = _of_slope(moved, n, r)
    return Trend(
        n,
        r,
        *_fisher_interval(r, worth, quantile),
        slope,
        slope + low,
        slope + high,
        of["mean_y"] - slope * of["mean_x"],
        of["low_x"],
        of["high_x"],
        values=3 if sums["between"] else 2,
    )


def _of_slope(moved: Rows, n: int, r: float) -> tuple[float, float, float, float]:
    """How far the interval of a slope reaches below and above.

    Also how many rows the n are worth, and how many standard errors the interval reaches.
    """
    normal = float(scipy.special.ndtri(0.975))
    if 1 - abs(r) < _EXACT:  # what is left is rounding
        return np.nan, np.nan, n, normal
    square = moved.select(square=nw.col("phi") * nw.col("phi"))
    independent = float(collect(square.select(nw.col("square").sum()))["square"][0]) * n / (n - 1)
    of = estimates(moved, [], "phi").iloc[0]
    half = (of["high"] - of["low"]) / 2
    effect = max(1.0, (n * of["se"]) ** 2 / independent) if half > 0 else np.nan
    quantile = half / of["se"] if of["seeds"] > 1 or of["groups"] else normal
    return n * of["low"], n * of["high"], _FEWEST + (n - _FEWEST) / effect, quantile


def _fisher_interval(r: float, n: float, quantile: float) -> tuple[float, float]:
    if n <= _FEWEST:
        return -1.0, 1.0
    if 1 - abs(r) < _EXACT:
        return r, r
    half = quantile / np.sqrt(n - 3)
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))


def share_by_bin(rows: Rows, value: str, hit: str, bins: Bins) -> pd.DataFrame:
    """How often `hit` is true in each bin of `value` that holds rows.

    Returns columns `lower`, `upper` (edges of the bin), `value` (its mean), `n`, `hits`, `share`,
    `low` and `high` (95 % interval), `seeds` and `groups`, see `stats.clusters.estimates`.
    """
    placed = rows.with_columns(bin=bins.place(value), hit=nw.col(hit).cast(nw.Int64))
    means = fetch(placed.group_by("bin").agg(nw.col(value).mean().alias("value")))
    shares = estimates(placed, ["bin"], "hit", kind="share").merge(means, on="bin")
    table = shares.rename(columns={"mean": "share"}).assign(hits=shares["total"].astype(int))
    columns = ["value", "n", "hits", "share", "low", "high", "seeds", "groups"]
    return bins.edges(table["bin"]).join(table[columns])
