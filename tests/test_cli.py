"""The command line as a person meets it: its own process, its exit codes and sentences."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.figures import FIGURES
from embervlm_specs.run import Run
from embervlm_specs.tables import TABLES
from tests.tables_made import make_table

COMMAND = [sys.executable, "-c", "from embervlm_specs.cli import main; main()"]
THREE = [
    part
    for name in ("confidence_calibration", "confusion_evolution", "layer_accuracy_3d_surface")
    for part in ("--figure", name)
]


def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, cwd=cwd, check=False
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small run with the tables of the first three figures."""
    folder = tmp_path / "run"
    folder.mkdir()
    for name in ("robot_predictions", "layer_accuracy"):
        make_table(name).to_csv(folder / f"{name}.csv", index=False)
    return folder


def test_list_prints_the_index() -> None:
    rows = json.loads(run("list", "--json").stdout)
    assert [row["id"] for row in rows] == list(FIGURES)
    for row in rows:
        assert list(row) == ["id", "stage", "title", "tables", "renderer", "formats"]
        assert set(row["tables"]) <= set(TABLES)
    assert rows[0]["id"] in run("list").stdout


def test_tables_print_the_contracts() -> None:
    told = json.loads(run("tables", "robot_predictions", "--json").stdout)
    ranges = {column["name"]: column["range"] for column in told["columns"]}
    assert ranges["confidence"] == "[0, 1]"
    assert len(json.loads(run("tables", "--json").stdout)) == 23
    assert "optimiser step" in run("tables", "scalars").stdout
    wrong = run("tables", "robot_prediction")
    assert wrong.returncode == 2
    assert "did you mean" in wrong.stderr


def test_check_tells_what_is_complete_and_what_is_lacking(folder: Path) -> None:
    done = run("check", folder)
    assert done.returncode == 0
    assert "confidence_calibration" in done.stdout
    (folder / "layer_accuracy.csv").unlink()
    lacking = run("check", folder)
    assert lacking.returncode == 0
    assert "table 'layer_accuracy' is not in the run" in lacking.stdout
    table = make_table("robot_predictions").assign(confidence=1.5)
    table.to_csv(folder / "robot_predictions.csv", index=False)
    wrong = run("check", folder)
    assert wrong.returncode == 1
    assert "must lie in [0, 1], row 0 is 1.5" in wrong.stdout
    assert "cannot be drawn: " in wrong.stderr


def test_spec_writes_compares_and_shows_the_difference(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "specs"
    assert run("spec", folder, *THREE, "-o", out).returncode == 0
    path = out / "stage3" / "confidence_calibration.json"
    document = json.loads(path.read_text())
    assert document["datasets"]["bins"]
    same = run("spec", folder, *THREE, "-o", out, "--check")
    assert (same.returncode, same.stdout) == (0, "")
    path.write_text(path.read_text().replace('"height": 280', '"height": 200'))
    differs = run("spec", folder, *THREE, "-o", out, "--check")
    assert differs.returncode == 1
    assert '-      "height": 200' in differs.stdout
    assert '"height": 200' in path.read_text()

    assert run("spec", folder, *THREE, "-o", tmp_path / "bare", "--data", "none").returncode == 0
    bare = json.loads((tmp_path / "bare" / "stage3" / "confidence_calibration.json").read_text())
    del document["datasets"]
    assert bare == document


def test_spec_writes_what_a_web_page_needs(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "specs"
    arguments = ("spec", folder, *THREE, "-o", out, "--data", "separate")
    assert run(*arguments).returncode == 0
    listed = json.loads((out / "index.json").read_text())
    assert [entry["id"] for entry in listed] == [name for name in FIGURES if name in THREE]
    for entry in listed:
        template, rows = (json.loads((out / file).read_text()) for file in entry["files"])
        assert template["$schema"].endswith("vega-lite/v6.json")
        assert sorted(rows["datasets"]) == entry["datasets"]
    assert "vegaEmbed" in (out / "vega.js").read_text()
    assert run(*arguments, "--check").returncode == 0
    (out / "index.json").write_text("[]")
    differs = run(*arguments, "--check")
    assert (differs.returncode, "index.json differs" in differs.stderr) == (1, True)


def test_gallery_is_one_page_and_names_what_is_absent(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run("gallery", folder, "-o", page)
    assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert 'class="card" id="confidence_calibration"' in text
    assert "is not in the run" in text
    assert "http-equiv" in text
    assert run("gallery", tmp_path / "nowhere", "--watch").returncode == 2


def test_export_writes_the_tree_and_the_manifest(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "outputs"
    done = run("export", folder, *THREE, "-o", out, "--jobs", 1)
    assert done.returncode == 0, done.stderr
    assert "3 of 3 figures drawn, 13 files" in done.stderr
    manifest = json.loads((out / "manifest.json").read_text())
    files = {
        p.relative_to(out).as_posix(): p for p in out.rglob("*.*") if p.name != "manifest.json"
    }
    told = {
        name: sha for entry in manifest["figures"].values() for name, sha in entry["files"].items()
    }
    assert told == {name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in files.items()}
    place = "stage3/visualizations"
    assert {
        f"{place}/confusion_evolution.{s}" for s in ("json", "svg", "png", "pdf", "gif")
    } <= set(told)
    assert f"{place}/confidence_calibration.gif" not in told
    assert manifest["versions"]["altair"]

    again = run("export", folder, *THREE[:2], "-o", out, "--format", "svg,json", "--force")
    assert "1 of 1 figures drawn, 2 files" in again.stderr
    assert "(2 replaced)" in again.stderr
    kept = json.loads((out / "manifest.json").read_text())["figures"]
    assert kept["confusion_evolution"] == manifest["figures"]["confusion_evolution"]


def test_what_has_not_changed_is_not_drawn_again(folder: Path, tmp_path: Path) -> None:
    two = ("--figure", "confidence_calibration", "--figure", "layer_accuracy_3d_surface")
    arguments = ("export", folder, *two, "-o", tmp_path / "o", "--format", "json,gif")
    assert "2 of 2 figures drawn" in run(*arguments).stderr
    manifest = tmp_path / "o" / "manifest.json"
    before = manifest.read_text()
    assert "0 of 2 figures drawn, 2 unchanged" in run(*arguments).stderr
    assert manifest.read_text() == before

    make_table("layer_accuracy", seed=9).to_csv(folder / "layer_accuracy.csv", index=False)
    assert "1 of 2 figures drawn, 1 unchanged" in run(*arguments).stderr
    (tmp_path / "o/stage3/visualizations/confidence_calibration.json").write_text("changed by hand")
    assert "1 of 2 figures drawn, 1 unchanged" in run(*arguments).stderr
    assert "2 of 2 figures drawn" in run(*arguments, "--force").stderr
    more = run("export", folder, *two, "-o", tmp_path / "o", "--format", "svg")
    assert "2 of 2 figures drawn, 2 files" in more.stderr
    entry = json.loads(manifest.read_text())["figures"]["confidence_calibration"]
    assert sorted(Path(name).suffix for name in entry["files"]) == [".json", ".svg"]


def test_what_failed_is_drawn_the_next_time(folder: Path, tmp_path: Path) -> None:
    arguments = ("export", folder, *THREE[:2], "-o", tmp_path / "o", "--format", "json")
    assert run(*arguments).returncode == 0
    manifest = tmp_path / "o" / "manifest.json"
    told = json.loads(manifest.read_text())
    drawn = dict(told["figures"]["confidence_calibration"])
    files = drawn.pop("files")
    failed = drawn | {"status": "failed", "formats": [], "reason": "the drawing process ended"}
    told["figures"]["confidence_calibration"] = failed
    manifest.write_text(json.dumps(told))
    assert "1 of 1 figures drawn, 1 files" in run(*arguments).stderr
    again = json.loads(manifest.read_text())["figures"]["confidence_calibration"]
    assert again == drawn | {"files": files}


def test_export_skips_what_is_absent_and_goes_on_after_a_failure(
    folder: Path, tmp_path: Path
) -> None:
    make_table("layer_accuracy").head(0).to_csv(folder / "layer_accuracy.csv", index=False)
    arguments = ("export", folder, *THREE, "-o", tmp_path / "o", "--format", "json")
    skipped = run(*arguments)
    assert skipped.returncode == 0
    assert (
        "layer_accuracy_3d_surface: skipped, table 'layer_accuracy' has no rows" in skipped.stderr
    )
    strict = run(*arguments, "--strict")
    assert strict.returncode == 1
    assert "nothing to draw for layer_accuracy_3d_surface" in strict.stderr

    table = make_table("robot_predictions").drop(columns="true_robot")
    table.to_csv(folder / "robot_predictions.csv", index=False)
    make_table("layer_accuracy").to_csv(folder / "layer_accuracy.csv", index=False)
    failed = run(*arguments)
    assert failed.returncode == 1
    assert "column 'true_robot' is missing" in failed.stderr
    assert "1 of 3 figures drawn" in failed.stderr

    (folder / "layer_accuracy.csv").unlink()
    (folder / "layer_accuracy.parquet").write_bytes(b"PAR1")
    assert "layer_accuracy.parquet cannot be read" in run(*arguments).stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("export", "nowhere"), "the run folder 'nowhere' is not there"),
        (("check", "nowhere"), "is not there"),
        (("spec", "nowhere"), "is not there"),
        (("export", "--figure", "confidence_calibratio"), "did you mean"),
        (("export", "--format", "bmp"), "known: json, svg, png, pdf, gif"),
        (("export", "--jobs", "0"), "greater than or equal to"),
        (("exprot",), "exprot"),
        (("spec", "--data", "all"), "all"),
    ],
)
def test_bad_usage_is_a_sentence_and_two(
    arguments: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert sentence in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_a_sentence(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    done = run("export", folder, *THREE[:2], "--format", "json", "-o", blocked)
    assert done.returncode == 2
    assert str(blocked) in done.stderr


def test_the_bundled_run_is_the_default(tmp_path: Path) -> None:
    done = run("export", *THREE[:2], "--format", "json", "-o", tmp_path)
    assert done.returncode == 0
    document = json.loads(
        (tmp_path / "stage3/visualizations/confidence_calibration.json").read_text()
    )
    shown = sum(row["n"] for row in document["datasets"]["bins"])
    table = Run.open()["robot_predictions"].collect().to_pandas()
    last = table[table["prompting"] == "direct"]
    assert shown == (last["step"] == last["step"].max()).sum()
    assert isinstance(table, pd.DataFrame)
