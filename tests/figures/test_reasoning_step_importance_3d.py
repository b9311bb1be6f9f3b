"""Ribbons of attention weight, in the order of the chain."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.figures import reasoning_step_importance_3d
from embervlm_specs.render import render

PARTS = ["task_analysis", "environment", "capability", "decision"]


def attention(steps: int = 3) -> pd.DataFrame:
    rows = [(10 * s, part, 0.1 * (i + s)) for i, part in enumerate(PARTS) for s in range(steps)]
    return pd.DataFrame(rows, columns=["step", "reasoning_step", "weight"])


def test_parts_come_in_the_order_of_the_chain_whatever_that_of_the_rows() -> None:
    spec = reasoning_step_importance_3d(attention().sample(frac=1, random_state=0))
    parts = [row["part"] for row in spec.datasets["attention"]]
    assert list(dict.fromkeys(parts)) == ["task analysis", "environment", "capability", "decision"]
    assert spec.template["encoding"]["x"]["type"] == "ordinal"
    assert spec.template["encoding"]["z"]["scale"] == {"zero": True}


def test_the_note_names_the_heaviest_part_at_the_last_step() -> None:
    note = reasoning_step_importance_3d(attention()).datasets["note"]
    assert note[0]["text"] == "most weight at step 20: decision (0.50)"


def test_a_part_that_was_never_measured_has_no_rows_and_gaps_are_drawn() -> None:
    frame = attention(5)
    frame = frame[frame["reasoning_step"] != "environment"]
    frame = frame[~((frame["reasoning_step"] == "decision") & frame["step"].isin([10, 30]))]
    spec = reasoning_step_importance_3d(frame)
    rows = pd.DataFrame(spec.datasets["attention"])
    assert rows.groupby("part").size().to_dict() == {
        "task analysis": 5,
        "capability": 5,
        "decision": 3,
    }
    assert render(spec.document, ["svg"])["svg"]


def test_parts_that_tie_are_all_named() -> None:
    note = reasoning_step_importance_3d(attention().assign(weight=0.25)).datasets["note"]
    every = "task analysis and environment and capability and decision"
    assert note[0]["text"] == f"most weight at step 20: {every} (0.25)"
