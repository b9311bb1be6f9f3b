"""Against the real package, offline: what it wrote is read back."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from embervlm_specs import Run, RunRecorder, Spec
from embervlm_specs.cli.app import app
from embervlm_specs.export import build
from embervlm_specs.figures import FIGURES, robot_radar_chart
from embervlm_specs.readers.wandb_file import _records
from embervlm_specs.tables import TABLES
from tests.tables_made import make_table

pytest.importorskip("wandb")

from wandb.proto import wandb_internal_pb2 as protocol

from embervlm_specs.loggers.wandb import RUN_NAMES, WandbLogger
from embervlm_specs.loggers.wandb_push import push_run

KEYS = {
    f"{figure.stage.removesuffix('_stage')}/{name}": figure.stage
    for name, figure in FIGURES.items()
}


@pytest.fixture(autouse=True)
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANDB_MODE", "offline")
    monkeypatch.setenv("WANDB_SILENT", "true")
    for place in ("CACHE_DIR", "CONFIG_DIR", "DATA_DIR"):
        monkeypatch.setenv(f"WANDB_{place}", str(tmp_path / "places"))


def records(folder: Path) -> Iterator[Any]:
    """The records of every offline run below a folder."""
    for path in sorted(folder.rglob("*.wandb")):
        end = time.monotonic() + 30
        while not (found := whole(path)):  # W&B may still be writing when `finish` has returned
            assert time.monotonic() < end, f"{path.name} was not finished"
            time.sleep(0.05)
        yield from found


def whole(path: Path) -> list[Any]:
    """The records of a file that is complete, else none."""
    found = []
    try:
        for content in _records(path.read_bytes()):
            found.append(protocol.Record())
            found[-1].ParseFromString(content)
    except EOFError:
        return []
    return found if any(record.HasField("exit") for record in found) else []


def history(folder: Path, run_id: str) -> dict[int, dict[str, Any]]:
    """What a run logged, by step and key; media as what is known of their file."""
    steps: dict[int, dict[str, Any]] = {}
    for path in sorted(folder.rglob(f"run-{run_id}.wandb")):
        for record in records(path.parent):
            if record.WhichOneof("record_type") != "history":
                continue
            row: dict[str, Any] = {}
            for item in record.history.item:
                *owner, last = [*item.nested_key] or [item.key]
                inside = row.setdefault("/".join(owner), {}) if owner else row
                inside[last] = json.loads(item.value_json)
            assert record.history.step.num not in steps  # one call a step
            steps[record.history.step.num] = row
    return steps


def run_ids(folder: Path) -> dict[str, tuple[str, str, str]]:
    """The id, project and group of each run by its name."""
    runs = (r.run for r in records(folder) if r.WhichOneof("record_type") == "run")
    return {run.display_name: (run.run_id, run.project, run.run_group) for run in runs}


@pytest.fixture
def made_run(tmp_path: Path) -> Path:
    folder = tmp_path / "my_run"
    folder.mkdir()
    for name in TABLES:
        frame = make_table(name, samples=8)
        if name == "scalars":
            frame = frame[frame["seed"] == 0]
        frame.to_parquet(folder / f"{name}.parquet")
    return folder


def test_a_finished_run_is_read_back_whole(made_run: Path, tmp_path: Path) -> None:
    pushed = list(push_run(made_run, dir=tmp_path))
    runs = run_ids(tmp_path)
    assert [stage.name for stage in pushed] == list(RUN_NAMES.values())
    assert {(name, group) for name, (_, _, group) in runs.items()} == {
        (name, name) for name in RUN_NAMES.values()
    }
    assert {project for _, project, _ in runs.values()} == {"embervlm"}
    documents = {
        artifact.name: {entry.path for entry in artifact.manifest.contents}
        for artifact in (r.artifact for r in records(tmp_path) if r.HasField("artifact"))
        if artifact.type == "specs"
    }
    for stage, name in RUN_NAMES.items():
        steps = history(tmp_path, runs[name][0])
        expected = {key for key, home in KEYS.items() if home == stage}
        *earlier, last = steps
        assert {key for key in steps[last] if key in KEYS} == expected
        assert {f"{key}_vector" for key in expected} <= set(steps[last])
        assert {f"tables/{t.name}" for k in expected for t in FIGURES[k.split("/")[1]].tables} == {
            key for key in steps[last] if key.startswith("tables/")
        }
        assert not any(key in KEYS for step in earlier for key in steps[step])
        ids = {f"{stage}/{key.split('/')[1]}.json" for key in expected}
        assert documents[f"{stage}-specs"] == ids
        if stage != "cross_stage":
            assert list(steps) == [0, 10, 20]
            assert {"train/loss", "val/accuracy"} <= set(steps[0])

    value = make_table("scalars").query("stage == 2 and metric == 'loss' and split == 'val'")
    first = value.query("seed == 0 and step == 0")["value"].item()
    logged = history(tmp_path, runs["stage2_instruction"][0])[0]["val/loss"]
    assert logged == pytest.approx(first)


def test_pictures_have_300_dpi_and_html_is_the_figure_alone(
    sample_run: Run, tmp_path: Path
) -> None:
    spec = build(robot_radar_chart, sample_run)
    with WandbLogger("stage3", dir=tmp_path) as logger:
        logger.log([spec, None], step=7, scalars={"train/loss": 0.5})
    row = history(tmp_path, logger.run.id)[7]
    assert row["train/loss"] == 0.5
    files = Path(logger.run.settings.files_dir)
    image = row["stage3/robot_radar_chart"]
    assert image["_type"] == "image-file"
    assert image["caption"] == spec.description
    with Image.open(files / image["path"]) as picture:
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.01)
    page = (files / row["stage3/robot_radar_chart_vector"]["path"]).read_text()
    assert page.startswith("<svg")
    assert spec.description in page


@pytest.mark.parametrize("html", ["interactive", "none"])
def test_what_goes_beside_an_image_is_a_choice(html: Any, sample_run: Run, tmp_path: Path) -> None:
    with WandbLogger("stage3", html=html, dir=tmp_path) as logger:
        logger.log([build(robot_radar_chart, sample_run)])
    (row,) = history(tmp_path, logger.run.id).values()
    beside = {key for key in row if key.startswith("stage3/robot_radar_chart_")}
    assert beside == ({"stage3/robot_radar_chart_interactive"} if html != "none" else set())
    for key in beside:
        page = Path(logger.run.settings.files_dir, row[key]["path"]).read_text()
        assert "Content-Security-Policy" in page


def test_in_the_loop_every_step_has_its_figures(tmp_path: Path) -> None:
    run = tmp_path / "my_run"
    answers = make_table("robot_predictions", steps=2)
    with RunRecorder(run) as recorder, WandbLogger("stage3", dir=tmp_path) as logger:
        for step, rows in answers.groupby("step"):
            recorder.record("robot_predictions", rows.to_dict("records"))
            logger.log_run(run, step=int(str(step)), scalars={"val/accuracy": 0.5})
        with pytest.warns(UserWarning, match="step 0 is closed, as step 10 was logged"):
            logger.log_run(run, step=0)
    steps = history(tmp_path, logger.run.id)
    drawn = {
        f"stage3/{name}"
        for name, figure in FIGURES.items()
        if figure.stage == "stage3" and figure.tables[0].name == "robot_predictions"
    }
    assert {s: {key for key in row if key in KEYS} for s, row in steps.items()} == {
        0: drawn,
        10: drawn,
    }
    assert [row["val/accuracy"] for row in steps.values()] == [0.5, 0.5]


def test_a_figure_that_fails_warns_and_the_others_are_logged(
    sample_run: Run, tmp_path: Path
) -> None:
    spec = build(robot_radar_chart, sample_run)
    unknown = {"layer": [{"data": {"name": "note"}, "mark": "unheard-of", "encoding": {}}]}
    broken = Spec(spec.to_dict() | unknown | {"usermeta": {"figure": "x", "stage": "stage3"}})
    with (
        WandbLogger("stage3", dir=tmp_path) as logger,
        pytest.warns(UserWarning, match="stage3/x not drawn"),
    ):
        logger.log([broken, spec], step=1)
    assert "stage3/robot_radar_chart" in history(tmp_path, logger.run.id)[1]
    assert list(logger.specs) == ["stage3/robot_radar_chart"]


def test_a_table_that_is_wrong_warns_and_is_named(tmp_path: Path) -> None:
    run = tmp_path / "my_run"
    with RunRecorder(run) as recorder, WandbLogger("stage2", dir=tmp_path) as logger:
        recorder.record("perplexity", {"step": 1, "position": 0, "perplexity": 0.5})
        with pytest.warns(UserWarning, match=r"'perplexity' must be >= 1"):
            logger.log_run(run, step=1, scalars={"train/loss": math.nan})
    assert math.isnan(history(tmp_path, logger.run.id)[1]["train/loss"])


def test_several_seeds_have_names_of_their_own(tmp_path: Path) -> None:
    run = tmp_path / "my_run"
    row = {"stage": 1, "metric": "loss", "step": 3, "split": "train"}
    with RunRecorder(run) as recorder:
        recorder.record("scalars", [row | {"seed": seed, "value": seed} for seed in (0, 1)])
    (first, *_) = push_run(run, dir=tmp_path)
    assert first.numbers == 2
    (logged,) = history(tmp_path, run_ids(tmp_path)["stage1_align"][0]).values()
    assert {k: v for k, v in logged.items() if k.startswith("train")} == {
        "train/loss/seed0": 0,
        "train/loss/seed1": 1,
    }


def test_the_command_tells_what_it_logged(made_run: Path, tmp_path: Path) -> None:
    for name in TABLES:
        if name not in ("perplexity", "token_similarity"):
            (made_run / f"{name}.parquet").unlink()
    make_table("perplexity").assign(perplexity=0.5).to_parquet(made_run / "perplexity.parquet")
    options = ["--offline", "--html", "none", "--dir", str(tmp_path)]
    result = CliRunner().invoke(app, ["log-wandb", str(made_run), *options])
    assert result.exit_code == 1
    assert "stage1_align: 1 figure, 0 numbers, 1 table" in result.output
    assert "skipped   retrieval_accuracy_heatmap: table 'retrieval' is not in" in result.output
    assert "failed    perplexity_heatmap: table 'perplexity':" in result.output
    assert "stage4_cot_reasoning: nothing recorded" in result.output
    assert list(run_ids(tmp_path)) == ["stage1_align"]
