"""Areas of emissions, and what has none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Spec
from embervlm_specs.figures import carbon_footprint_treemap
from embervlm_specs.render import render

ROWS = pd.DataFrame(
    [
        (1, "training", 0.004, 0.4, True),
        (1, "evaluation", 0.001, None, True),
        (2, "training", 0.003, 0.1, False),
        (2, "teacher", 0.002, 0.0, False),
        (2, "worse", 0.002, -0.1, None),
        (3, "tiny", 0.00001, None, None),
        (3, "idle", 0.0, None, None),
        (4, "lost", None, None, None),
    ],
    columns=["stage", "component", "co2_kg", "accuracy_gain", "estimated"],
)


def rectangles(spec: Spec) -> pd.DataFrame:
    table = pd.DataFrame(spec.datasets["rectangles"])
    area = (table["x2"] - table["x"]) * (table["y2"] - table["y"])
    return table.assign(area=area).set_index(["stage", "component"])


def beside(spec: Spec) -> list[str]:
    return [row["text"] for row in spec.datasets["beside"]]


def test_areas_are_in_one_proportion_and_inside_their_stage() -> None:
    spec = carbon_footprint_treemap(ROWS)
    table = rectangles(spec)
    assert (table["area"] / table["co2_kg"]).to_numpy() == pytest.approx(
        340 * 290 / ROWS["co2_kg"].sum(), rel=1e-3
    )
    assert table["area"].sum() == pytest.approx(340 * 290, rel=1e-3)
    for stage in spec.datasets["stages"]:
        inside = table.loc[stage["stage"]]
        assert inside["x"].min() == pytest.approx(stage["x"])
        assert inside["y2"].max() == pytest.approx(stage["y2"])


def test_colour_is_the_cost_of_a_point_of_accuracy_or_says_why_there_is_none() -> None:
    table = rectangles(carbon_footprint_treemap(ROWS))
    assert table.loc[(1, "training"), "cost"] == pytest.approx(0.0001)
    assert table.loc[(2, "training"), "cost"] == pytest.approx(0.0003)
    assert table["kind"].to_dict() == {
        (1, "training"): "",
        (1, "evaluation"): "gain not recorded",
        (2, "training"): "",
        (2, "teacher"): "no accuracy gain",
        (2, "worse"): "no accuracy gain",
        (3, "tiny"): "gain not recorded",
    }
    assert table["cost"].notna().tolist() == (table["kind"] == "").tolist()


def test_what_cannot_be_drawn_or_named_is_beside_it() -> None:
    spec = carbon_footprint_treemap(ROWS)
    assert beside(spec) == [
        *("too small to name", "3: tiny 10 mg"),
        *("no emissions", "3: idle"),
        *("emissions not recorded", "4: lost"),
    ]
    assert rectangles(spec).loc[(3, "tiny"), "label"] == ""


def test_only_what_is_said_to_be_estimated_is_hatched() -> None:
    table = rectangles(carbon_footprint_treemap(ROWS))
    assert table["estimated"].groupby("stage").sum().to_dict() == {1: 2, 2: 0, 3: 0}


def test_no_emissions_at_all_are_named() -> None:
    with pytest.raises(MissingDataError, match="no emissions above 0"):
        carbon_footprint_treemap(ROWS.assign(co2_kg=0.0))


def test_many_components_are_named_where_they_fit_and_counted_where_not() -> None:
    rows = pd.DataFrame(
        {
            "stage": [1 + i % 4 for i in range(120)],
            "component": [f"component number {i}" for i in range(120)],
            "co2_kg": [1 / (i + 1) for i in range(120)],
        }
    )
    spec = carbon_footprint_treemap(rows)
    named = (rectangles(spec)["label"] != "").sum()
    listed = len(beside(spec)) - 2
    assert beside(spec)[-1] == f"and {120 - named - listed} more"
    assert render(spec.document, ["svg", "pdf"])


def test_runs_measured_by_codecarbon(public_data: Path) -> None:
    folder = public_data / "codecarbon" / "mlco2_codecarbon"
    log = pd.read_csv(folder / "examples_emissions_a4c8d302.csv")
    rows = pd.DataFrame(
        {"stage": 1, "component": log["timestamp"].astype(str), "co2_kg": log["emissions"]}
    )
    spec = carbon_footprint_treemap(rows)
    assert rectangles(spec)["co2_kg"].sum() == pytest.approx(log["emissions"].sum(), rel=1e-4)
    blank = log.loc[log["emissions"].isna(), "timestamp"]
    lines = beside(spec)
    assert len(lines[lines.index("emissions not recorded") + 1 :]) == len(blank) == 2
