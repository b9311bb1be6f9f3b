"""Means of task categories and mentions, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.figures import reasoning_consistency_heatmap
from embervlm_specs.render import render
from embervlm_specs.theme import EMPTY


def chains(rows: list[tuple[str, str, float]]) -> pd.DataFrame:
    """Chains of (task category, mention, consistency)."""
    frame = pd.DataFrame(rows, columns=["task_category", "mention", "consistency"])
    same = {"robot": "Drone", "step_count": 3, "coherence": 0.5, "keyword_accuracy": 0.5}
    return frame.assign(sample=range(len(frame)), correct=True, **same)


RUN = chains([("dive", "early", 0.4), ("dive", "early", 0.6), ("carry", "late", 1.0)])


def test_cells_hold_mean_interval_and_n() -> None:
    cells = reasoning_consistency_heatmap(RUN).datasets["cells"]
    found = {(cell["task_category"], cell["mention"]): cell for cell in cells}
    dive = found["dive", "early"]
    # deviation 0.1414, t(1) = 12.706: half width 1.27, cut to what is possible
    assert (dive["mean"], dive["low"], dive["high"], dive["n"]) == (0.5, 0, 1, 2)
    assert dive["label"] == "0.50 [0.00, 1.00]\nn = 2*"
    assert found["carry", "late"]["label"] == "1.00\nn = 1*"
    assert found["all categories", "early"]["n"] == 2
    order = list(dict.fromkeys(cell["task_category"] for cell in cells))
    assert order == ["all categories", "carry", "dive"]


def test_a_star_marks_cells_of_few_chains_and_is_explained() -> None:
    many = chains([("dive", "early", i / 10) for i in range(10)])
    enough = reasoning_consistency_heatmap(many)
    assert "*" not in enough.to_json()
    spec = reasoning_consistency_heatmap(many.head(9))
    assert spec.datasets["cells"][0]["label"].endswith("n = 9*")
    assert "* fewer than 10 samples" in spec.datasets["note"][0]["text"]


def test_chains_of_a_group_are_alike() -> None:
    # three groups of two equal chains: 0.5 -+ 4.303 * 0.1 / sqrt(3)
    frame = chains([("dive", "early", value) for value in (0.4, 0.4, 0.5, 0.5, 0.6, 0.6)])
    spec = reasoning_consistency_heatmap(frame.assign(group=frame.index // 2))
    assert spec.datasets["cells"][0]["label"] == "0.50 [0.25, 0.75]\nn = 6*"
    assert "in 3 groups" in spec.datasets["note"][1]["text"]


def test_a_cell_without_chains_is_grey_and_not_zero() -> None:
    spec = reasoning_consistency_heatmap(RUN)
    empty = [cell for cell in spec.datasets["cells"] if cell["label"] == "no chain"]
    assert {(cell["task_category"], cell["mean"]) for cell in empty} == {
        ("carry", None),
        ("dive", None),
    }
    assert render(spec.document, ["svg"])["svg"].decode().count(EMPTY) == len(empty)


def test_rare_categories_come_last_in_a_named_rest() -> None:
    many = [(f"task {i:02}", "early", i / 40) for i in range(40) for _ in range(2 if i else 3)]
    spec = reasoning_consistency_heatmap(chains(many))
    order = list(dict.fromkeys(cell["task_category"] for cell in spec.datasets["cells"]))
    assert (len(order), order[-1]) == (25, "other categories")
    rest = [cell for cell in spec.datasets["cells"] if cell["task_category"] == order[-1]]
    assert rest[0]["n"] == 34
    assert rest[0]["mean"] == pytest.approx(sum(range(23, 40)) / 17 / 40)
    assert "17 rare categories together" in spec.description
