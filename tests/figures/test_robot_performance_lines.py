from __future__ import annotations

import itertools

import pandas as pd
import pytest

from embervlm_specs.figures import robot_performance_lines
from embervlm_specs.layout.labels import text_width
from embervlm_specs.run import Run
from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.theme import LABEL_SIZE
from tests.engines import as_engine, every_engine
from tests.tables_made import make_table


def predictions(step: int, robot: str, right: int, wrong: int) -> pd.DataFrame:
    chosen = [robot] * right + ["Taxi"] * wrong
    return pd.DataFrame({"step": step, "true_robot": robot, "predicted_robot": chosen})


TRAINING = pd.concat(
    [
        predictions(0, "drone", 1, 3),
        predictions(0, "LEGS", 2, 2),
        predictions(10, "Legged", 3, 1),
        predictions(20, "Drone", 4, 0),
        predictions(20, "Legged", 1, 4),
    ],
    ignore_index=True,
)


@every_engine
def test_lines_hold_the_accuracy_of_each_robot_at_each_step(engine: str) -> None:
    spec = robot_performance_lines(as_engine(TRAINING, engine))
    rows = {(row["robot"], row["step"]): row for row in spec.datasets["lines"]}
    assert rows["Drone", 0]["accuracy"] == 0.25
    assert rows["Legged", 20]["accuracy"] == 0.2
    low, high = wilson_interval([1], [4])
    assert rows["Drone", 0]["low"] == pytest.approx(low[0], rel=1e-5)
    assert rows["Drone", 0]["high"] == pytest.approx(high[0], rel=1e-5)
    assert "step 20: accuracy 0.556 [0.267, 0.811] over all robots, n = 9" in spec.description
    assert "n = 4 to 5 a point" in spec.description


def test_a_step_without_samples_of_a_robot_breaks_its_line() -> None:
    spec = robot_performance_lines(TRAINING)
    rows = {(row["robot"], row["step"]): row for row in spec.datasets["lines"]}
    assert (rows["Drone", 10]["n"], rows["Drone", 10]["accuracy"]) == (0, None)
    # where no band can show, a bar says how sure the value is
    alone = [(row["robot"], row["step"]) for row in spec.datasets["alone"]]
    assert alone == [("Drone", 0), ("Drone", 20)]


def test_many_steps_are_thinned_and_many_classes_share_a_line() -> None:
    steps = pd.concat(
        [predictions(i, f"class {i % 20}", 1, 1) for i in range(200)], ignore_index=True
    )
    spec = robot_performance_lines(steps)
    assert "48 of 200 recorded steps, evenly spaced" in spec.description
    names = [row["name"] for row in spec.datasets["classes"]]
    assert (len(names), names[-1]) == (7, "other classes")
    assert "rarest classes share a line" in spec.description
    assert sum(row["n"] for row in spec.datasets["lines"]) == 48 * 2


def test_robots_keep_their_line_beside_many_classes() -> None:
    mixed = [*(f"class {i}" for i in range(9)), "Wheels"]
    rows = pd.concat([predictions(0, name, 2, 0) for name in mixed], ignore_index=True)
    classes = robot_performance_lines(rows).datasets["classes"]
    assert classes[0] == {"name": "Wheeled", "slot": 3}
    assert len(classes) == 1 + 7


def test_the_note_is_recomputed_from_the_bundled_run(sample_run: Run) -> None:
    frame = sample_run["robot_predictions"].collect().to_pandas()
    frame = frame[(frame["stage"] == 3) & (frame["prompting"] == "direct")]
    right = (frame["true_robot"] == frame["predicted_robot"]).rename("right")
    frame = frame.join(right)
    end = frame[frame["step"] == frame["step"].max()]
    points = frame.groupby(["step", "true_robot"])
    recalls = end.groupby("true_robot")["right"].mean()
    text = robot_performance_lines(sample_run["robot_predictions"]).description
    assert f"step {end['step'].iloc[0]}: accuracy {end['right'].mean():.3f} [" in text
    assert f"over all robots, n = {len(end)} ·" in text
    assert f"balanced accuracy {recalls.mean():.3f}" in text
    assert f"n = {points.size().min()} to {points.size().max()} a point" in text
    groups = points["group"].nunique()
    seeds = frame["seed"].nunique()
    covered = f"95 % intervals over {seeds} seeds and {groups.min()} to {groups.max()} groups"
    assert covered in text


def test_seeds_and_groups_widen_the_bands() -> None:
    frame = make_table("robot_predictions", seed=4, steps=2, samples=90)
    spec = robot_performance_lines(frame)
    alone = robot_performance_lines(frame.drop(columns=["seed", "group", "sample"]))
    wider = [
        one["high"] - one["low"] > other["high"] - other["low"]
        for one, other in zip(spec.datasets["lines"], alone.datasets["lines"], strict=True)
    ]
    assert sum(wider) > len(wider) / 2
    assert "over 3 seeds and" in spec.description
    assert "of the samples alone (seed not recorded)" in alone.description


BASELINES = pd.DataFrame(
    [
        (3, None, "lookup", "accuracy", 0.57),
        (4, None, "lookup", "accuracy", 0.99),
        (3, "robot selection", "lookup", "accuracy", 0.98),
    ],
    columns=["stage", "task", "name", "metric", "score"],
)


def test_what_needs_no_model_is_a_line_with_its_name() -> None:
    ends = robot_performance_lines(TRAINING, baselines=BASELINES).datasets["ends"]
    # at step 20 there are 4 drones and 5 legged robots, of which 5 of 9 were found
    assert [(end["rule"], end["label"]) for end in ends] == [
        ("majority", "always Legged 0.56"),
        ("lookup", "look-up 0.57"),
        (None, "all robots 0.56"),
    ]
    alone = robot_performance_lines(TRAINING).datasets["ends"]
    assert [end["label"] for end in alone] == ["always Legged 0.56", "all robots 0.56"]


def test_labels_beside_the_lines_do_not_overlap() -> None:
    spec = robot_performance_lines(TRAINING, baselines=BASELINES.assign(score=0.56))
    at = sorted(end["at"] * spec.template["height"] for end in spec.datasets["ends"])
    assert min(b - a for a, b in itertools.pairwise(at)) >= LABEL_SIZE - 0.01
    assert 0 <= at[0] <= at[-1] <= spec.template["height"]


def test_a_long_name_has_room_beside_the_lines() -> None:
    long = pd.DataFrame({"step": [0], "true_robot": "W" * 80, "predicted_robot": "W" * 80})
    labels = [end["label"] for end in robot_performance_lines(long).datasets["ends"]]
    assert all(text_width(label, LABEL_SIZE - 1) < 150 for label in labels)
    assert "always WWWWWWWWW… 1.00" in labels


def test_another_stage_is_measured_by_its_own_baselines() -> None:
    spec = robot_performance_lines(TRAINING.assign(stage=4), baselines=BASELINES)
    assert "look-up 0.99" in [end["label"] for end in spec.datasets["ends"]]
    assert "stage 4" in spec.description


def test_the_last_step_of_seeds_of_different_length_is_said_as_it_is() -> None:
    frame = make_table("robot_predictions", steps=4, samples=30, seeds=2)
    short = frame[(frame["seed"] == 0) | (frame["step"] < 30)]
    short = short[short["prompting"] == "direct"]
    text = robot_performance_lines(short).description
    assert "step 30: accuracy" in text
    assert "over all robots, n = 30 ·" in text
    assert "over 1 to 2 seeds" in text
