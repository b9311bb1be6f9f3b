from __future__ import annotations

import pandas as pd

from embervlm_specs.figures import layer_budget_ranks


def importance(module: str, trial: int, values: list[float], step: int = 5) -> pd.DataFrame:
    layers = range(len(values))
    columns = {"module": module, "layer": layers, "trial": trial, "importance": values}
    return pd.DataFrame(columns | {"step": step})


def test_layers_are_ranked_within_module_and_trial() -> None:
    table = pd.concat(
        [
            importance("attention", 0, [0.9, 0.5, 0.5]),
            importance("attention", 1, [10.0, 20.0, 30.0]),  # another scale, the same weight
            importance("adapter", 0, [1.0, 3.0, 2.0]),
            importance("attention", 0, [9.0, 9.0, 9.0], step=1),  # an earlier moment
        ]
    )
    spec = layer_budget_ranks(table)
    rows = spec.datasets["ranks"]
    medians = {(r["panel"], r["layer"]): r["median"] for r in rows if r["part"] == "spread"}
    assert medians["attention", 0] == 2  # of 1 and 3
    assert medians["attention", 1] == 2.25  # of 2.5, shared with layer 2, and 2
    assert medians["adapter", 1] == 1
    circles = [r for r in rows if r["part"] == "rank" and r["panel"] == "attention"]
    assert [(r["layer"], r["rank"], r["share"]) for r in circles[:2]] == [(0, 1, 0.5), (0, 3, 0.5)]
    assert "not recorded: feed-forward network (FFN)" in spec.description
    assert "step 5" in spec.description


def test_one_trial_has_ranks_but_no_spread() -> None:
    spec = layer_budget_ranks(importance("ffn", 0, [3.0, 1.0]))
    assert all(row["part"] == "spread" and row["rank"] is None for row in spec.datasets["ranks"])
    assert [row["median"] for row in spec.datasets["ranks"]] == [1, 2]
    assert "n = 1 trial ·" in spec.description
    assert "quartiles" not in spec.description


def test_rankings_that_lack_layers_are_said() -> None:
    table = pd.concat([importance("ffn", 0, [3.0, 1.0, 2.0]), importance("ffn", 1, [1.0, 2.0])])
    words = layer_budget_ranks(table).description
    assert "some layers are missing in 1 of 2 rankings" in words
    assert "n = 1 to 2 trials" in words


def test_many_circles_are_left_out_for_the_spread() -> None:
    values = [[float((7 * i + 31 * trial * i) % 97) for i in range(97)] for trial in range(12)]
    table = pd.concat([importance("ffn", trial, row) for trial, row in enumerate(values)])
    spec = layer_budget_ranks(table)
    assert len(spec.datasets["ranks"]) == 97
    assert "circle" not in spec.description


def test_layers_that_tie_for_the_best_are_all_named() -> None:
    trials = [importance("ffn", trial, [3.0, 3.0, 1.0]) for trial in range(3)]
    assert "layer 0 of feed-forward network (FFN), layer 1 of" in (
        layer_budget_ranks(pd.concat(trials)).description
    )
