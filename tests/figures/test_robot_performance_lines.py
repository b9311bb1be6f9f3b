from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.figures import robot_performance_lines
from embervlm_specs.stats.intervals import wilson_interval
from tests.engines import as_engine, every_engine


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
    assert "n = 4 to 5 samples a point" in spec.description


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
