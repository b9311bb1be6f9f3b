"""Pairs in a map and among vectors, against distances worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics.pairwise import cosine_distances

from embervlm_specs.errors import TableError
from embervlm_specs.stats.embedding_pairs import (
    cosine_ratio,
    cosine_ratios,
    join_pairs,
    square_corners,
)


def pairs(*places: tuple[float, float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(places, columns=["image_x", "image_y", "text_x", "text_y"])


def test_the_ratio_by_hand() -> None:
    # cosine distances to the own text: 0 and 1 - 0.6, to the other's: 1 - 0.6 and 1
    images, texts = [[2, 0], [0, 5]], [[1, 0], [4, 3]]
    assert cosine_ratio(images, texts) == pytest.approx((0 + 0.4) / (0.2 + 1))


def test_the_ratio_is_that_of_the_matrix_of_all_distances() -> None:
    random = np.random.default_rng(0)
    images = random.normal(size=(60, 9))
    texts = images + random.normal(size=(60, 9))
    distances = cosine_distances(images, texts)
    others = distances[~np.eye(60, dtype=bool)]
    assert cosine_ratio(images, texts) == pytest.approx(np.diag(distances).mean() / others.mean())


def test_vectors_without_meaning_have_a_ratio_near_one() -> None:
    vectors = np.random.default_rng(0).normal(size=(2, 2000, 16))
    assert cosine_ratio(*vectors) == pytest.approx(1, abs=0.02)


def test_pairs_that_fall_together_have_ratio_zero() -> None:
    assert cosine_ratio(np.eye(3), 7 * np.eye(3)) == 0


@pytest.mark.parametrize(
    ("images", "texts"),
    [
        ([[1, 0]], [[0, 1]]),
        ([[1, 0], [1, 1]], [[0, 1], [np.nan, 1]]),
        ([[1, 0], [0, 0]], [[0, 1], [1, 1]]),
        ([[1, 2]] * 3, [[2, 4]] * 3),
        ([], []),
    ],
    ids=["one pair", "one finite pair", "one pair with an angle", "all alike", "none"],
)
def test_without_strangers_there_is_no_ratio(
    images: list[list[float]], texts: list[list[float]]
) -> None:
    assert np.isnan(cosine_ratio(images, texts))


def vectors(step: int, images: dict[str, list[float]], texts: dict[str, list[float]]) -> Any:
    both = {"image": images, "text": texts}
    rows = [(step, i, kind, v) for kind, each in both.items() for i, v in each.items()]
    return pd.DataFrame(rows, columns=["step", "item", "modality", "vector"])


def test_the_ratio_is_told_of_each_step_where_it_is_known_and_of_whole_pairs() -> None:
    images, texts = {"a": [2, 0], "b": [0, 5], "c": [9, 9]}, {"b": [4, 3], "a": [1, 0]}
    known = vectors(20, images, texts)
    found = cosine_ratios(pd.concat([vectors(0, {"a": [1, 0]}, {"a": [1, 0]}), known]))
    assert found["step"].tolist() == [20]
    assert found["ratio"].tolist() == pytest.approx([0.4 / 1.2])
    assert found["n"].tolist() == [2]
    assert cosine_ratios(vectors(0, images, {})).empty


def test_vectors_of_several_lengths_are_named() -> None:
    with pytest.raises(TableError, match="'vector' must have one length, has 2, 3"):
        cosine_ratios(vectors(0, {"a": [1, 0]}, {"a": [1, 0, 0]}))


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
