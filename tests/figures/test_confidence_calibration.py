from __future__ import annotations

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
    assert notes(spec) == [
        "ECE 0.028 · MCE 0.239 (in a bin of n = 6) · accuracy 0.863 · n = 952",
        "ECE 0.024 by chance alone, were the model perfectly calibrated",
        "15 equal-width bins, right-closed",
    ]
    assert sum(row["n"] for row in spec.datasets["bins"]) == 952


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
