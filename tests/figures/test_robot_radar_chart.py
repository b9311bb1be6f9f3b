from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import balanced_accuracy_score, f1_score, precision_recall_fscore_support

from embervlm_specs.figures import robot_radar_chart
from embervlm_specs.render import render
from embervlm_specs.run import Run
from embervlm_specs.vocabulary import ROBOTS
from tests.tables_made import make_table

SPELLINGS = ["aerial drone", "AUV", "humanoid_robot", "Robot with Wheels", "LEGS"]


def corners(frame: pd.DataFrame) -> dict[tuple[str, str], dict[str, float | None]]:
    rows = robot_radar_chart(frame).datasets["corners"]
    return {(row["robot"], row["measure"]): row for row in rows}


def test_a_perfect_model_lies_at_the_rim_whatever_the_spelling() -> None:
    frame = pd.DataFrame(
        {"true_robot": SPELLINGS * 3, "predicted_robot": [*ROBOTS] * 3, "confidence": 1.0}
    )
    spec = robot_radar_chart(frame)
    assert {row["robot"] for row in spec.datasets["corners"]} == set(ROBOTS)
    assert all(row["radius"] == 1 for row in spec.datasets["corners"])
    assert corners(frame)["Drone", "support"]["value"] == 0.2
    assert [row["label"] for row in spec.datasets["spokes"]][-1] == "support share\n(rim = 20 %)"


def test_classes_without_support_are_absent_and_unknown_precision_is_no_zero() -> None:
    frame = pd.DataFrame(
        {
            "true_robot": ["Drone", "Drone", "Legged"],
            "predicted_robot": ["Drone", "Wheeled", "Drone"],
            "confidence": [0.9, 0.5, 0.7],
        }
    )
    found = corners(frame)
    assert {robot for robot, _ in found} == {"Drone", "Legged"}
    legged = found["Legged", "precision"]
    assert (legged["value"], legged["x"], legged["y"]) == (None, None, None)
    assert found["Legged", "recall"]["value"] == 0
    assert found["Drone", "confidence"]["value"] == 0.7
    spec = robot_radar_chart(frame)
    assert "never chosen, so no precision: Legged" in spec.description
    assert "1 without samples, absent though chosen" in spec.description
    assert render(spec.document, ["svg"])["svg"]


def test_without_confidence_there_are_four_spokes() -> None:
    frame = pd.DataFrame({"true_robot": [*ROBOTS], "predicted_robot": "Drone"})
    spec = robot_radar_chart(frame)
    assert len(spec.datasets["spokes"]) == 4
    assert {row["measure"] for row in spec.datasets["corners"]} == {
        "precision",
        "recall",
        "f1",
        "support",
    }


def test_of_many_classes_those_with_the_most_samples_stay() -> None:
    names = [f"class {i}" for i in range(20) for _ in range(20 - i)]
    spec = robot_radar_chart(pd.DataFrame({"true_robot": names, "predicted_robot": names}))
    listed = [row["name"] for row in spec.datasets["classes"]]
    assert listed[0] == "class 0 (n = 20)"
    assert len(listed) == 7
    assert "13 classes left out, none with more samples" in spec.description


def test_real_predictions_give_the_scores_of_scikit_learn(public_data: Path) -> None:
    file = public_data / "calibration" / "hollance_reliability" / "other_snacks.csv"
    table = pd.read_csv(file)
    true = "snack " + table["true_label"].astype(str)
    predicted = "snack " + table["pred_label"].astype(str)
    frame = pd.DataFrame({"true_robot": true, "predicted_robot": predicted})
    found = corners(frame.assign(confidence=table["confidence"]))
    robots = sorted({robot for robot, _ in found})
    expected = precision_recall_fscore_support(true, predicted, labels=robots)
    for measure, values in zip(("precision", "recall", "f1"), expected, strict=False):
        drawn = [found[robot, measure]["value"] for robot in robots]
        assert drawn == pytest.approx(values, rel=1e-5)


def test_the_note_is_recomputed_from_the_bundled_run(sample_run: Run) -> None:
    frame = sample_run["robot_predictions"].collect().to_pandas()
    frame = frame[(frame["stage"] == 3) & (frame["prompting"] == "direct")]
    frame = frame[frame["step"] == frame["step"].max()]
    true, predicted = frame["true_robot"], frame["predicted_robot"]
    macro = f1_score(true, predicted, average="macro")
    text = robot_radar_chart(sample_run["robot_predictions"]).description
    assert f"accuracy {(true == predicted).mean():.3f} ·" in text
    assert f"balanced accuracy {balanced_accuracy_score(true, predicted):.3f} ·" in text
    assert f"macro F1 {macro:.3f} over the {true.nunique()} classes with samples" in text
    groups = [frame.groupby(by)["group"].nunique() for by in ("true_robot", "predicted_robot")]
    most, least = max(map(max, groups)), min(map(min, groups))
    assert f"95 % intervals over 3 seeds and {least} to {most} groups" in text
    drawn = [row for row in robot_radar_chart(frame).datasets["corners"] if row["low"] is not None]
    furthest = max(
        max(row["high"] - row["value"], row["value"] - row["low"])
        for row in drawn
        if row["measure"] in ("precision", "recall")
    )
    assert f"precision and recall ± {furthest:.2f} at most" in text


def test_macro_f1_is_that_of_the_classes_with_samples() -> None:
    # the Wheeled one was chosen, but never right; Legged was never chosen
    frame = pd.DataFrame(
        {
            "true_robot": ["Drone", "Drone", "Legged"],
            "predicted_robot": ["Drone", "Wheeled", "Drone"],
        }
    )
    expected = f1_score(
        frame["true_robot"], frame["predicted_robot"], labels=["Drone", "Legged"], average="macro"
    )
    text = robot_radar_chart(frame).description
    assert f"macro F1 {expected:.3f} over the 2 classes with samples" in text
    one = pd.DataFrame({"true_robot": ["Drone"], "predicted_robot": ["Drone"]})
    assert "macro F1 1.000 over the one class with samples" in robot_radar_chart(one).description


def test_seeds_and_groups_widen_the_intervals() -> None:
    frame = make_table("robot_predictions", seed=4, steps=1, samples=90)
    frame = frame[frame["prompting"] == "direct"]
    wide, narrow = corners(frame), corners(frame.drop(columns=["seed", "group", "sample"]))
    wider = [
        wide[key]["high"] - wide[key]["low"] > narrow[key]["high"] - narrow[key]["low"]
        for key in wide
        if key[1] in ("precision", "recall")
    ]
    assert sum(wider) > len(wider) / 2
    assert all(wide[key]["value"] == narrow[key]["value"] for key in wide)
