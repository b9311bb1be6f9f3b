"""What goes with good reasoning: correlations, straight lines, and shares over bins."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from scipy.special import ndtri

from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.stats.histogram import Bins
from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.stats.means import Mean, t_interval

__all__ = ["Trend", "column_mean", "share_by_bin", "trend"]

FEWEST = 3
"""A line goes through any two points."""


@dataclass(frozen=True)
class Trend:
    """A correlation with its 95 % interval, and the least-squares line `intercept + slope * x`.

    `start` and `end` are the smallest and the largest x. Where there is no trend, `absent` says
    why, and the numbers but `n` are NaN.
    """

    n: int
    r: float = np.nan
    low: float = np.nan
    high: float = np.nan
    slope: float = np.nan
    intercept: float = np.nan
    start: float = np.nan
    end: float = np.nan
    absent: str = ""

    @property
    def words(self) -> str:
        """The correlation, or why there is none."""
        if self.absent:
            return f"no correlation: {self.absent}"
        return f"r = {self.r:.2f} [{self.low:.2f}, {self.high:.2f}]".replace("-", "−")

    def equation(self, x: str, y: str) -> str:
        """The line in these names, empty where there is none."""
        if self.absent:
            return ""
        sign = "-" if self.slope < 0 else "+"
        line = f"{y} = {self.intercept:.3g} {sign} {abs(self.slope):.3g} × {x}"
        return line.replace("-", "−")

    def line(self) -> pd.DataFrame:
        """The two ends of the line as columns `x` and `y`; no row where there is none."""
        ends = np.array([] if self.absent else [self.start, self.end])
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
    pairs = rows.select(
        nw.col(x).cast(nw.Float64).alias("x"), nw.col(y).cast(nw.Float64).alias("y")
    )
    u, v = nw.col("x"), nw.col("y")
    ask = [nw.len().alias("n")]
    for name, column in (("x", u), ("y", v)):
        ask += [column.mean().alias(f"{name}_mean"), column.min().alias(f"{name}_min")]
        ask += [column.max().alias(f"{name}_max")]
    of = collect(pairs.select(*ask)).rows(named=True)[0]
    n = int(of["n"])
    if n < FEWEST:
        return Trend(n, absent=f"n = {n}")
    for name, column_name in (("x", x), ("y", y)):
        if of[f"{name}_min"] == of[f"{name}_max"]:
            return Trend(n, absent=f"{column_name.replace('_', ' ')} is the same everywhere")

    du, dv = u - of["x_mean"], v - of["y_mean"]
    products = pairs.with_columns(
        (du * du).alias("xx"), (dv * dv).alias("yy"), (du * dv).alias("xy")
    )
    sums = collect(products.select(nw.col("xx", "yy", "xy").sum())).rows(named=True)[0]
    r = float(np.clip(sums["xy"] / np.sqrt(sums["xx"] * sums["yy"]), -1, 1))
    slope = sums["xy"] / sums["xx"]
    low, high = _fisher_interval(r, n)
    intercept = of["y_mean"] - slope * of["x_mean"]
    return Trend(n, r, low, high, slope, intercept, of["x_min"], of["x_max"])


def _fisher_interval(r: float, n: int) -> tuple[float, float]:
    if n <= FEWEST:
        return -1.0, 1.0
    if abs(r) == 1:
        return r, r
    half = float(ndtri(0.975)) / np.sqrt(n - 3)
    return float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))


def column_mean(rows: Rows, column: str) -> Mean:
    """Mean of a column without gaps, with its 95 % t interval, computed where the rows are."""
    here = nw.col(column)
    ask = [here.mean().alias("mean"), here.std(ddof=1).alias("deviation"), nw.len().alias("n")]
    of = fetch(rows.select(*ask))
    low, high = t_interval(of["mean"], of["deviation"], of["n"])
    return Mean(float(of["mean"][0]), float(low[0]), float(high[0]), int(of["n"][0]))


def share_by_bin(rows: Rows, value: str, hit: str, bins: Bins) -> pd.DataFrame:
    """How often `hit` is true in each bin of `value` that holds rows.

    Returns columns `lower`, `upper` (edges of the bin), `value` (its mean), `n`, `hits`, `share`,
    `low` and `high` (95 % Wilson interval).
    """
    placed = rows.with_columns(bins.place(value).alias("bin"), nw.col(hit).cast(nw.Int64))
    grouped = placed.group_by("bin").agg(
        nw.col(value).mean().alias("value"), nw.len().alias("n"), nw.col(hit).sum().alias("hits")
    )
    table = fetch(grouped).sort_values("bin", ignore_index=True)
    low, high = wilson_interval(table["hits"], table["n"])
    return pd.DataFrame(
        {
            "lower": bins.edge(table["bin"]),
            "upper": bins.edge(table["bin"] + 1),
            "value": table["value"],
            "n": table["n"],
            "hits": table["hits"],
            "share": table["hits"] / table["n"],
            "low": low,
            "high": high,
        }
    )
