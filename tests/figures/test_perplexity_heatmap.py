"""Cells, holes and words of `perplexity_heatmap`."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.figure import Spec
from embervlm_specs.figures import perplexity_heatmap as figure
from embervlm_specs.render import render


def grid(steps: int, positions: int, **columns: object) -> pd.DataFrame:
    rows = [(s * 10, p, 2.0 + s + p) for s in range(steps) for p in range(positions)]
    return pd.DataFrame(rows, columns=["step", "position", "perplexity"]).assign(**columns)


def notes(spec: Spec) -> str:
    return " | ".join(row["text"] for row in spec.datasets["note"])


def test_each_cell_is_what_was_recorded_and_holes_stay_empty() -> None:
    table = grid(2, 3, n=4).query("not (step == 10 and position == 1)")
    spec = figure(table)
    cells = {(row["step"], row["first"]): row["perplexity"] for row in spec.datasets["cells"]}
    assert cells == {(0, 0): 2, (0, 1): 3, (0, 2): 4, (10, 0): 3, (10, 2): 5}
    assert "n = 4 tokens a cell · white: not measured" in notes(spec)
    assert "white" not in notes(figure(grid(2, 3)))


def test_a_position_that_no_step_measured_is_a_hole() -> None:
    assert "white: not measured" in notes(figure(grid(2, 5).query("position != 2")))


def test_long_sequences_and_many_steps_are_reduced_by_the_stated_rule() -> None:
    spec = figure(grid(500, 200, n=3))
    cells = pd.DataFrame(spec.datasets["cells"])
    assert cells["step"].nunique() == 24
    assert {cells["step"].min(), cells["step"].max()} == {0, 4990}
    assert sorted(cells["first"].unique())[:3] == [0, 4, 8]
    assert set(cells["end"] - cells["start"]) == {4}
    assert "bins of 4 positions" in notes(spec)
    assert "24 of 500 recorded steps, evenly spaced" in notes(spec)
    assert len(spec.to_json().encode()) < 250_000


def test_the_note_compares_the_first_step_with_the_last() -> None:
    table = grid(2, 2).assign(perplexity=[2.0, 8.0, 1.0, 4.0])
    assert notes(figure(table)).startswith(
        "perplexity over all positions 4 at step 0, 2 at step 10 | n not recorded throughout"
    )


def test_repeated_cells_keep_the_last_and_a_constant_draws() -> None:
    table = pd.concat([grid(1, 2), grid(1, 2).assign(perplexity=1.0)])
    spec = figure(table)
    assert [row["perplexity"] for row in spec.datasets["cells"]] == [1, 1]
    assert "2 repeated rows replaced" in notes(spec)
    assert render(spec.document, ["svg"])["svg"]


@pytest.mark.parametrize("high", [1.0, 1e12])
def test_any_height_draws(high: float) -> None:
    table = grid(3, 3)
    table.loc[0, "perplexity"] = high
    assert render(figure(table).document, ["svg"])["svg"]


def test_steps_are_compared_over_the_positions_that_both_have() -> None:
    table = pd.DataFrame(
        {
            "step": [0, 0, 10, 10, 10, 10],
            "position": [0, 1, 0, 1, 2, 3],
            "perplexity": [100.0, 100, 100, 100, 2, 2],
            "n": 5,
        }
    )
    told = "perplexity over the 2 positions of both 100 at step 0, 100 at step 10"
    assert notes(figure(table)).startswith(told)
    apart = table[(table["step"] == 0) ^ (table["position"] > 1)]
    assert notes(figure(apart)).startswith("n = 5 tokens a cell")
