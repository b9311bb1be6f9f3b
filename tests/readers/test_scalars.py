"""How logged names become metric, split and stage, and what is told about the rest."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.scalars import Point, read_points


@pytest.mark.parametrize(
    ("name", "metric", "split", "stage"),
    [
        ("train/loss", "loss", "train", 1),
        ("eval/loss", "loss", "val", 1),
        ("val_acc_i2t", "acc_i2t", "val", 1),
        ("Loss/validation", "loss", "val", 1),
        ("stage3/val_loss", "loss", "val", 3),
        ("stage4/train/loss", "loss", "train", 4),
        ("stage2_5/aggregate_score", "stage2_5/aggregate_score", None, 1),
        ("robot_accuracy", "robot_accuracy", None, 1),
        ("trainable", "trainable", None, 1),
    ],
)
def test_names(name: str, metric: str, split: str | None, stage: int) -> None:
    frame = read_points([Point(name, 5, 0.25)], None, source="x").tables["scalars"]
    row = frame.iloc[0].to_dict()
    assert (None if pd.isna(row["split"]) else row["split"]) == split
    assert (row["metric"], row["stage"], row["step"], row["value"]) == (metric, stage, 5, 0.25)


def test_what_is_no_metric_of_a_step_is_named() -> None:
    told = read_points(
        [
            Point("train/loss", 1, 2.0),
            Point("train/epoch", 1, 0.1),
            Point("eval/samples_per_second", 1, 9.0),
            Point("test/loss", 1, 3.0),
            Point("note", 1, "hello"),
            Point("train/loss", 1.5, 2.0),
            Point("train/loss", None, 2.0),
        ],
        2,
        source="x",
    )
    assert len(told.tables["scalars"]) == 1
    words = "\n".join(told.skipped)
    assert "train/epoch, eval/samples_per_second" in words
    assert "test/loss: logged on test data" in words
    assert "note: not numbers" in words
    assert "2 numbers without a step" in words
    assert not told.assumed  # stage 2 was given


def test_divergence_repeats_and_percentages_are_told() -> None:
    points = [Point("train/loss", s, v) for s, v in [(1, 3.0), (2, math.inf), (2, "NaN")]]
    told = read_points([*points, Point("val/accuracy", 1, 61.5)], 1, source="x")
    frame = told.tables["scalars"]
    assert frame["value"].isna().sum() == 2
    assert frame.loc[frame["metric"] == "accuracy", "value"].item() == 61.5
    words = "\n".join(told.assumed)
    assert "1 infinite values" in words
    assert "1 rows repeat a step" in words
    assert "accuracy: above 1, so no fraction" in words


def test_nothing_to_read_is_refused() -> None:
    with pytest.raises(SourceError, match=r"x\.csv holds no number of a training"):
        read_points([Point("epoch", 1, 1.0)], None, source="x.csv")
