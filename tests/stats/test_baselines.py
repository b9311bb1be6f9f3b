"""What simple rules reach, computed and recorded."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from sklearn.dummy import DummyClassifier

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.baselines import accuracy_baselines, benchmark_baselines, commonest
from embervlm_specs.stats.benchmarks import benchmark_shares
from tests.engines import as_engine, every_engine

COLUMNS = ["stage", "task", "name", "metric", "score"]
TRUE = pd.DataFrame({"true_robot": ["Legged"] * 3 + ["Drone"] * 2})


def recorded(*rows: tuple[int, str | None, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).assign(n=np.nan)


def told(*rows: tuple[int, str | None, str, str, float]) -> list[list[object]]:
    table = recorded(*rows) if rows else None
    lines = accuracy_baselines(open_rows("t", TRUE), table, stage=3)
    found: list[list[object]] = lines[["rule", "name", "accuracy"]].to_numpy().tolist()
    return found


@every_engine
def test_the_commonest_class_is_scikit_learn_s_most_frequent(engine: str) -> None:
    random = np.random.default_rng(1)
    true = random.choice(["a", "b", "c"], 99, p=[0.2, 0.5, 0.3]).tolist()
    rule = DummyClassifier(strategy="most_frequent").fit(true, true)
    frame = as_engine(pd.DataFrame({"true_robot": true}), engine)
    assert commonest(open_rows("t", frame)) == (rule.predict([0])[0], rule.score(true, true))


def test_of_equally_common_classes_the_first_by_name_counts() -> None:
    for names in (["b", "a", "c", "a", "b"], ["a", "b", "b", "c", "a"]):
        assert commonest(open_rows("t", pd.DataFrame({"true_robot": names}))) == ("a", 0.4)


def test_the_majority_is_computed_where_none_was_recorded() -> None:
    assert told() == [["majority", "always Legged", 0.6]]
    lookup = (3, None, "lookup", "accuracy", 0.9)
    assert told(lookup) == [["majority", "always Legged", 0.6], ["lookup", "look-up", 0.9]]


def test_a_recorded_majority_counts_and_keeps_its_name_where_both_agree() -> None:
    # a class that was the commonest one in training need not be the commonest here
    assert told((3, None, "majority", "accuracy", 0.4)) == [["majority", "commonest class", 0.4]]
    assert told((3, None, "majority", "accuracy", 0.6)) == [["majority", "always Legged", 0.6]]


@pytest.mark.parametrize(
    "row",
    [
        (4, None, "lookup", "accuracy", 0.9),
        (3, "POPE", "lookup", "accuracy", 0.9),
        (3, None, "lookup", "f1", 0.9),
        (3, None, "lookup", "accuracy", 90.0),
    ],
    ids=["stage", "task", "metric", "per cent"],
)
def test_what_is_no_accuracy_of_this_evaluation_is_not_drawn(
    row: tuple[int, str | None, str, str, float],
) -> None:
    assert told(row) == [["majority", "always Legged", 0.6]]


def test_the_order_of_the_rows_has_no_meaning() -> None:
    rows = [
        (3, None, "lookup", "robot_accuracy", 0.8),
        (3, None, "lookup", "accuracy", 0.9),
        (3, None, "majority", "accuracy", 0.5),
    ]
    assert told(*rows) == told(*rows[::-1])
    assert told(*rows)[-1] == ["lookup", "look-up", 0.9]


SCORES = pd.DataFrame(
    [("POPE", 1, 85.0, None), ("mine", 1, 0.4, 1.0), ("mine", 2, 0.5, 1.0), ("odd", 1, 3.0, None)],
    columns=["benchmark", "stage", "score", "max_score"],
).assign(n=np.nan)


def of_benchmarks(
    *rows: tuple[int, str | None, str, str, float], n: float = np.nan
) -> tuple[pd.DataFrame, int]:
    return benchmark_baselines(recorded(*rows).assign(n=n), benchmark_shares(SCORES))


def test_a_baseline_is_a_share_of_the_scale_of_its_benchmark() -> None:
    table, left = of_benchmarks(
        (1, "POPE", "majority", "accuracy", 50.0),
        (2, "mine", "lookup", "accuracy", 0.25),
        (1, "elsewhere", "lookup", "accuracy", 0.25),
        (1, None, "lookup", "accuracy", 0.25),
        n=40,
    )
    assert left == 0
    assert table[["benchmark", "rule", "score", "max_score", "share"]].to_numpy().tolist() == [
        ["POPE", "majority", 50.0, 100.0, 0.5],
        ["mine", "lookup", 0.25, 1.0, 0.25],
    ]
    expected = binomtest(10, 40).proportion_ci(method="wilson")
    ends = table.iloc[1][["low", "high"]].tolist()
    assert ends == pytest.approx([expected.low, expected.high])


def test_a_baseline_that_does_not_fit_the_scale_has_no_share() -> None:
    rows = [("POPE", 0.5), ("POPE", 120.0), ("POPE", -1.0), ("odd", 1.0)]
    for name, score in rows:
        table, _ = of_benchmarks((1, name, "majority", "accuracy", score))
        assert table["share"].isna().tolist() == [True], (name, score)
        assert table["score"].tolist() == [score]


def test_of_baselines_that_differ_none_is_chosen() -> None:
    table, left = of_benchmarks(
        (1, "mine", "majority", "accuracy", 0.2),
        (2, "mine", "majority", "accuracy", 0.3),
        (1, "mine", "lookup", "accuracy", 0.4),
        (2, "mine", "lookup", "accuracy", 0.4),
    )
    assert left == 1
    assert table[["rule", "score"]].to_numpy().tolist() == [["lookup", 0.4]]
