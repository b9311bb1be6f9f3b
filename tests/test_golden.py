"""The golden documents in `specs/` and the pictures in `snapshots/` are those of the bundled run.

`pytest tests/test_golden.py --update-golden` writes them anew; read the diff and look at the
pictures before you commit it.
"""

from __future__ import annotations

import difflib
import json
from pathlib import Path

import pytest

from embervlm_specs.export import build, renderer_versions
from embervlm_specs.figure import Figure
from embervlm_specs.figures import FIGURES
from embervlm_specs.render import render
from embervlm_specs.run import Run
from embervlm_specs.web import document_files, index_entry, index_text

from .conftest import REPOSITORY

SPECS = REPOSITORY / "specs"
SNAPSHOTS = REPOSITORY / "snapshots"
VERSIONS = SNAPSHOTS / "renderers.json"

every_figure = pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))


@pytest.fixture(scope="module", autouse=True)
def versions(request: pytest.FixtureRequest) -> None:
    """Golden files are compared only under the versions that made them."""
    now = renderer_versions()
    if request.config.getoption("--update-golden"):
        SNAPSHOTS.mkdir(exist_ok=True)
        VERSIONS.write_text(json.dumps(now, indent=2) + "\n")
        return
    then = json.loads(VERSIONS.read_text())
    other = [f"{name} {now[name]}, not {then[name]}" for name in then if now[name] != then[name]]
    if other:
        pytest.fail(
            f"the golden files were made with other versions ({'; '.join(other)}); "
            "install those of requirements-test.txt, or update the golden files",
            pytrace=False,
        )


def compare(path: Path, text: str, update: bool) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    if there != text:
        lines = difflib.unified_diff(there.splitlines(), text.splitlines(), "golden", "now", n=1)
        shown = "\n".join(line[:200] for line in list(lines)[:60])
        pytest.fail(f"{path.relative_to(REPOSITORY)} has changed:\n{shown}", pytrace=False)


@every_figure
def test_document(figure: Figure, sample_run: Run, pytestconfig: pytest.Config) -> None:
    path = SPECS / figure.stage / f"{figure.id}.json"
    compare(path, build(figure, sample_run).to_json(), pytestconfig.getoption("--update-golden"))


@every_figure
def test_picture(figure: Figure, sample_run: Run, pytestconfig: pytest.Config) -> None:
    path = SNAPSHOTS / figure.stage / f"{figure.id}.svg"
    picture = render(build(figure, sample_run).document, ["svg"])["svg"].decode()
    compare(path, picture, pytestconfig.getoption("--update-golden"))


def test_index(sample_run: Run, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    entries = {}
    for figure in FIGURES.values():
        spec = build(figure, sample_run)
        entries[figure.id] = index_entry(spec, document_files(spec, "inline"))
    text = index_text(tmp_path, entries)
    compare(SPECS / "index.json", text, pytestconfig.getoption("--update-golden"))


def test_no_golden_file_is_left_over() -> None:
    known = {f"{figure.stage}/{figure.id}" for figure in FIGURES.values()}
    for folder, suffix in ((SPECS, ".json"), (SNAPSHOTS, ".svg")):
        found = {str(p.relative_to(folder).with_suffix("")) for p in folder.glob(f"*/*{suffix}")}
        assert found == known
