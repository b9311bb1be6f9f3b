from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.figures import confidence_calibration
from embervlm_specs.render import render
from tests.engines import ENGINES, as_engine
from tests.tables_made import make_table


def snacks(public_data: Path) -> pd.DataFrame:
    raw = pd.read_csv(public_data / "calibration" / "hollance_reliability" / "other_snacks.csv")
    return pd.DataFrame(
        {
            "true_robot": "class " + raw["true_label"].astype(str),
            "predicted_robot": "class " + raw["pred_label"].astype(str),
            "confidence": raw["confidence"],
        }
    )


def notes(spec) -> list[str]:
    return [row["text"] for row in spec.datasets["note"]]


def test_twenty_classes_that_are_no_robots(public_data: Path) -> None:
    spec = confidence_calibration(snacks(public_data))
    errors, accuracy, covered, binning = notes(spec)
    assert re.fullmatch(
        r"ECE 0\.028 \[0\.0\d\d, 0\.0\d\d\] · by chance 0\.024, 95 % below 0\.03\d"
        r" · MCE 0\.239 \(n = 6\)",
        errors,
    )
    # Wilson's interval of 822 of 952
    assert accuracy.startswith("accuracy 0.863 [0.840, 0.884] · balanced ")
    assert accuracy.endswith(" · n = 952")
    assert covered.startswith("95 % intervals of the samples alone (seed not recorded)")
    assert binning == "15 equal-width bins, right-closed"
    assert sum(row["n"] for row in spec.datasets["bins"]) == 952


def seeds(n: int = 60) -> pd.DataFrame:
    """Three seeds judge the same samples, two a group."""
    random = np.random.default_rng(4)
    samples = pd.DataFrame({"sample": range(n), "group": np.arange(n) // 2})
    samples["true_robot"] = random.choice(["Drone", "Legged", "Wheeled"], n, p=[0.6, 0.3, 0.1])
    rows = pd.concat([samples.assign(seed=seed) for seed in range(3)], ignore_index=True)
    rows["confidence"] = random.beta(5, 2, 3 * n).round(4)
    right = random.random(3 * n) < rows["confidence"] * 0.8
    return rows.assign(predicted_robot=np.where(right, rows["true_robot"], "Humanoid"))


def test_the_numbers_of_the_note_are_those_of_the_rows() -> None:
    frame = seeds()
    spec = confidence_calibration(frame)
    hit = (frame["true_robot"] == frame["predicted_robot"]).astype(float)
    away, place = hit - frame["confidence"], np.ceil((frame["confidence"] * 15).round(9))
    gaps = away.groupby(place).sum().abs()
    recalls = hit.groupby(frame["true_robot"]).mean()
    errors, accuracy, *_ = notes(spec)
    assert errors.startswith(f"ECE {gaps.sum() / 180:.3f} [")
    worst = away.groupby(place).mean().abs()
    largest = f"MCE {worst.max():.3f} (n = {(place == worst.idxmax()).sum()})"
    assert errors.endswith(largest)
    assert accuracy.startswith(f"accuracy {hit.mean():.3f} [")
    told = f"balanced {recalls.mean():.3f} · Brier {(away**2).mean():.3f} · n = 180"
    assert accuracy.endswith(told)
    assert "over 3 seeds" in notes(spec)[2] or "to 3 seeds" in notes(spec)[2]
    measures = {row["measure"]: row["value"] for row in spec.datasets["measures"]}
    assert measures["ECE"] == pytest.approx(gaps.sum() / 180, abs=1e-5)
    assert set(measures) >= {"adaptive ECE", "top-label Brier score"}


def test_every_bin_has_a_bar_up_to_its_accuracy_and_few_samples_are_faint() -> None:
    spec = confidence_calibration(seeds())
    for row in spec.datasets["bins"]:
        assert row["solid"] == (1 if row["n"] >= 10 else 0.3)
        assert row["lower"] < row["left"] < row["right"] < row["upper"]
    views = spec.document["vconcat"][0]["layer"]
    (bar,) = (view for view in views if view["name"] == "accuracy")
    assert bar["encoding"]["y"]["field"] == "accuracy"
    # nothing as wide as the bar covers it
    (gap,) = (view for view in views if view["name"] == "gap")
    assert [gap["encoding"][x]["field"] for x in ("x", "x2")] == ["left", "right"]
    assert "faint: fewer than 10 samples" in notes(spec)[2]


def test_baselines_are_drawn_where_they_were_recorded() -> None:
    alone = confidence_calibration(seeds()).datasets["rules"]
    assert [row["rule"] for row in alone] == ["majority"]
    share = (seeds()["true_robot"] == "Drone").mean()
    assert alone[0]["label"] == f"always Drone {share:.2f}"
    recorded = pd.DataFrame(
        {
            "stage": [3, 3, 4],
            "name": ["majority", "lookup", "lookup"],
            "metric": "accuracy",
            "score": [0.5, 0.505, 0.9],
            "n": 300,
        }
    )
    rules = confidence_calibration(seeds(), baselines=recorded).datasets["rules"]
    assert [(row["rule"], row["accuracy"]) for row in rules] == [
        ("majority", 0.5),
        ("lookup", 0.505),
    ]
    # their labels do not run into one another
    assert (rules[1]["at"] - rules[0]["at"]) * 280 >= 9


@pytest.mark.parametrize("right", [True, False])
def test_all_right_and_all_wrong_are_drawn(right: bool) -> None:
    frame = seeds().assign(predicted_robot=lambda t: t["true_robot"] if right else "Nobody")
    spec = confidence_calibration(frame)
    assert {row["accuracy"] for row in spec.datasets["bins"]} == {float(right)}
    assert render(spec.document, ["svg"])["svg"]


def test_counts_of_many_bins_are_not_written() -> None:
    few, many = (confidence_calibration(seeds(), n_bins=n).datasets["bins"] for n in (20, 21))
    assert all(row["count"] for row in few)
    assert not any(row["count"] for row in many)


def test_every_frame_gives_the_same_document() -> None:
    frame = make_table("robot_predictions", samples=200)
    frame.loc[frame.index % 7 == 0, "confidence"] = np.nan
    frame = pd.concat([frame, frame.tail(5)])
    documents = {
        engine: confidence_calibration(as_engine(frame.reset_index(drop=True), engine)).to_json()
        for engine in ENGINES
    }
    assert len(set(documents.values())) == 1, {k: hash(v) for k, v in documents.items()}


def test_the_size_does_not_depend_on_the_rows() -> None:
    few = confidence_calibration(make_table("robot_predictions", samples=300)).to_json()
    many = confidence_calibration(make_table("robot_predictions", samples=30_000)).to_json()
    assert len(many) < 1.1 * len(few)


def test_what_is_left_out_is_said() -> None:
    frame = make_table("robot_predictions", steps=2, samples=10)
    frame.loc[frame.index[-20::4], "confidence"] = np.nan
    last = notes(confidence_calibration(frame))[-1]
    assert last.startswith("step 10 · direct prompting · 15 equal-width bins, right-closed")
    assert last.endswith(" without confidence left out")
    first = confidence_calibration(frame, step=0, prompting="cot", n_bins=5)
    assert notes(first)[-1].startswith("step 0 · cot prompting · 5 equal-width bins")


@pytest.mark.parametrize("confidence", [0.0, 1.0, 0.5])
def test_a_single_prediction_is_drawn_as_one(confidence: float) -> None:
    frame = pd.DataFrame(
        {"true_robot": ["Drone"], "predicted_robot": ["Drone"], "confidence": [confidence]}
    )
    spec = confidence_calibration(frame)
    (row,) = spec.datasets["bins"]
    assert (row["n"], row["accuracy"]) == (1, 1)
    assert row["low"] == pytest.approx(0.2065, abs=1e-4)
    assert render(spec.document, ["svg"])["svg"]


def test_bins_must_be_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        confidence_calibration(make_table("robot_predictions"), n_bins=0)
