"""How often the right match is found, for every data set, direction and rank."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.stats.intervals import wilson_interval

__all__ = ["recall_cells"]

DIRECTIONS = ("image_to_text", "text_to_image")


def recall_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Every combination of data set, direction and k, with its 95 % Wilson interval.

    Takes columns `dataset`, `direction`, `k`, `accuracy` and `n`, one row a combination. Returns
    them with `low` and `high`, NaN where `n` is unknown; all but the key is NaN where nothing was
    measured. Sorted by k, then data sets from the highest mean accuracy down, then direction.
    """
    order = table.groupby("dataset")["accuracy"].mean().sort_index()
    datasets = order.sort_values(ascending=False, kind="stable").index
    every = pd.MultiIndex.from_product(
        [sorted(table["k"].unique()), datasets, DIRECTIONS], names=["k", "dataset", "direction"]
    )
    cells = table.set_index(list(every.names))[["accuracy", "n"]].astype(float)
    cells = cells.reindex(every).reset_index()
    low, high = wilson_interval(cells["accuracy"] * cells["n"], cells["n"].fillna(0))
    return cells.assign(low=low, high=high)
