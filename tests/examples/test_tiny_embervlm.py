"""The example that recorded the bundled run: its code is that of the recording, and it runs."""

from __future__ import annotations

import hashlib
import importlib.util
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.export import build
from embervlm_specs.figures import FIGURES
from embervlm_specs.run import Run
from embervlm_specs.tables import TABLES, validate
from tests.conftest import REPOSITORY

EXAMPLE = REPOSITORY / "examples" / "tiny_embervlm"

needs_torch = pytest.mark.skipif(
    not (importlib.util.find_spec("torch") and importlib.util.find_spec("codecarbon")),
    reason="the example trains with PyTorch and CodeCarbon, which are not installed",
)


def command(public_data: Path, folder: Path) -> list[str]:
    return [
        sys.executable,
        "train.py",
        str(public_data / "embervlm" / "multi_robot_selection_dataset.json"),
        "--models",
        str(public_data / "benchmarks" / "small_vlm_published_scores_long.csv"),
        "--quick",
        "-o",
        str(folder),
    ]


def test_the_bundled_run_was_recorded_by_this_code(sample_run: Run) -> None:
    told = sample_run.provenance["sources_sha256"]
    now = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in EXAMPLE.glob("*.py")
    }
    assert told == now


def test_the_bundled_run_is_whole(sample_run: Run) -> None:
    assert set(sample_run) == set(TABLES)
    assert not sample_run.provenance["options"]["quick"]


def test_no_sentence_of_the_data_set_is_recorded(sample_run: Run, public_data: Path) -> None:
    source = (public_data / "embervlm" / "multi_robot_selection_dataset.json").read_text()
    longest = max(
        (str(value) for name in sample_run for value in _texts(sample_run, name)), key=len
    )
    assert len(longest) < 60 or longest not in source


@needs_torch
def test_quick_records_every_table_and_every_figure(public_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    subprocess.run(command(public_data, folder), check=True, cwd=EXAMPLE, capture_output=True)
    run = Run.open(folder)
    assert set(run) == set(TABLES)
    for name in run:
        validate(TABLES[name], run[name])
    for figure in FIGURES.values():
        assert build(figure, run).description


@needs_torch
def test_a_kill_in_stage_3_leaves_a_run_that_exports(public_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with subprocess.Popen(
        command(public_data, folder), cwd=EXAMPLE, stdout=subprocess.DEVNULL
    ) as training:
        watched = folder / "robot_predictions.jsonl"
        while training.poll() is None and not (watched.exists() and watched.stat().st_size):
            time.sleep(0.05)
        training.send_signal(signal.SIGKILL)
    assert training.returncode == -signal.SIGKILL
    run = Run.open(folder)
    complete = []
    for figure in FIGURES.values():
        try:
            complete.append(build(figure, run).id)
        except MissingDataError:
            continue
    assert {"similarity_evolution_3d", "response_length_violin", "confusion_evolution"} <= set(
        complete
    )


def _texts(run: Run, name: str) -> list[object]:
    import polars as pl

    frame = run[name].collect().select(pl.selectors.string())
    return [value for column in frame for value in column.unique().drop_nulls()]
