"""`embervlm-specs import` as a person meets it: sentences and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from embervlm_specs.readers import FORMATS
from tests.test_cli import run


@pytest.fixture
def state(tmp_path: Path) -> Path:
    path = tmp_path / "trainer_state.json"
    rows = [{"step": step, "loss": 2 / step, "epoch": 0.1} for step in (1, 2, 3)]
    path.write_text(json.dumps({"log_history": rows}))
    return path


def test_an_import_tells_what_it_did_and_what_can_be_drawn(state: Path, tmp_path: Path) -> None:
    target = tmp_path / "run"
    done = run("import", "auto", state, "-o", target)
    assert done.returncode == 0
    assert "read as hf-trainer" in done.stdout
    assert "scalars: 3 rows, a new table" in done.stdout
    assert "stage 1, since the source names no stage" in done.stdout
    assert "epoch: the trainer's own books" in done.stdout
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line.strip()}
    assert " complete " in lines["training_dynamics_all_stages"]
    assert "'emissions' is not in the run" in lines["carbon_footprint_treemap"]
    told = json.loads((target / "provenance.json").read_text())["imports"]
    assert [(entry["format"], entry["tables"]) for entry in told] == [
        ("hf-trainer", {"scalars": 3})
    ]

    again = run("import", "hf-trainer", state, "-o", target)
    assert again.returncode == 2
    assert "already" in again.stderr
    assert "--force" in again.stderr
    later = run("import", "hf-trainer", state, "-o", target, "--stage", 2)
    assert later.returncode == 0
    assert "3 rows beside the 3" in later.stdout


def test_what_could_not_be_read_is_exit_1(tmp_path: Path) -> None:
    folder = tmp_path / "ember"
    folder.mkdir()
    (folder / "ember_MME_score.csv").write_text("perception,reasoning\n1000,200\n")
    (folder / "ember_Odd_acc.csv").write_text("a\n1\n")
    done = run("import", "vlmevalkit", folder, "-o", tmp_path / "run", "--stage", 2)
    assert done.returncode == 1
    assert "benchmarks: 1 rows" in done.stdout
    assert "ember_Odd_acc.csv" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("auto", "nowhere.json"), "'nowhere.json' is not there"),
        (("auto", __file__), "is in none of the known formats"),
        (("wandb", __file__), "is no history of W&B"),
        (("auto", __file__, "--scale", "MME"), "is not NAME=MAX"),
        (("auto", __file__, "--stage", "5"), "less than or equal to 4"),
        (("mlflow", __file__), "'hf-trainer'"),
    ],
)
def test_bad_usage_is_a_sentence(arguments: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    done = run("import", *arguments, "-o", tmp_path / "run")
    assert done.returncode == 2
    assert sentence in done.stderr
    assert not (tmp_path / "run").exists()


def test_the_command_names_every_format() -> None:
    words = run("import", "--help").stdout
    for format in FORMATS:
        assert format in words
