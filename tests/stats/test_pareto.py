"""The frontier, by hand and against the definition."""

from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray

from embervlm_specs.stats.pareto import pareto_frontier

nan, inf = np.nan, np.inf


def by_definition(cost: NDArray[np.float64], value: NDArray[np.float64]) -> list[bool]:
    points = list(zip(cost, value, strict=True))
    return [
        bool(np.isfinite([c, v]).all())
        and not any(a <= c and b >= v and (a < c or b > v) for a, b in points)
        for c, v in points
    ]


@pytest.mark.parametrize(
    ("cost", "value", "expected"),
    [
        ([1, 2, 3], [0.1, 0.2, 0.3], [1, 1, 1]),
        ([1, 2, 3], [0.3, 0.2, 0.1], [1, 0, 0]),
        ([1, 1, 2], [0.5, 0.6, 0.6], [0, 1, 0]),
        ([2, 1, 2, 1], [0.9, 0.5, 0.9, 0.5], [1, 1, 1, 1]),
        ([1, nan, 0.5, inf], [0.5, 0.9, nan, 0.95], [1, 0, 0, 0]),
        ([nan, nan], [nan, 1], [0, 0]),
        ([], [], []),
    ],
    ids=["all", "one", "ties", "duplicates", "unknown", "nothing known", "empty"],
)
def test_worked_by_hand(cost: list[float], value: list[float], expected: list[int]) -> None:
    assert pareto_frontier(cost, value).tolist() == [bool(flag) for flag in expected]


def test_it_is_what_the_definition_says() -> None:
    random = np.random.default_rng(0)
    for size in (1, 7, 60):
        cost = random.integers(0, 12, size).astype(float)
        value = random.integers(0, 12, size).astype(float)
        value[random.random(size) < 0.1] = nan
        assert pareto_frontier(cost, value).tolist() == by_definition(cost, value)


def test_ten_thousand_points_take_no_time() -> None:
    cost, value = np.random.default_rng(1).random((2, 10_000))
    start = time.perf_counter()
    on = pareto_frontier(cost, value)
    assert time.perf_counter() - start < 0.5
    assert 0 < on.sum() < 100
