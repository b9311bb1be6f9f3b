from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embervlm_specs import RunRecorder
from embervlm_specs.errors import TableError
from embervlm_specs.figures import FIGURES
from embervlm_specs.visualizers import (
    CrossStageVisualizer,
    Stage1Visualizer,
    Stage2Visualizer,
    Stage3Visualizer,
    Stage4Visualizer,
    visualizer,
)
from embervlm_specs.visualizers.accumulated import Accumulated
from embervlm_specs.visualizers.arrays import AXES, table_rows
from embervlm_specs.visualizers.methods import method_of
from tests.tables_made import make_table

from .conftest import REPOSITORY

CLASSES = {
    "stage1": Stage1Visualizer,
    "stage2": Stage2Visualizer,
    "stage3": Stage3Visualizer,
    "stage4": Stage4Visualizer,
    "cross_stage": CrossStageVisualizer,
}
ROBOT_TYPES = ["Drone", "Underwater Robot", "Humanoid", "Robot with Wheels", "Robot with Legs"]
ANSWERS = {"true_robot": ["Drone", "Legged"], "predicted_robot": ["Drone", "Wheeled"]}


def recorded(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text().splitlines()]


class Tensor:
    """What is known of a tensor: it lists its values, of half precision and on any device too."""

    def __init__(self, values: object) -> None:
        self.values = values

    def tolist(self) -> object:
        return self.values


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_has_a_method(name: str, tmp_path: Path) -> None:
    figure = FIGURES[name]
    frame = make_table(figure.tables[0].name)
    arrays = {column: frame[column].to_numpy() for column in frame}
    method = getattr(CLASSES[figure.stage](tmp_path), f"plot_{name}")
    fig, picture = method(**arrays)
    assert fig.id == name
    assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    for needed in figure.tables[0].needed - {"step"}:
        assert f"`{needed}`" in method.__doc__


@pytest.mark.parametrize("name", FIGURES)
def test_the_declared_arrays_are_the_columns_of_the_contract(name: str) -> None:
    figure = FIGURES[name]
    (table,) = figure.tables
    signature = inspect.signature(method_of(figure))
    axes = AXES.get(table.name, ())
    optional = {c.name for c in table.columns if c.optional} - table.needed
    required = {*table.column_names} - optional - {*axes, "step"}
    told = {p.name for p in signature.parameters.values() if p.default is p.empty} - {"self"}
    assert told == required
    assert set(signature.parameters) >= {*table.column_names, "step", "save"}


def test_only_the_methods_under_other_names_are_written_by_hand() -> None:
    for stage, visualizer_of in CLASSES.items():
        methods = {name for name in vars(visualizer_of) if name.startswith("plot_")}
        listed = {f"plot_{figure.id}" for figure in FIGURES.values() if figure.stage == stage}
        assert methods - listed == ({"plot_robot_confusion_matrix"} if stage == "stage3" else set())
        assert listed <= methods


def test_a_class_below_a_stage_keeps_the_methods_written_by_hand() -> None:
    class Mine(CrossStageVisualizer):
        pass

    method = CrossStageVisualizer.plot_benchmark_progression_heatmap
    assert Mine.plot_benchmark_progression_heatmap is method


def test_the_examples_of_the_readme_of_embervlm_run_as_written(tmp_path: Path) -> None:
    visualizer = Stage3Visualizer(output_dir=str(tmp_path / "stage3" / "visualizations"))
    fig, pil_img = visualizer.plot_robot_confusion_matrix(
        predictions=np.array([0, 3, 3, 4]),
        ground_truth=np.array([0, 3, 1, 4]),
        robot_names=ROBOT_TYPES,
        step=100,
        save=True,
    )
    assert fig is not None
    assert pil_img is not None
    counts = {(cell["true"], cell["predicted"]): cell["n"] for cell in fig.datasets["cells"]}
    assert counts["Underwater", "Wheeled"] == 1
    assert counts["Legged", "Legged"] == 1
    assert (tmp_path / "stage3/visualizations/confusion_evolution.png").is_file()

    cross_viz = CrossStageVisualizer(output_dir=str(tmp_path / "figures"))
    fig, pil_img = cross_viz.plot_benchmark_progression_heatmap(
        benchmark_scores={"MME": {"stage1": 1200, "stage2": 1400}, "POPE": {"Stage 1": 71.5}},
        save=True,
    )
    assert fig is not None
    assert {(c["benchmark"], c["score"]) for c in fig.datasets["cells"]} >= {("MME", 1200)}
    for place in ("benchmark_progression_heatmap.png", "png/benchmark_progression_heatmap.png"):
        assert (tmp_path / "figures" / place).is_file()


def test_steps_accumulate_so_that_the_evolution_draws_itself(tmp_path: Path) -> None:
    visualizer = Stage3Visualizer(tmp_path)
    for step in (0, 10, 20):
        fig, _ = visualizer.plot_confusion_evolution(**ANSWERS, step=step)
    assert fig is not None
    assert {cell["step"] for cell in fig.datasets["cells"]} == {0, 10, 20}
    assert len(recorded(tmp_path / "run", "robot_predictions")) == 6


def test_figures_of_one_table_do_not_count_answers_twice(tmp_path: Path) -> None:
    visualizer = Stage3Visualizer(tmp_path)
    for step in (0, 10):
        visualizer.plot_robot_radar_chart(**ANSWERS, step=step)
        visualizer.plot_confidence_calibration(**ANSWERS, confidence=[0.9, 0.4], step=step)
        visualizer.plot_robot_radar_chart(**ANSWERS, step=step)
    rows = recorded(tmp_path / "run", "robot_predictions")
    assert [(row["step"], row["sample"], row["confidence"]) for row in rows] == [
        (0, 0, 0.9),
        (0, 1, 0.4),
        (10, 0, 0.9),
        (10, 1, 0.4),
    ]


def test_a_shorter_answer_does_not_keep_the_end_of_a_longer_one(tmp_path: Path) -> None:
    visualizer = Stage2Visualizer(tmp_path)
    for probability in ([0.9, 0.8, 0.7], [0.5, 0.6]):
        visualizer.record(
            "token_probabilities", sequence="a", source="generated", probability=probability
        )
        visualizer.record(
            "token_probabilities", sequence="a", source="ground_truth", probability=[1, 1, 1]
        )
    rows = recorded(tmp_path / "run", "token_probabilities")
    generated = [(r["position"], r["probability"]) for r in rows if r["source"] == "generated"]
    assert generated == [(0, 0.5), (1, 0.6)]
    assert len(rows) == 5


def test_a_growing_history_is_recorded_once(tmp_path: Path) -> None:
    visualizer = CrossStageVisualizer(tmp_path)
    for length in (2, 3):
        steps = [*range(length)]
        visualizer.record("scalars", stage=1, metric="loss", value=[9.0] * length, step=steps)
    assert [row["step"] for row in recorded(tmp_path / "run", "scalars")] == [0, 1, 2]


def test_emissions_of_a_call_take_the_place_of_those_of_an_earlier_one(tmp_path: Path) -> None:
    """A training calls with its totals so far; one that is started again adds its own."""
    first, second = Accumulated(tmp_path), Accumulated(tmp_path)  # two processes
    training = {"stage": 1, "component": "training", "co2_kg": 1.0}
    first.add("emissions", [training, training | {"co2_kg": 0.5}, training | {"component": "gpu"}])
    first.add("emissions", [training | {"co2_kg": 2.0}])

    def kilograms() -> list[tuple[str, float]]:
        return [(row["component"], row["co2_kg"]) for row in recorded(tmp_path, "emissions")]

    assert sorted(kilograms()) == [("gpu", 1.0), ("training", 2.0)]
    second.add("emissions", [training])
    second.add("emissions", [training | {"co2_kg": 4.0}] * 2)
    assert sorted(kilograms()) == [("gpu", 1.0), *[("training", kg) for kg in (2.0, 4.0, 4.0)]]


def test_the_picture_of_emissions_does_not_double_what_is_drawn_twice(tmp_path: Path) -> None:
    visualizer = CrossStageVisualizer(tmp_path)
    for kg in (1.0, 3.0):
        fig, _ = visualizer.plot_carbon_footprint_treemap(stage=1, component=["a"], co2_kg=[kg])
    assert fig is not None
    assert [row["co2_kg"] for row in fig.datasets["rectangles"]] == [3.0]


def test_what_a_kill_or_others_have_left_in_the_file_stays_whole(tmp_path: Path) -> None:
    file = tmp_path / "run" / "robot_predictions.jsonl"
    file.parent.mkdir()
    file.write_text('{"true_robot": "Drone", "predicted_robot": "Drone"}\n{"true_')
    visualizer = Stage3Visualizer(tmp_path)
    visualizer.record("robot_predictions", **ANSWERS)
    with RunRecorder(file.parent) as other:
        other.record("robot_predictions", {"true_robot": "Taxi", "predicted_robot": "Taxi"})
    visualizer.record("robot_predictions", **ANSWERS, confidence=0.5)
    assert [row["true_robot"] for row in recorded(file.parent, "robot_predictions")] == [
        "Drone",
        *ANSWERS["true_robot"],
        "Taxi",
        *ANSWERS["true_robot"],
    ]


def test_a_run_that_was_deleted_begins_anew(tmp_path: Path) -> None:
    visualizer = Stage3Visualizer(tmp_path / "outputs")
    for _ in range(2):
        visualizer.record("robot_predictions", **ANSWERS, step=1)
        assert len(recorded(visualizer.run, "robot_predictions")) == 2
        shutil.rmtree(tmp_path / "outputs")


def test_visualizers_can_share_a_run(tmp_path: Path) -> None:
    run = tmp_path / "run"
    Stage3Visualizer(tmp_path / "a", run=run).record("robot_predictions", **ANSWERS, step=1)
    Stage4Visualizer(tmp_path / "b", run=run).record(
        "robot_predictions", **ANSWERS, step=1, prompting="cot"
    )
    Stage3Visualizer(tmp_path / "a", run=run).record("robot_predictions", **ANSWERS, step=1)
    assert len(recorded(run, "robot_predictions")) == 4


def test_the_figure_is_of_the_step_that_was_given(tmp_path: Path) -> None:
    visualizer = Stage3Visualizer(tmp_path)
    for step in (20, 10):  # a training that was resumed from an earlier step
        fig, _ = visualizer.plot_robot_radar_chart(**ANSWERS, step=step)
    assert fig is not None
    assert "step 10" in " ".join(row["text"] for row in fig.datasets["note"])


@pytest.mark.parametrize(
    "robots",
    [
        pytest.param([2, 4], id="list"),
        pytest.param(np.array([2, 4], dtype=np.int8), id="numpy"),
        pytest.param(Tensor([2, 4]), id="tensor"),
        pytest.param(Tensor([[2], [4]]), id="tensor of columns"),
        pytest.param(Tensor([[2, 4]]), id="batch of one"),
        pytest.param([Tensor(2), Tensor(4)], id="list of tensors"),
        pytest.param(iter(["Humanoid", "Robot with Legs"]), id="names"),
    ],
)
def test_arrays_of_any_kind(robots: object) -> None:
    rows = table_rows(
        "robot_predictions",
        {"true_robot": robots, "predicted_robot": "Drone", "confidence": np.float16(0.5)},
        class_names=ROBOT_TYPES,
    )
    humanoid = {"true_robot": "Humanoid", "predicted_robot": "Drone", "confidence": 0.5}
    assert rows == [
        {"sample": 0, **humanoid},
        {"sample": 1, **humanoid, "true_robot": "Robot with Legs"},
    ]


def test_torch_tensors_in_half_precision() -> None:
    torch = pytest.importorskip("torch")
    similarity = torch.tensor([0.5, -0.25], dtype=torch.bfloat16, requires_grad=True)
    rows = table_rows("token_similarity", {"step": torch.tensor(3), "similarity": similarity})
    assert rows == [
        {"step": 3, "token": 1, "similarity": 0.5},
        {"step": 3, "token": 2, "similarity": -0.25},
    ]


def test_places_in_arrays_number_the_rows() -> None:
    maps = {"layer": "a", "order": 0, "kind": "activation", "value": [[1, 2], [3, 4], [5, 6]]}
    cells = [(r["row"], r["column"], r["value"]) for r in table_rows("feature_maps", maps)]
    assert cells == [(0, 0, 1), (0, 1, 2), (1, 0, 3), (1, 1, 4), (2, 0, 5), (2, 1, 6)]


def test_vectors_are_one_value_a_row() -> None:
    arrays = {"step": 1, "item": [0, 1], "modality": "image", "vector": np.eye(2, 3)}
    vectors = [row["vector"] for row in table_rows("embeddings", arrays)]
    assert vectors == [(1, 0, 0), (0, 1, 0)]


@pytest.mark.parametrize(
    ("table", "arrays", "sentence"),
    [
        ("robot_predictions", {**ANSWERS, "confidence": [0.5] * 3}, "'confidence' 3"),
        ("robot_predictions", {**ANSWERS, "confidense": 0.5}, "did you mean 'confidence'"),
        ("robot_predictions", {**ANSWERS, "confidence": [1.5, 0.5]}, "row 0 is 1.5"),
        ("robot_predictions", {"true_robot": [1], "predicted_robot": [1]}, "robot_names"),
        ("robot_predictions", {**ANSWERS, "prompting": ["cot", "direct"]}, "needs 'sample'"),
        ("token_similarity", {"similarity": [0.5]}, "'step' is missing"),
        ("perplexity", {"step": 1, "perplexity": [[1, 2], [3, 4]]}, "needs 'position'"),
        ("perplexity", {"step": 1, "perplexity": []}, "has no rows"),
    ],
)
def test_arrays_that_do_not_fit_are_named(
    table: str, arrays: dict[str, object], sentence: str
) -> None:
    with pytest.raises(TableError, match=sentence):
        table_rows(table, arrays)


def test_an_index_counts_from_the_front() -> None:
    with pytest.raises(TableError, match="holds -1, but there are 5 names"):
        table_rows(
            "robot_predictions",
            {"true_robot": [-1], "predicted_robot": [0]},
            class_names=ROBOT_TYPES,
        )


def test_what_is_wrong_warns_and_is_not_recorded(tmp_path: Path) -> None:
    visualizer = Stage3Visualizer(tmp_path)
    with pytest.warns(UserWarning, match=r"stage3/robot_radar_chart not drawn.*\n.*'step'"):
        plotted = visualizer.plot_robot_radar_chart(**ANSWERS, step=-1)
    assert plotted == (None, None)
    with pytest.warns(UserWarning, match="no column 'robot'"):
        visualizer.record("robot_predictions", robot=1)
    with pytest.warns(UserWarning, match="an array of numbers or texts is needed, got object"):
        visualizer.record("robot_predictions", true_robot=object())
    assert not list(tmp_path.glob("run/*.jsonl"))
    fig, _ = visualizer.plot_robot_radar_chart(**ANSWERS, step=1)
    assert fig is not None


def test_what_takes_too_long_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Stage3Visualizer(tmp_path, timeout=0.05)
    build = visualizer.build
    monkeypatch.setattr(visualizer, "build", lambda *a, **k: time.sleep(0.5) or build(*a, **k))
    started = time.monotonic()
    with pytest.warns(UserWarning, match=r"takes longer than 0\.05 s"):
        slow.plot_robot_radar_chart(**ANSWERS, step=1)
    assert time.monotonic() - started < 0.4
    assert len(recorded(tmp_path / "run", "robot_predictions")) == 2


def test_a_warning_names_the_line_of_the_training(tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        Stage3Visualizer(tmp_path).plot_robot_radar_chart(true_robot=1, predicted_robot=1)
        Stage3Visualizer(tmp_path).record("robot_predictions", true_robot=1, predicted_robot=1)
    assert [Path(warning.filename) for warning in caught] == [Path(__file__)] * 2


def test_options_and_formats_are_given_once(tmp_path: Path) -> None:
    visualizer = Stage3Visualizer(
        tmp_path, formats=("svg", "json"), options={"confidence_calibration": {"n_bins": 4}}
    )
    fig, _ = visualizer.plot_confidence_calibration(**ANSWERS, confidence=0.5, save=True)
    assert fig is not None
    assert "4 " in " ".join(row["text"] for row in fig.datasets["note"])
    assert {file.name for file in tmp_path.iterdir()} == {
        "confidence_calibration.svg",
        "confidence_calibration.json",
        "run",
    }


def test_the_code_of_the_documentation_runs(tmp_path: Path) -> None:
    pytest.importorskip("wandb")
    text = (REPOSITORY / "docs" / "training_hooks.md").read_text(encoding="utf-8")
    program = (
        f"import numpy as np\nROBOT_TYPES = {ROBOT_TYPES}\n"
        "def evaluate(step):\n"
        "    return np.arange(9) % 5, np.arange(9) % 4, np.linspace(0.3, 1, 9)\n"
    ) + "".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    environment = {**os.environ, "WANDB_MODE": "offline", "WANDB_SILENT": "true"}
    command = [sys.executable, "-W", "error::UserWarning", "-c", program]
    subprocess.run(command, check=True, cwd=tmp_path, env=environment)
    saved = {path.name for path in tmp_path.glob("outputs/**/*.png")}
    assert saved == {
        "confusion_evolution.png",
        "confidence_calibration.png",
        "benchmark_progression_heatmap.png",
    }
    assert list(tmp_path.glob("wandb/offline-run-*/files/media/images/stage3/*.png"))
