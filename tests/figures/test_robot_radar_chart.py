from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sklearn.metrics import precision_recall_fscore_support

from embervlm_specs.figures import robot_radar_chart
from embervlm_specs.render import render
from embervlm_specs.vocabulary import ROBOTS

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
