"""Maps of any grid, made small enough to draw."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.selection.evenly import few_layers
from embervlm_specs.stats.feature_maps import coarse_maps, maps_of


def grid(rows: int, columns: int, layer: str = "a", order: int = 0) -> pd.DataFrame:
    places = [(r, c, float(r * columns + c)) for r in range(rows) for c in range(columns)]
    frame = pd.DataFrame(places, columns=["row", "column", "value"])
    return frame.assign(layer=layer, order=order, kind="activation")


def matrix(maps: pd.DataFrame) -> np.ndarray:
    return maps.pivot(index="row", columns="column", values="value").to_numpy()


def test_a_small_map_stays_as_it_is() -> None:
    maps = coarse_maps(grid(2, 4))
    assert matrix(maps).tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert maps[["size", "block"]].drop_duplicates().to_numpy().tolist() == [[4, 1]]


def test_blocks_are_averaged_and_the_last_ones_may_be_smaller() -> None:
    maps = coarse_maps(grid(3, 3), most=2)
    assert matrix(maps).tolist() == [[(0 + 1 + 3 + 4) / 4, (2 + 5) / 2], [(6 + 7) / 2, 8]]
    assert maps[["size", "block"]].drop_duplicates().to_numpy().tolist() == [[2, 2]]


def test_a_cell_that_was_not_recorded_is_unknown() -> None:
    maps = coarse_maps(grid(2, 2).drop(index=1))
    assert matrix(maps) == pytest.approx(np.array([[0, np.nan], [2, 3]]), nan_ok=True)


def test_layers_are_chosen_evenly_in_their_order() -> None:
    names = "lkjihgfedcba"
    small = pd.concat([grid(2, 2, name, i) for i, name in enumerate(names)])
    assert few_layers(coarse_maps(small)) == list("ljigfdca")
    large = pd.concat([grid(16, 16, name, i) for i, name in enumerate(names)])
    assert len(few_layers(coarse_maps(large))) == 8
    wide = coarse_maps(large).assign(kind="attention")
    assert len(few_layers(pd.concat([coarse_maps(large), wide]))) == 4


def test_a_layer_without_the_kind_has_one_unknown_cell_in_its_place() -> None:
    maps = coarse_maps(pd.concat([grid(1, 2, "b", 5), grid(1, 2, "a", 7)]))
    drawn = maps_of("activation", maps, ["b", "c", "a"])
    assert drawn["layer"].tolist() == ["b", "b", "c", "a", "a"]
    assert drawn["order"].tolist() == [0, 0, 1, 2, 2]
    assert drawn.loc[2, ["row", "column", "size"]].tolist() == [0, 0, 1]
    assert drawn["value"].isna().tolist() == [False, False, True, False, False]
    assert maps_of("attention", maps, ["b", "c", "a"]).empty
