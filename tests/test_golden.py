"""The golden files are those of the code and of the bundled run.

`pytest tests/test_golden.py --update-specs` writes all of them anew: the templates and their
catalogue, the documents in `specs/` and their index, the pictures in `snapshots/`, the gallery of
the README and the stubs for editors. Read the diff and look at the pictures before you commit it.
"""

from __future__ import annotations

import difflib
import json
import subprocess
from pathlib import Path

import pytest

from embervlm_specs.document import dumps
from embervlm_specs.export import build, renderer_versions
from embervlm_specs.figure import Figure
from embervlm_specs.figures import FIGURES
from embervlm_specs.render import render
from embervlm_specs.run import Run
from embervlm_specs.web import document_files, index_entry, index_text, template_hash

from . import golden
from .conftest import REPOSITORY
from .tables_made import documents_made

PACKAGE = REPOSITORY / "embervlm_specs"
TEMPLATES = PACKAGE / "templates"
SPECS = REPOSITORY / "specs"
SNAPSHOTS = REPOSITORY / "snapshots"
VERSIONS = SNAPSHOTS / "renderers.json"
README = REPOSITORY / "README.md"
START, END = "<!-- gallery -->\n", "<!-- /gallery -->"

every_figure = pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))


@pytest.fixture(scope="module", autouse=True)
def versions(request: pytest.FixtureRequest) -> None:
    """Golden files are compared only under the versions that made them."""
    now = renderer_versions()
    if request.config.getoption("--update-specs"):
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


@pytest.fixture(scope="module", autouse=True)
def designed(request: pytest.FixtureRequest) -> None:
    """What is written anew is made of the designs, whatever templates are there."""
    if request.config.getoption("--update-specs"):
        for figure in FIGURES.values():
            vars(figure)["template"] = figure.designed_template()


@pytest.fixture
def update(pytestconfig: pytest.Config) -> bool:
    return bool(pytestconfig.getoption("--update-specs"))


def compare(path: Path, text: str, update: bool, hint: str) -> None:
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    if there != text:
        lines = difflib.unified_diff(there.splitlines(), text.splitlines(), "golden", "now", n=1)
        shown = "\n".join(line[:200] for line in list(lines)[:60])
        what = f"{path.relative_to(REPOSITORY)} has changed; if that is meant, {hint}"
        pytest.fail(f"{what}:\n{shown}", pytrace=False)


WRITE = "run pytest tests/test_golden.py --update-specs and read the diff"


def place(figure: Figure) -> str:
    return f"embervlm_specs/figures/{figure.stage}/{figure.id}.py"


def index_before() -> dict[str, dict[str, str]]:
    """The index of the last commit, or of the folder where there is no history."""
    command = ["git", "show", "HEAD:specs/index.json"]
    asked = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    text = asked.stdout if asked.returncode == 0 else (SPECS / "index.json").read_text()
    return {entry["id"]: entry for entry in json.loads(text)}


@every_figure
def test_the_shipped_template_is_that_of_the_design(figure: Figure, update: bool) -> None:
    path = TEMPLATES / figure.stage / f"{figure.id}.json"
    hint = f"raise the version in {place(figure)} and {WRITE}"
    compare(path, dumps(figure.designed_template()), update, hint)


def unraised(figure: Figure) -> str:
    """What to do where the template has changed and its version has not."""
    before = index_before().get(figure.id, {})
    if before.get("sha256") in (None, template_hash(figure.designed_template())):
        return ""
    then, now = (tuple(map(int, v.split("."))) for v in (before["version"], figure.version))
    if now > then:
        return ""
    return (
        f"the template of '{figure.id}' has changed since version {before['version']}: give "
        f"@figure(..., version=...) in {place(figure)} a higher one. A patch where it looks the "
        "same, a minor version where the picture changes, a major one where the data sets or "
        f"their columns do. Then {WRITE}"
    )


@every_figure
def test_a_changed_template_has_a_new_version(figure: Figure) -> None:
    problem = unraised(figure)
    if problem:
        pytest.fail(problem, pytrace=False)


@every_figure
def test_document(figure: Figure, sample_run: Run, update: bool) -> None:
    path = SPECS / figure.stage / f"{figure.id}.json"
    compare(path, build(figure, sample_run).to_json(), update, WRITE)


@every_figure
def test_picture(figure: Figure, sample_run: Run, update: bool) -> None:
    path = SNAPSHOTS / figure.stage / f"{figure.id}.svg"
    picture = render(build(figure, sample_run).document, ["svg"])["svg"].decode()
    compare(path, picture, update, f"{WRITE}, and look at the picture")


def test_index(sample_run: Run, tmp_path: Path, update: bool) -> None:
    if any(unraised(figure) for figure in FIGURES.values()):
        pytest.fail("the index waits for the new version of a template", pytrace=False)
    entries = {}
    for figure in FIGURES.values():
        document = build(figure, sample_run).document
        entries[figure.id] = index_entry(document, document_files(document, "inline"))
    compare(SPECS / "index.json", index_text(tmp_path, entries, FIGURES), update, WRITE)


def test_catalogue(sample_run: Run, update: bool) -> None:
    documents = {name: documents_made(figure, sample_run) for name, figure in FIGURES.items()}
    compare(TEMPLATES / "catalogue.json", golden.catalogue(documents), update, WRITE)


@pytest.mark.parametrize(
    ("name", "stub"),
    [
        ("figures/__init__.pyi", golden.figures_stub),
        ("visualizers/stages.pyi", golden.visualizers_stub),
    ],
)
def test_what_editors_know_is_what_the_registry_says(name: str, stub, update: bool) -> None:
    compare(PACKAGE / name, stub(), update, WRITE)


def test_the_gallery_of_the_readme_shows_every_figure(update: bool) -> None:
    before, rest = README.read_text(encoding="utf-8").split(START)
    _, after = rest.split(END)
    compare(README, before + START + golden.gallery() + END + after, update, WRITE)


def test_no_golden_file_is_left_over() -> None:
    known = {f"{figure.stage}/{figure.id}" for figure in FIGURES.values()}
    for folder, suffix in ((SPECS, ".json"), (SNAPSHOTS, ".svg"), (TEMPLATES, ".json")):
        found = {str(p.relative_to(folder).with_suffix("")) for p in folder.glob(f"*/*{suffix}")}
        assert found == known
