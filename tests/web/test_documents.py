"""Pages and files without a browser: the index, the twins, saving, and watching a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from embervlm_specs.document import PLOT_SCHEMA, check_schema, dumps
from embervlm_specs.errors import DocumentError, RunError
from embervlm_specs.export import build
from embervlm_specs.export.watching import watch
from embervlm_specs.figure import Spec
from embervlm_specs.figures import FIGURES
from embervlm_specs.render import render
from embervlm_specs.run import Run
from embervlm_specs.web import (
    document_files,
    figure_page,
    index_entry,
    index_text,
    web_document,
)
from embervlm_specs.web.html import script_json
from tests.tables_made import make_table

from .conftest import write_run

TWINNED = [figure for figure in FIGURES.values() if figure.renderer == "matplotlib"]


def made(name: str, **size: int) -> Spec:
    figure = FIGURES[name]
    return figure(*(make_table(table.name, **size) for table in figure.tables))


@pytest.mark.parametrize("figure", TWINNED, ids=[figure.id for figure in TWINNED])
def test_a_twin_is_vega_lite_over_the_same_data(figure: Any) -> None:
    spec = made(figure.id, seed=1)
    twin = web_document(spec.document)
    check_schema(twin)
    assert twin["datasets"] == spec.document["datasets"]
    assert render(twin, ["svg"])["svg"].startswith(b"<svg")
    other = web_document(made(figure.id, seed=2, steps=12, classes=9).document)
    assert dumps({**twin, "datasets": {}}) == dumps({**other, "datasets": {}})


def test_a_surface_and_its_twin_have_one_colour_scale() -> None:
    document = made("layer_accuracy_3d_surface").document
    assert document["$schema"] == PLOT_SCHEMA
    (cells, _) = web_document(document)["spec"]["layer"]
    assert cells["encoding"]["color"]["scale"] == document["encoding"]["color"]["scale"]


def test_what_a_browser_can_draw_needs_no_twin() -> None:
    document = made("confidence_calibration").document
    assert web_document(document) is document


def test_a_document_is_the_union_of_its_separate_files() -> None:
    spec = made("confidence_calibration")
    template, rows = map(json.loads, document_files(spec.document, "separate").values())
    assert {**template, **rows} == spec.document
    assert "datasets" not in template


def test_the_index_keeps_what_it_does_not_write(tmp_path: Path) -> None:
    entries = {}
    for name in ("confusion_evolution", "confidence_calibration"):
        spec = made(name)
        files = document_files(spec.document, "inline")
        entries[name] = index_entry(spec.document, files)
        (tmp_path / "index.json").write_text(index_text(tmp_path, {name: entries[name]}, FIGURES))
    listed = json.loads((tmp_path / "index.json").read_text())
    assert listed == [entries[name] for name in FIGURES if name in entries]
    assert listed[0]["size"] == len(made(listed[0]["id"]).to_json().encode())
    assert list(listed[0])[:4] == ["id", "stage", "title", "version"]


def test_a_figure_is_saved_as_a_page(tmp_path: Path) -> None:
    spec = made("confidence_calibration")
    path = spec.save(tmp_path / "x.html")
    assert path.read_text(encoding="utf-8") == figure_page(spec.document)
    assert spec.description in path.read_text(encoding="utf-8")
    with pytest.raises(DocumentError, match=r"\.html, not 'x.bmp'"):
        spec.save(tmp_path / "x.bmp")


def test_json_in_a_page_ends_no_script_element() -> None:
    text = script_json({"a": "</script><!-- & \u2028"})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"a": "</script><!-- & \u2028"}


def test_a_run_that_grows_is_drawn_again(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    write_run(folder, tables=("robot_predictions",))
    sizes: list[int] = []

    def rebuild(run: Run) -> None:
        spec = build(FIGURES["confidence_calibration"], run)
        sizes.append(len(spec.datasets["bins"]))

    looks = watch(str(folder), rebuild, poll=0, rest=0)
    next(looks)
    next(looks)
    assert len(sizes) == 1
    file = folder / "robot_predictions.jsonl"
    rows = file.read_text()
    file.write_text(rows + rows.splitlines()[0][:20])  # a line that is still being written
    next(looks)
    assert len(sizes) == 2
    file.write_text("")
    next(looks)  # nothing to draw for a moment does not end the watching
    file.write_text(rows)
    next(looks)
    assert len(sizes) == 3
    with pytest.raises(RunError):
        next(watch(str(tmp_path / "nowhere"), rebuild))
