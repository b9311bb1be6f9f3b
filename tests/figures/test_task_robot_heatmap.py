from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figures import task_robot_heatmap
from embervlm_specs.render import render
from embervlm_specs.run import Run
from embervlm_specs.theme import EMPTY
from tests.engines import as_engine, every_engine

ROWS = pd.DataFrame(
    {
        "task_type": ["inspect", "inspect", "survey", "inspect", None],
        "true_robot": ["Drone", "Drone", "Legged", "Drone", "Drone"],
        "predicted_robot": ["Drone", "Drone", "Drone", "Legged", "Drone"],
    }
)


@every_engine
def test_cells_hold_accuracy_and_n_and_stay_grey_without_samples(engine: str) -> None:
    spec = task_robot_heatmap(as_engine(ROWS, engine))
    cells = {(row["task_type"], row["robot"]): row for row in spec.datasets["cells"]}
    assert cells["inspect", "Drone"]["label"] == "0.67\nn = 3*"
    assert cells["survey", "Legged"]["accuracy"] == 0
    empty = cells["survey", "Drone"]
    assert (empty["n"], empty["accuracy"], empty["label"]) == (0, None, "")
    assert "1 without a task type left out" in spec.description
    svg = render(spec.document, ["svg"])["svg"].decode()
    assert svg.count(f'fill="{EMPTY}"') == 2


def test_robots_and_the_most_frequent_tasks_come_first() -> None:
    cells = task_robot_heatmap(ROWS.iloc[[2, 0, 1]]).datasets["cells"]
    assert [row["task_type"] for row in cells] == ["inspect", "inspect", "survey", "survey"]
    assert [row["robot"] for row in cells[:2]] == ["Drone", "Legged"]


def test_many_task_types_are_merged_and_the_note_says_so() -> None:
    tasks = [f"task {i}" for i in range(40) for _ in range(40 - i)]
    frame = pd.DataFrame({"task_type": tasks, "true_robot": "Drone", "predicted_robot": "Drone"})
    spec = task_robot_heatmap(frame)
    cells = spec.datasets["cells"]
    assert len(cells) == 14
    assert cells[0]["task_type"] == "task 0"
    assert (cells[-1]["task_type"], cells[-1]["n"]) == ("other task types", sum(range(1, 28)))
    assert "27 rarest task types counted together" in spec.description


def test_a_moment_without_task_types_is_named() -> None:
    frame = ROWS.assign(step=[0, 0, 0, 0, 1])
    with pytest.raises(MissingDataError, match="no rows with a 'task_type' at the step shown"):
        task_robot_heatmap(frame)


def test_real_tasks_by_their_first_word(public_data: Path) -> None:
    file = public_data / "embervlm" / "multi_robot_selection_dataset.json"
    subtasks = [sub for task in json.loads(file.read_text()) for sub in task["subtasks"]]
    frame = pd.DataFrame(
        {
            "task_type": [sub["subtask"].split()[0].lower() for sub in subtasks],
            "true_robot": [sub["assigned_robot"] for sub in subtasks],
            "predicted_robot": "Humanoid",
        }
    )
    spec = task_robot_heatmap(frame)
    assert "accuracy 0.572 over n = 1,000" in spec.description
    assert sum(row["n"] for row in spec.datasets["cells"]) == 1000


def test_the_note_is_recomputed_from_the_bundled_run(sample_run: Run) -> None:
    frame = sample_run["robot_predictions"].collect().to_pandas()
    frame = frame[(frame["stage"] == 3) & (frame["prompting"] == "direct")]
    frame = frame[frame["step"] == frame["step"].max()]
    right = frame["true_robot"] == frame["predicted_robot"]
    groups = frame.groupby(["task_type", "true_robot"])["group"].nunique()
    recalls = right.groupby(frame["true_robot"]).mean()
    text = task_robot_heatmap(sample_run["robot_predictions"]).description
    assert f"accuracy {right.mean():.3f} over n = {len(frame)} ·" in text
    assert f"balanced accuracy {recalls.mean():.3f} ·" in text
    assert f"over 3 seeds and {groups.min()} to {groups.max()} groups" in text
    worst = right.groupby([frame["true_robot"], frame["task_type"]]).agg(["mean", "size"])
    worst = worst.sort_values("mean").iloc[0]
    assert f"lowest {worst['mean']:.2f} for {worst.name[0]}, {worst.name[1]} (n = " in text


def test_cells_of_few_samples_are_marked_and_the_star_is_explained() -> None:
    many = pd.concat([ROWS.dropna()] * 10, ignore_index=True)
    spec = task_robot_heatmap(pd.concat([many, ROWS.iloc[[2]].assign(task_type="carry")]))
    labels = {row["task_type"]: row["label"] for row in spec.datasets["cells"] if row["n"]}
    assert labels == {"inspect": "0.67\nn = 30", "survey": "0.00\nn = 10", "carry": "0.00\nn = 1*"}
    assert "* fewer than 10 samples" in spec.description
    assert "*" not in task_robot_heatmap(many).description


def test_several_lowest_cells_are_told_as_such() -> None:
    names = [f"task {i}" for i in range(5)]
    frame = pd.DataFrame({"task_type": names, "true_robot": "Drone", "predicted_robot": "Legged"})
    text = task_robot_heatmap(frame).description
    assert "lowest 0.00 for Drone, task 0 (n = 1); Drone, task 1 (n = 1); " in text
    assert "and 2 more" in text
