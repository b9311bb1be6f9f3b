"""The loss where training has been, and the way it took."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.histogram import ends_of

__all__ = ["loss_bins", "training_path"]

_SIDES = ("positive", "negative")


def loss_bins(rows: Rows, *, n_bins: int = 12) -> pd.DataFrame:
    """Mean loss in bins of the distances of pairs, computed where the rows are.

    There are `n_bins` in each direction, of equal width between the smallest and the largest
    distance; the last one holds its upper edge. Bins without observations have no row: nothing is
    known.

    Returns columns `positive_low`, `positive_high`, `negative_low`, `negative_high` (edges), `loss`
    (mean) and `n`.
    """
    if n_bins < 1:
        raise ValueError(f"n_bins must be at least 1, got {n_bins}")
    start, width, place = {}, {}, {}
    for side in _SIDES:
        low, high = ends_of(rows, f"{side}_distance")
        # where all values are equal, their one bin is around them, and as wide as they are large
        width[side] = ((high - low) or abs(low) or 1.0) / n_bins
        start[side] = low if high > low else low - width[side] / 2
        scaled = (nw.col(f"{side}_distance") - start[side]) / width[side]
        place[side] = scaled.floor().clip(0, n_bins - 1).cast(nw.Int64)
    table = _means(rows.with_columns(**place), _SIDES, ["loss"])
    for side in _SIDES:
        # both edges by the same formula, so that neighbouring bins share theirs exactly
        table[f"{side}_low"] = start[side] + table[side] * width[side]
        table[f"{side}_high"] = start[side] + (table[side] + 1) * width[side]
    return table[[*(f"{side}_{end}" for side in _SIDES for end in ("low", "high")), "loss", "n"]]


def training_path(rows: Rows, *, stretches: int = 24) -> pd.DataFrame:
    """Means along the training, in so many stretches of equally many steps.

    Returns a row for each stretch that holds observations: `first` and `last` step, the means of
    `positive_distance`, `negative_distance` and `loss`, and `n`.
    """
    low, high = ends_of(rows, "step")
    stretch = ((nw.col("step") - low) * stretches / (high - low + 1)).floor().cast(nw.Int64)
    values = [*(f"{side}_distance" for side in _SIDES), "loss"]
    table = _means(rows.with_columns(stretch=stretch), ["stretch"], values)
    return table.drop(columns="stretch")


def _means(rows: Rows, by: Sequence[str], values: Sequence[str]) -> pd.DataFrame:
    step = nw.col("step")
    ends = step.min().alias("first"), step.max().alias("last")
    means = [nw.col(name).mean() for name in values]
    grouped = rows.group_by(*by).agg(*ends, *means, n=nw.len())
    return fetch(grouped).sort_values(list(by), ignore_index=True)
