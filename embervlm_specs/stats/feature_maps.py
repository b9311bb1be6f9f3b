"""Small pictures of what the layers of an encoder do."""

from __future__ import annotations

import math

import pandas as pd

from embervlm_specs.sequence import evenly

__all__ = ["MOST_LAYERS", "coarse_maps", "few_layers"]

MOST_LAYERS = 8
MOST_CELLS = 2_500


def coarse_maps(cells: pd.DataFrame, *, most: int = 16) -> pd.DataFrame:
    """Maps of at most `most` rows and columns.

    Takes columns `order`, `layer`, `kind`, `row`, `column` and `value`. Where a map is larger, the
    values of square blocks are averaged; blocks at the lower and right edge may hold fewer. Returns
    every cell of each map, with NaN where none was recorded, in the same columns with `size`, the
    larger number of rows or columns, and `block`, how many rows and columns were averaged.
    """
    maps = [_coarse(each, most) for _, each in cells.groupby(["kind", "layer"])]
    return pd.concat(maps, ignore_index=True)


def _coarse(cells: pd.DataFrame, most: int) -> pd.DataFrame:
    largest = int(cells[["row", "column"]].to_numpy().max()) + 1
    block = math.ceil(largest / most)
    means = cells.groupby([cells["row"] // block, cells["column"] // block])["value"].mean()
    rows, columns = (range(int(means.index.get_level_values(i).max()) + 1) for i in (0, 1))
    every = pd.MultiIndex.from_product([rows, columns], names=["row", "column"])
    same = {name: cells[name].iloc[0] for name in ("kind", "layer", "order")}
    size = math.ceil(largest / block)
    return means.reindex(every).reset_index().assign(**same, size=size, block=block)


def few_layers(maps: pd.DataFrame) -> list[str]:
    """The layers in their order, evenly spaced ones where there are too many for one picture.

    Too many are more than eight, and more than hold 2,500 cells together.
    """
    layers = list(maps.sort_values(["order", "layer"], kind="stable")["layer"].unique())
    cells = maps.groupby("layer").size().max()
    return evenly(layers, max(1, min(MOST_LAYERS, MOST_CELLS // int(cells))))
