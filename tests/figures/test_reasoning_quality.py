"""Accuracy over coherence, and keyword accuracy, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import pointbiserialr

from embervlm_specs.figures import reasoning_quality
from embervlm_specs.stats.intervals import wilson_interval

COHERENCE = [0.1, 0.15, 0.41, 0.45, 0.9, 0.95]
CORRECT = [False, False, False, True, True, True]


def chains(correct: list[bool] = CORRECT, **columns: object) -> pd.DataFrame:
    count = len(correct)
    frame = pd.DataFrame({"sample": range(count), "correct": correct, "coherence": COHERENCE})
    same = {"task_category": "dive", "robot": "Drone", "mention": "early", "step_count": 3}
    return frame.assign(**(same | {"consistency": 1.0, "keyword_accuracy": 0.5} | columns))


def test_points_are_the_shares_of_their_bins() -> None:
    data = reasoning_quality(chains(), n_bins=5).datasets
    found = [(row["n"], row["hits"], row["share"]) for row in data["accuracy"]]
    assert found == [(2, 0, 0), (2, 1, 0.5), (2, 2, 1)]  # two empty bins have no point
    assert [row["value"] for row in data["accuracy"]] == [0.125, 0.43, 0.925]
    low, high = wilson_interval([1], [2])
    middle = data["accuracy"][1]
    assert (middle["low"], middle["high"]) == pytest.approx((low[0], high[0]), abs=1e-6)
    assert {row["y"] for row in data["overall"]} == {0.5}


def test_r_is_point_biserial_and_absent_where_all_are_right() -> None:
    r = pointbiserialr(CORRECT, COHERENCE).statistic
    assert f"point-biserial r = {r:.2f} [" in reasoning_quality(chains()).description
    same = reasoning_quality(chains([True] * 6)).datasets["note"][0]["text"]
    assert same == "coherence and right choice: no correlation: correct is the same everywhere"


def test_keyword_accuracy_is_that_of_each_robot() -> None:
    robots = ["Legged", "Legged", "Drone", "Taxi", "Taxi", "Taxi"]
    scores = [0.2, 0.4, 0.7, 0.5, 0.5, 0.5]
    frame = chains(robot=robots, keyword_accuracy=scores)
    rows = {row["robot"]: row for row in reasoning_quality(frame).datasets["keywords"]}
    assert list(rows) == ["Drone", "Legged", "Taxi"]
    # deviation 0.1414, t(1) = 12.706: half width 1.27, cut to what is possible
    legged = rows["Legged"]
    assert (legged["mean"], legged["low"], legged["high"]) == (pytest.approx(0.3), 0, 1)
    assert [rows[name]["low"] for name in ("Drone", "Taxi")] == [None, None]
    assert rows["Taxi"]["count"] == "n = 3"


def test_the_last_step_is_shown_unless_another_is_asked_for() -> None:
    both = pd.concat([chains(step=10), chains([True] * 6, step=20)])
    assert "6 of 6 chains right" in reasoning_quality(both).description
    assert "3 of 6 chains right" in reasoning_quality(both, step=10).description


def test_stage_4_is_said_and_chains_are_counted_each() -> None:
    twice = pd.concat([chains(stage=4, chain=k) for k in (0, 1)])
    spec = reasoning_quality(twice.reset_index(drop=True))
    alone = reasoning_quality(chains())
    assert "6 of 12 chains right" in spec.description
    assert "stage 4" in spec.datasets["note"][-1]["text"]
    # two chains of a sample that say the same are worth one
    for many, one in zip(spec.datasets["accuracy"], alone.datasets["accuracy"], strict=True):
        assert many["n"] == 2 * one["n"]
        assert many["high"] - many["low"] > 0.9 * (one["high"] - one["low"])


def test_the_note_says_what_intervals_cover() -> None:
    seeds = pd.concat([chains(seed=k, group=[0, 0, 1, 1, 2, 2]) for k in range(3)])
    note = [row["text"] for row in reasoning_quality(seeds.reset_index(drop=True)).datasets["note"]]
    assert note[1].startswith("9 of 18 chains right (dashed): 0.500 [")
    assert note[2] == "95 % intervals over 3 seeds and 1 to 3 groups"
