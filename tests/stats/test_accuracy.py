"""Accuracies and balanced accuracies against scikit-learn, and by hand."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest
from sklearn.metrics import balanced_accuracy_score

from embervlm_specs.rows import fetch, open_rows
from embervlm_specs.selection.rare import merge_rare
from embervlm_specs.stats.accuracy import accuracies, balanced_accuracy, is_alone, where_known
from tests.engines import as_engine, every_engine

ROWS = pd.DataFrame(
    {
        "step": [0, 0, 0, 1, 1],
        "true_robot": ["Drone", "Drone", "Legged", "Drone", "Drone"],
        "predicted_robot": ["Drone", "Legged", "Legged", "Drone", "Drone"],
    }
)


@every_engine
def test_every_combination_has_a_row_and_what_is_unknown_stays_so(engine: str) -> None:
    table = accuracies(open_rows("t", as_engine(ROWS, engine)), ["step", "true_robot"])
    assert table["n"].tolist() == [2, 1, 2, 0]
    assert table["correct"].tolist() == [1, 1, 2, 0]
    assert table["accuracy"].tolist()[:3] == [0.5, 1, 1]
    assert table.iloc[3][["accuracy", "low", "high"]].isna().all()
    assert table[["seeds", "groups"]].to_numpy().tolist() == [[0, 0]] * 4


@every_engine
def test_without_groups_all_rows_are_one_with_wilson_s_interval(engine: str) -> None:
    table = accuracies(open_rows("t", as_engine(ROWS, engine)), [])
    expected = binomtest(4, 5).proportion_ci(method="wilson")
    assert table[["n", "correct"]].to_numpy().tolist() == [[5, 4]]
    assert table.iloc[0][["low", "high"]].tolist() == pytest.approx([expected.low, expected.high])


def test_seeds_and_groups_are_counted_and_widen_the_interval() -> None:
    random = np.random.default_rng(0)
    group = np.arange(300) // 10
    seed = np.arange(600) // 300
    hit = np.tile(random.random(30)[group] < 0.6, 2)
    rows = pd.DataFrame(
        {
            "seed": seed,
            "group": np.tile(group, 2),
            "sample": np.tile(np.arange(300), 2),
            "true_robot": "Drone",
            "predicted_robot": np.where(hit, "Drone", "Legged"),
        }
    )
    table = accuracies(open_rows("t", rows), ["true_robot"]).iloc[0]
    alone = accuracies(open_rows("t", rows[["true_robot", "predicted_robot"]]), []).iloc[0]
    assert (table["seeds"], table["groups"], table["n"]) == (2, 30, 600)
    assert table["accuracy"] == alone["accuracy"] == hit.mean()
    assert table["high"] - table["low"] > 2 * (alone["high"] - alone["low"])


@pytest.mark.parametrize("classes", [1, 3, 40])
@pytest.mark.parametrize("seed", range(3))
def test_balanced_accuracy_is_that_of_scikit_learn(classes: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    weights = random.dirichlet(np.ones(classes))
    true = [f"c{i}" for i in random.choice(classes, 500, p=weights)]
    predicted = [f"c{i}" for i in random.choice(classes, 500)]
    rows = pd.DataFrame({"true_robot": true, "predicted_robot": predicted})
    # scikit-learn warns of classes that were chosen only, and leaves them out as we do
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        expected = balanced_accuracy_score(true, predicted)
    assert balanced_accuracy(open_rows("t", rows)) == pytest.approx(expected)


def test_a_point_is_alone_without_a_known_neighbour_on_its_line() -> None:
    known = pd.Series([True, False, True, True, True])
    line = pd.Series([0, 0, 0, 1, 1])
    assert is_alone(known, line).tolist() == [True, False, True, False, False]


@every_engine
def test_rows_without_a_value_are_counted(engine: str) -> None:
    frame = as_engine(pd.DataFrame({"task": ["a", None, "b", None]}), engine)
    known, lost = where_known(open_rows("t", frame), "task")
    assert sorted(fetch(known)["task"]) == ["a", "b"]
    assert lost == 2


@every_engine
def test_the_rarest_names_become_one_and_those_always_kept_do_not_count(engine: str) -> None:
    names = ["Drone"] + ["a"] * 3 + ["b"] * 2 + ["c"] + ["d"]
    rows = open_rows("t", as_engine(pd.DataFrame({"name": names}), engine))
    merged, count = merge_rare(rows, "name", into="short", most=3, rest="rest", always=["Drone"])
    table = fetch(merged)
    assert count == 2
    assert sorted(table["short"].unique()) == ["Drone", "a", "b", "rest"]
    assert sorted(table["name"]) == sorted(names)
    same, none = merge_rare(rows, "name", into="short", most=5, rest="rest")
    assert (none, fetch(same)["short"].nunique()) == (0, 5)
