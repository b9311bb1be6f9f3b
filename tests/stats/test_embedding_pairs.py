"""Pairs in a map, against distances worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.stats.embedding_pairs import (
    distance_ratio,
    distance_ratios,
    join_pairs,
    square_corners,
)


def pairs(*places: tuple[float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(places, columns=["image_x", "image_y", "text_x", "text_y"])


def test_distance_ratio_by_hand() -> None:
    # to their own texts 3 and 4, to the other's 0 and 5
    placed = pairs((0, 0, 0, 3), (4, 0, 0, 0))
    assert distance_ratio(placed) == pytest.approx(((3 + 4) / 2) / ((0 + 5) / 2))


def test_a_map_without_meaning_has_a_ratio_near_one() -> None:
    random = np.random.default_rng(0)
    assert distance_ratio(pairs(*random.normal(size=(400, 4)))) == pytest.approx(1, abs=0.05)


def test_pairs_that_fall_together_have_ratio_zero() -> None:
    assert distance_ratio(pairs((0, 0, 0, 0), (1, 1, 1, 1))) == 0


@pytest.mark.parametrize(
    "placed",
    [pairs((0, 0, 1, 1)), pairs((0, 0, np.nan, np.nan), (1, 1, 2, 2)), pairs(*[(1, 1, 1, 1)] * 3)],
    ids=["one pair", "one complete pair", "all at one place"],
)
def test_without_strangers_there_is_no_ratio(placed: pd.DataFrame) -> None:
    assert np.isnan(distance_ratio(placed))


def test_the_ratio_is_told_of_the_first_and_the_last_step_where_it_is_known() -> None:
    placed = pd.concat(
        [pairs((0, 0, 0, 3), (4, 0, 0, 0)).assign(step=step) for step in (0, 10, 20)]
    )
    ratios = distance_ratios(placed)
    assert ratios["step"].tolist() == [0, 20]
    assert ratios["ratio"].tolist() == pytest.approx([3.5 / 2.5, 3.5 / 2.5])
    alone = pairs((0, 0, 1, 1)).assign(step=30)
    assert distance_ratios(pd.concat([placed, alone]))["step"].tolist() == [0]


def test_an_item_without_its_text_keeps_its_image() -> None:
    points = pd.DataFrame(
        [(1, "b", "image", 1.0, 2.0), (1, "a", "image", 3.0, 4.0), (1, "a", "text", 5.0, 6.0)],
        columns=["step", "item", "modality", "x", "y"],
    )
    joined = join_pairs(points)
    assert joined.columns.tolist() == ["step", "item", "image_x", "image_y", "text_x", "text_y"]
    assert joined.iloc[0].tolist() == [1, "a", 3.0, 4.0, 5.0, 6.0]
    assert joined.iloc[1][["image_x", "text_x"]].isna().tolist() == [False, True]


def test_the_square_holds_all_points_and_keeps_the_aspect() -> None:
    corners = square_corners(pairs((0, 0, 10, 2), (4, 1, 6, -2)))
    assert corners.to_numpy().tolist() == [[0, -5], [10, 5]]
    assert square_corners(pairs((3, 3, 3, 3))).to_numpy().tolist() == [[2.5, 2.5], [3.5, 3.5]]
