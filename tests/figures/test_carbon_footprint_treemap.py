"""Areas of emissions, and what has none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Spec
from embervlm_specs.figures import carbon_footprint_treemap
from embervlm_specs.render import render
from embervlm_specs.render.treemap import draw_treemap
from embervlm_specs.run import Run, RunRecorder

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


def note(spec: Spec) -> str:
    return " · ".join(row["text"] for row in spec.datasets["note"])


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


def test_a_training_that_was_resumed_emitted_the_sum(tmp_path: Path) -> None:
    for kg, gain in ((0.004, 0.3), (0.002, 0.1)):  # killed, and started again
        with RunRecorder(tmp_path) as recorder:
            row = {"stage": 1, "component": "training", "co2_kg": kg, "accuracy_gain": gain}
            recorder.record("emissions", row)
            recorder.record("emissions", row | {"component": "evaluation", "co2_kg": None})
    spec = carbon_footprint_treemap(Run.open(tmp_path)["emissions"])
    (row,) = spec.datasets["rectangles"]
    assert (row["co2_kg"], row["accuracy_gain"]) == (0.006, 0.4)
    assert row["cost"] == pytest.approx(0.006 / 40)
    assert "6 g CO₂-equivalent in all" in note(spec)
    assert "repeated" not in note(spec)
    assert beside(spec) == ["emissions not recorded", "1: evaluation"]


def test_what_is_known_in_part_is_added_and_said() -> None:
    rows = pd.concat([ROWS, ROWS.iloc[[0, 1]].assign(co2_kg=[None, 0.002]), ROWS.iloc[[7]]])
    spec = carbon_footprint_treemap(rows)
    assert rectangles(spec)["co2_kg"].loc[(1, "training")] == 0.004
    assert rectangles(spec)["co2_kg"].loc[(1, "evaluation")] == 0.003
    assert "1 without some of their emissions" in note(spec)


GAINS = pd.DataFrame(
    [
        (1, "align", 0.001, 0.5, "retrieval", 256, True),
        (2, "tune", 0.002, 0.9, "words", 400, True),
        (3, "select", 0.003, 0.7, "robots", 300, False),
        (4, "frozen", 0.004, 0.07, "robots", 300, True),
        (4, "joint", 0.001, 0.09, "robots", 300, False),
        (4, "joint", 0.001, 0.09, "robots", 300, True),
        (4, "unsized", 0.001, 0.01, "robots", None, None),
    ],
    columns=["stage", "component", "co2_kg", "accuracy_gain", "metric", "n", "estimated"],
)


def test_costs_are_of_the_metric_of_most_gains_and_never_of_noise() -> None:
    spec = carbon_footprint_treemap(GAINS)
    # chance alone may give 1.96 sqrt(1 / 600) = 0.080, of two gains 0.113
    assert rectangles(spec)["kind"].droplevel(0).to_dict() == {
        "align": "gain of another metric",
        "tune": "gain of another metric",
        "select": "",
        "frozen": "gain within noise",
        "joint": "",
        "unsized": "",
    }
    assert rectangles(spec)["cost"].loc[(4, "joint")] == pytest.approx(0.002 / 18, rel=1e-5)
    assert "gains by robots · 2 of another metric · 1 within noise" in note(spec)
    assert "1 without n, so not tested for noise" in note(spec)
    assert render(spec.document, ["svg"])


def test_the_numbers_of_the_note_are_those_of_the_rows(sample_run: Run) -> None:
    for frame in (GAINS, sample_run["emissions"].collect().to_pandas()):
        spec = carbon_footprint_treemap(frame)
        total = frame["co2_kg"].sum()
        parts = frame.groupby(["stage", "component"])["co2_kg"].sum()
        assert f"{float(f'{total * 1000:.3g}'):g} g CO₂-equivalent in all" in note(spec)
        stage, name = parts.idxmax()
        assert f"most by {name} (stage {stage}): {parts.max() / total:.0%}" in note(spec)
        guessed = frame.loc[frame["estimated"].isin([True]), "co2_kg"].sum() / total
        assert f"estimated: {guessed:.0%}" in note(spec)
        assert sum(row["co2_kg"] for row in spec.datasets["rectangles"]) == pytest.approx(total)
        # a rectangle is hatched where any part of it was estimated
        any_part = frame["estimated"].isin([True]).groupby([frame["stage"], frame["component"]])
        assert rectangles(spec)["estimated"].sort_index().tolist() == any_part.any().tolist()


def test_the_legend_names_only_what_is_there() -> None:
    def legend(rows: pd.DataFrame) -> list[str]:
        picture = Figure(figsize=(7, 5.5))
        draw_treemap(picture, carbon_footprint_treemap(rows).document, 0.9)
        return [text.get_text() for text in picture.legends[0].get_texts()]

    assert legend(GAINS.head(3)) == ["gain of another metric", "hatched: estimated"]
    assert legend(GAINS.iloc[[2]]) == []
    assert legend(ROWS) == ["no accuracy gain", "gain not recorded", "hatched: estimated"]
