"""The order, the words and the honesty of `instruction_complexity_bars`."""

from __future__ import annotations

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


def test_types_and_scores_that_never_meet_are_named() -> None:
    table = pd.DataFrame(
        {"sample": [1, 2], "instruction_type": ["describe", None], "score": [None, 0.5]}
    )
    with pytest.raises(MissingDataError, match="both instruction type and score"):
        figure(table)
