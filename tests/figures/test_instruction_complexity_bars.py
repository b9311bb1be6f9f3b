"""The order, the words and the honesty of `instruction_complexity_bars`."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figures import instruction_complexity_bars as figure


def answers(types: list[str], **columns: object) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(i, name, seen) for i, name in enumerate(types) for seen in (True, False)],
        columns=["sample", "instruction_type", "with_vision"],
    )
    return frame.assign(score=frame["with_vision"] * 0.25 + 0.25, **columns)


def test_types_run_from_simple_to_complex() -> None:
    spec = figure(answers(["type 10", "compare", "type 9", "describe"]))
    order = list(dict.fromkeys(row["instruction_type"] for row in spec.datasets["bars"]))
    assert order == ["describe", "compare", "type 9", "type 10"]


def test_the_last_step_is_shown_and_named() -> None:
    early, late = answers(["describe"], step=10), answers(["describe"], step=1200)
    spec = figure(pd.concat([early.assign(score=0.0), late]))
    assert [row["mean"] for row in spec.datasets["bars"]] == [0.5, 0.25]
    assert "step 1,200" in spec.datasets["note"][0]["text"]
    assert [row["label"] for row in spec.datasets["gains"]] == ["+0.25"]


def test_without_the_other_arm_there_is_no_gain_and_no_name_for_it() -> None:
    table = answers(["describe", "describe"]).query("with_vision")
    spec = figure(table)
    assert spec.datasets["gains"] == spec.datasets["heading"] == []
    assert [row["condition"] for row in spec.datasets["conditions"]] == ["with vision"]
    unknown = figure(table.drop(columns="with_vision"))
    assert [row["condition"] for row in unknown.datasets["conditions"]] == ["vision not recorded"]


def test_many_types_are_cut_and_missing_scores_are_counted() -> None:
    table = answers([f"type {i}" for i in range(20)])
    table.loc[0, "score"] = None
    spec = figure(table)
    assert len({row["instruction_type"] for row in spec.datasets["bars"]}) == 16
    note = spec.datasets["note"][1]["text"]
    assert "types with fewer answers left out: 4" in note
    assert "answers without type or score left out: 1" in note


def test_several_types_of_one_sample_all_count() -> None:
    table = answers(["describe", "explain", "compare"]).assign(sample=7)
    spec = figure(table)
    assert [row["n"] for row in spec.datasets["bars"]] == [1] * 6
    assert [row["gain"] for row in spec.datasets["gains"]] == [0.25] * 3
    assert "repeated" not in spec.description


def test_what_is_said_of_the_gain_is_what_the_table_holds() -> None:
    random = np.random.default_rng(2)
    rows = [
        (seed, i, kind, seen, float(random.random() < 0.4 + 0.5 * seen * (kind == "describe")))
        for seed in range(2)
        for i in range(80)
        for kind in ("describe", "explain")
        for seen in (True, False)
    ]
    columns = ["seed", "sample", "instruction_type", "with_vision", "score"]
    frame = pd.DataFrame(rows, columns=columns)
    spec = figure(frame)
    wide = frame.pivot(index=columns[:3], columns="with_vision", values="score")
    expected = (wide[True] - wide[False]).groupby("instruction_type").agg(["mean", "count"])
    told = {row["instruction_type"]: row for row in spec.datasets["gains"]}
    for kind, gain in expected.iterrows():
        assert told[kind]["gain"] == pytest.approx(gain["mean"], abs=1e-6)
        assert told[kind]["n"] == gain["count"] == 160
        assert told[kind]["low"] < gain["mean"] < told[kind]["high"]
        assert told[kind]["label"].startswith(f"{gain['mean']:+.2f}".replace("-", "−"))
    assert not told["describe"]["label"].endswith("tie")
    assert told["explain"]["label"].endswith("· tie")
    note = spec.description
    assert "95 % intervals over 2 seeds and their samples" in note
    assert "gain: n = 160 pairs; tie: p ≥ 0.05, Holm-corrected" in note


def test_answers_that_do_not_tell_of_vision_are_bars_of_their_own() -> None:
    table = answers(["describe", "describe"]).astype({"with_vision": object})
    other = pd.DataFrame({"sample": [8], "instruction_type": "describe", "score": [0.9]})
    spec = figure(pd.concat([table, other.assign(with_vision=None)]))
    means = {row["condition"]: (row["mean"], row["n"]) for row in spec.datasets["bars"]}
    assert means == {
        "with vision": (0.5, 2),
        "without vision": (0.25, 2),
        "vision not recorded": (0.9, 1),
    }
    assert spec.datasets["gains"][0]["n"] == 2


def test_types_and_scores_that_never_meet_are_named() -> None:
    table = pd.DataFrame(
        {"sample": [1, 2], "instruction_type": ["describe", None], "score": [None, 0.5]}
    )
    with pytest.raises(MissingDataError, match="both instruction type and score"):
        figure(table)
