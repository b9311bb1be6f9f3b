"""The loss where training has been, and the way it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch

__all__ = ["Landscape", "loss_landscape"]

DISTANCES = ("positive_distance", "negative_distance")


@dataclass(frozen=True)
class Landscape:
    """Observed loss over two distances.

    `cells` has one row for each bin that holds observations: `positive_low`, `positive_high`,
    `negative_low`, `negative_high` (its edges), `loss` (mean) and `n`. `path` has one row for each
    stretch of the training that holds some: `first` and `last` step, the mean of
    `positive_distance`, `negative_distance` and `loss`, and `n`.
    """

    cells: pd.DataFrame
    path: pd.DataFrame


def loss_landscape(rows: Rows, *, n_bins: int = 12, stretches: int = 24) -> Landscape:
    """Mean loss in bins of two distances, and its path over training, computed where the rows are.

    Parameters
    ----------
    rows
        Rows with `step`, `positive_distance`, `negative_distance` and `loss`.
    n_bins
        Bins in each direction, of equal width between the smallest and the largest distance; the
        last one holds its upper edge. Bins without observations have no row: nothing is known.
    stretches
        Into how many equal numbers of steps the training is divided for its path.

    """
    if n_bins < 1 or stretches < 1:
        raise ValueError(f"n_bins and stretches must be at least 1, got {n_bins} and {stretches}")
    ask = [
        bound
        for name in (*DISTANCES, "step")
        for bound in (
            nw.col(name).min().alias(f"{name}_low"),
            nw.col(name).max().alias(f"{name}_high"),
        )
    ]
    bounds = collect(rows.select(*ask)).rows(named=True)[0]
    return Landscape(_cells(rows, bounds, n_bins), _path(rows, bounds, stretches))


def _cells(rows: Rows, bounds: dict[str, Any], n_bins: int) -> pd.DataFrame:
    start, width, place = {}, {}, []
    for name in DISTANCES:
        low, high = bounds[f"{name}_low"], bounds[f"{name}_high"]
        # where all values are equal, their one bin is around them, and as wide as they are large
        width[name] = ((high - low) or abs(low) or 1.0) / n_bins
        start[name] = low if high > low else low - width[name] / 2
        index = ((nw.col(name) - start[name]) / width[name]).floor().clip(0, n_bins - 1)
        place.append(index.cast(nw.Int64).alias(f"{name}_bin"))
    table = _means(rows.with_columns(*place), [f"{name}_bin" for name in DISTANCES], ["loss"])
    for name, side in zip(DISTANCES, ("positive", "negative"), strict=True):
        # both edges by the same formula, so that neighbouring bins share theirs exactly
        table[f"{side}_low"] = start[name] + table[f"{name}_bin"] * width[name]
        table[f"{side}_high"] = start[name] + (table[f"{name}_bin"] + 1) * width[name]
    return table[["positive_low", "positive_high", "negative_low", "negative_high", "loss", "n"]]


def _path(rows: Rows, bounds: dict[str, Any], stretches: int) -> pd.DataFrame:
    steps = bounds["step_high"] - bounds["step_low"] + 1
    stretch = ((nw.col("step") - bounds["step_low"]) * stretches / steps).floor().cast(nw.Int64)
    table = _means(rows.with_columns(stretch.alias("stretch")), ["stretch"], [*DISTANCES, "loss"])
    return table.drop(columns="stretch")


def _means(rows: Rows, by: Sequence[str], values: Sequence[str]) -> pd.DataFrame:
    grouped = rows.group_by(*by).agg(
        nw.col("step").min().alias("first"),
        nw.col("step").max().alias("last"),
        *(nw.col(name).mean() for name in values),
        nw.len().alias("n"),
    )
    return fetch(grouped).sort_values(list(by), ignore_index=True)
