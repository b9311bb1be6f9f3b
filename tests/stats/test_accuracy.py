from __future__ import annotations

import pandas as pd

from embervlm_specs.rows import fetch, open_rows
from embervlm_specs.selection.rare import merge_rare
from embervlm_specs.stats.accuracy import accuracy_of, count_hits, where_known
from embervlm_specs.stats.intervals import wilson_interval
from tests.engines import as_engine, every_engine

ROWS = pd.DataFrame(
    {
        "step": [0, 0, 0, 1, 1],
        "true_robot": ["Drone", "Drone", "Legged", "Drone", "Drone"],
        "predicted_robot": ["Drone", "Legged", "Legged", "Drone", "Drone"],
    }
)


@every_engine
def test_hits_are_counted_and_what_is_unknown_stays_so(engine: str) -> None:
    by = ["step", "true_robot"]
    table = accuracy_of(count_hits(open_rows("t", as_engine(ROWS, engine)), by), by)
    assert table["n"].tolist() == [2, 1, 2, 0]
    assert table["accuracy"].tolist()[:3] == [0.5, 1, 1]
    assert table.iloc[3][["accuracy", "low", "high"]].isna().all()
    low, high = wilson_interval([1], [2])
    assert (table["low"][0], table["high"][0]) == (low[0], high[0])


def test_groups_that_are_merged_add_up() -> None:
    hits = pd.DataFrame({"robot": ["a", "a", "b"], "n": [3, 1, 2], "correct": [1, 1, 2]})
    table = accuracy_of(hits, ["robot"]).set_index("robot")
    assert table.loc["a", "accuracy"] == 0.5
    assert table.loc["b", "n"] == 2


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
