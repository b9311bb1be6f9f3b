"""Small pictures of what the layers of an encoder do."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

__all__ = ["coarse_maps", "maps_of"]


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


def maps_of(kind: str, maps: pd.DataFrame, layers: Sequence[str]) -> pd.DataFrame:
    """The cells of one kind, from the first of the layers to the last; `order` counts from 0.

    A layer without this kind has one cell, as large as its map, without a value. Where no layer has
    it there are no rows.
    """
    cells = maps.loc[maps["kind"] == kind, ["layer", "row", "column", "size", "value"]]
    order = pd.DataFrame({"order": range(len(layers)), "layer": layers})
    every = order.merge(cells, how="left" if len(cells) else "inner", on="layer")
    return every.fillna({"row": 0, "column": 0, "size": 1})
