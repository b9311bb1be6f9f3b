"""How values are spread, counted in bins where the rows are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch

__all__ = ["Bins", "ends_of", "histogram", "histogram_2d", "unit_bins", "whole_bins"]


@dataclass(frozen=True)
class Bins:
    """Bins of equal width, right-closed: v falls into bin `ceil((v - start) * per_unit) - 1`.

    What lies outside falls into the first or the last bin. `possible` are the ends of what values,
    and so their mean, can be.
    """

    start: float
    per_unit: float
    count: int
    possible: tuple[float, float] = (-math.inf, math.inf)

    def place(self, column: str) -> nw.Expr:
        """The 0-based bin of each value of a column."""
        # rounded, as 0.55 * 20 is a little more than 11 to a computer
        scaled = ((nw.col(column).cast(nw.Float64) - self.start) * self.per_unit).round(9)
        return (scaled.ceil() - 1).clip(0, self.count - 1).cast(nw.Int64)

    def edges(self, place: pd.Series[int]) -> pd.DataFrame:
        """Where each bin begins and ends: columns `lower` and `upper`."""
        ends = {"lower": place, "upper": place + 1}
        return self.start + pd.DataFrame(ends) / self.per_unit


def unit_bins(count: int) -> Bins:
    """Bins of equal width over [0, 1]."""
    if count < 1:
        raise ValueError(f"the number of bins must be at least 1, got {count}")
    return Bins(0, count, count, (0, 1))


def whole_bins(rows: Rows, column: str, *, most: int = 24, lowest: float = -math.inf) -> Bins:
    """Bins of whole numbers, one number wide, or as many wide as it takes for at most `most`.

    `lowest` is the smallest number that can be.
    """
    low, high = map(int, ends_of(rows, column))
    width = math.ceil((high - low + 1) / most)
    count = math.ceil((high - low + 1) / width)
    return Bins(low - 0.5, 1 / width, count, (lowest, math.inf))


def ends_of(rows: Rows, column: str) -> tuple[float, float]:
    """The smallest and the largest value of a column."""
    here = nw.col(column)
    low, high = collect(rows.select(low=here.min(), high=here.max())).row(0)
    return low, high


def histogram(rows: Rows, column: str, bins: Bins) -> pd.DataFrame:
    """Rows in each bin that holds some: columns `lower`, `upper` (its edges) and `n`."""
    table = _counted(rows.select(bin=bins.place(column)))
    return bins.edges(table["bin"]).join(table["n"])


def histogram_2d(rows: Rows, x: str, x_bins: Bins, y: str, y_bins: Bins) -> pd.DataFrame:
    """Rows in each pair of bins that holds some.

    Returns columns `x_lower`, `x_upper`, `y_lower`, `y_upper` and `n`.
    """
    table = _counted(rows.select(x=x_bins.place(x), y=y_bins.place(y)))
    edges = [x_bins.edges(table["x"]).add_prefix("x_"), y_bins.edges(table["y"]).add_prefix("y_")]
    return pd.concat([*edges, table["n"]], axis="columns")


def _counted(places: Rows) -> pd.DataFrame:
    """How often each row of places occurs, in their order."""
    names = places.collect_schema().names()
    counts = fetch(places.group_by(*names).agg(n=nw.len()))
    return counts.sort_values(names, ignore_index=True)
