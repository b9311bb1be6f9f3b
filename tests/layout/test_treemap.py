"""Areas that are what they stand for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.layout.treemap import nested_treemap, squarify


def area(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def overlap(boxes: np.ndarray) -> float:
    left, top, right, bottom = (boxes[:, [i]] for i in range(4))
    wide = (np.minimum(right, right.T) - np.maximum(left, left.T)).clip(0)
    high = (np.minimum(bottom, bottom.T) - np.maximum(top, top.T)).clip(0)
    shared = wide * high
    return float(shared.sum() - np.trace(shared))


def test_the_example_of_the_paper() -> None:
    boxes = squarify([6, 6, 4, 3, 2, 2, 1], (0, 0, 6, 4))
    x = 3 + 12 / 7
    assert boxes[:4] == pytest.approx(
        np.array([[0, 0, 3, 2], [0, 2, 3, 4], [3, 0, x, 7 / 3], [x, 0, 6, 7 / 3]])
    )
    assert boxes[4] == pytest.approx(np.array([3, 7 / 3, 4.2, 4]))
    assert boxes[6] == pytest.approx(np.array([5.4, 7 / 3, 6, 4]))


@pytest.mark.parametrize("count", [1, 2, 7, 300])
def test_areas_are_exact_fill_the_box_and_share_nothing(count: int) -> None:
    amounts = np.random.default_rng(count).lognormal(0, 2, count)
    boxes = squarify(amounts, (10, 20, 350, 310))
    assert area(boxes) == pytest.approx(amounts / amounts.sum() * 340 * 290)
    assert overlap(boxes) == pytest.approx(0, abs=1e-6)
    assert boxes[:, :2].min(axis=0) == pytest.approx([10, 20])
    assert boxes[:, 2:].max(axis=0) == pytest.approx([350, 310])


def test_equal_amounts_are_nearly_squares() -> None:
    boxes = squarify(np.ones(12), (0, 0, 400, 300))
    assert boxes[:, 2] - boxes[:, 0] == pytest.approx(boxes[:, 3] - boxes[:, 1], rel=0.34)


def test_groups_hold_their_own_and_areas_compare_across_them() -> None:
    table = pd.DataFrame({"stage": [1, 2, 1, 2, 3], "co2": [5.0, 1.0, 2.0, 1.0, 0.25]})
    layout = nested_treemap(table, by="stage", amount="co2", box=(0, 0, 100, 50))
    boxes = layout[["x", "y", "x2", "y2"]].to_numpy()
    assert area(boxes) / layout["co2"].to_numpy() == pytest.approx(5000 / 9.25)
    outer = layout.groupby("stage").agg({"x": "min", "y": "min", "x2": "max", "y2": "max"})
    assert area(outer.to_numpy()) == pytest.approx(np.array([7, 2, 0.25]) * 5000 / 9.25)


@pytest.mark.parametrize("amounts", [[1, 0], [1, -1], [1, np.nan], [np.inf]])
def test_what_has_no_area_is_refused(amounts: list[float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        squarify(amounts, (0, 0, 1, 1))
