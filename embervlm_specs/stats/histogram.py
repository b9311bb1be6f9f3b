"""How values are spread, counted in bins where the rows are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch

__all__ = ["Bins", "histogram", "histogram_2d", "unit_bins", "whole_bins"]


@dataclass(frozen=True)
class Bins:
    """Bins of equal width, right-closed: v falls into bin `ceil((v - start) * per_unit) - 1`.

    What lies outside falls into the first or the last bin.
    """

    start: float
    per_unit: float
    count: int

    def place(self, column: str) -> nw.Expr:
        """The 0-based bin of each value of a column."""
        # rounded, as 0.55 * 20 is a little more than 11 to a computer
        scaled = ((nw.col(column) - self.start) * self.per_unit).round(9)
        return (scaled.ceil() - 1).clip(0, self.count - 1).cast(nw.Int64)

    def edge(self, place: pd.Series[int]) -> pd.Series[float]:
        """The lower edge of each bin; the upper one is that of the next."""
        return self.start + place / self.per_unit


def unit_bins(count: int) -> Bins:
    """Bins of equal width over [0, 1]."""
    return Bins(0, count, count)


def whole_bins(rows: Rows, column: str, *, most: int) -> Bins:
    """Bins of whole numbers, one number wide, or as many wide as it takes for at most `most`."""
    here = nw.col(column)
    ends = collect(rows.select(here.min().alias("low"), here.max().alias("high"))).rows(named=True)
    low, high = int(ends[0]["low"]), int(ends[0]["high"])
    width = math.ceil((high - low + 1) / most)
    return Bins(low - 0.5, 1 / width, math.ceil((high - low + 1) / width))


def histogram(rows: Rows, column: str, bins: Bins) -> pd.DataFrame:
    """Rows in each bin that holds some: columns `lower`, `upper` (its edges) and `n`."""
    placed = rows.with_columns(bins.place(column).alias("bin"))
    table = fetch(placed.group_by("bin").agg(nw.len().alias("n")))
    table = table.sort_values("bin", ignore_index=True)
    edges = {"lower": bins.edge(table["bin"]), "upper": bins.edge(table["bin"] + 1)}
    return pd.DataFrame({**edges, "n": table["n"]})


def histogram_2d(rows: Rows, x: str, x_bins: Bins, y: str, y_bins: Bins) -> pd.DataFrame:
    """Rows in each pair of bins that holds some.

    Returns columns `x_lower`, `x_upper`, `y_lower`, `y_upper` and `n`.
    """
    placed = rows.with_columns(x_bins.place(x).alias("x_bin"), y_bins.place(y).alias("y_bin"))
    table = fetch(placed.group_by("x_bin", "y_bin").agg(nw.len().alias("n")))
    table = table.sort_values(["x_bin", "y_bin"], ignore_index=True)
    edges = {
        "x_lower": x_bins.edge(table["x_bin"]),
        "x_upper": x_bins.edge(table["x_bin"] + 1),
        "y_lower": y_bins.edge(table["y_bin"]),
        "y_upper": y_bins.edge(table["y_bin"] + 1),
    }
    return pd.DataFrame({**edges, "n": table["n"]})
