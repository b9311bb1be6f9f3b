"""The frontier, by hand and against the definition."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

from embervlm_specs.stats.pareto import best_within, pareto_frontier, ranked

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


def test_few_of_ten_thousand_points_are_on_the_frontier() -> None:
    cost, value = np.random.default_rng(1).random((2, 10_000))
    on = pareto_frontier(cost, value)
    assert 0 < on.sum() < 100


def test_the_height_of_the_frontier_is_what_the_definition_says() -> None:
    random = np.random.default_rng(2)
    for size in (1, 7, 60):
        cost, value = random.integers(0, 12, (2, size)).astype(float)
        best = [value[cost <= each].max() for each in cost]
        assert best_within(cost, value).tolist() == best


def points(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["device", "latency_ms", "accuracy", "n"])
    return table.assign(compared=True)


def test_each_group_has_its_own_frontier_and_what_reaches_it_is_faint() -> None:
    table = points(
        ("a", 1, 0.9, 100), ("a", 2, 0.85, 100), ("a", 3, 0.6, 100), ("a", 4, 0.85, nan),
        ("a", 9, 0.95, 100), ("a", 10, 0.89, 100), ("b", 5, 0.5, 100), ("b", 6, 0.4, 100),
    )  # fmt: skip
    found = ranked(table, cost="latency_ms", compared="compared", by="device")
    assert found["optimal"].tolist() == [True, False, False, False, True, False, True, False]
    # upper ends: 0.907 reaches 0.9 and 0.691 does not; 0.937 does not reach 0.95; 0.498 not 0.5
    assert found["faint"].tolist() == [False, True, *[False] * 6]
    known = found.dropna(subset="n")
    low, high = proportion_confint(known["accuracy"] * 100, 100, method="wilson")
    assert known["low"].tolist() == pytest.approx(low.tolist())
    assert known["high"].tolist() == pytest.approx(high.tolist())
    assert found[found["n"].isna()][["low", "high"]].isna().all(axis=None)


def test_what_is_not_compared_has_no_frontier_and_beats_nothing() -> None:
    table = points(("a", 1, 0.9, 10), ("a", 2, 0.5, 10)).assign(compared=[False, True])
    found = ranked(table, cost="latency_ms", compared="compared", by="device")
    assert found["optimal"].tolist() == [False, True]
    assert not found["faint"].any()
    assert found["high"].notna().all()


def test_ten_thousand_groups_each_have_a_frontier() -> None:
    table = points(*[(f"d{i}", 1, 0.5, 10) for i in range(10_000)])
    assert ranked(table, cost="latency_ms", compared="compared", by="device")["optimal"].all()
