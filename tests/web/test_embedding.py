"""Documents on other people's pages: the snippet of the docs, and data sets that are swapped."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from embervlm_specs.document.checks import check_columns, units
from embervlm_specs.export import build
from embervlm_specs.figure import Figure
from embervlm_specs.figures import FIGURES
from embervlm_specs.render.vega import javascript
from embervlm_specs.web import document_files, web_document
from tests.conftest import REPOSITORY

from .conftest import Open, write_run

DOCS = (REPOSITORY / "docs" / "embedding.md").read_text(encoding="utf-8")


def snippet(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)
    return str(found)


def write_specs(folder: Path, seed: int, **size: int) -> None:
    run = write_run(folder.parent / f"run{seed}", seed=seed, **size)
    for figure in FIGURES.values():
        for path, text in document_files(build(figure, run).document, "separate").items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    (folder / "vega.js").write_text(javascript(), encoding="utf-8")


def test_the_snippet_of_the_docs_draws_and_refreshes(
    served: tuple[Path, str], open_page: Open
) -> None:
    folder, address = served
    assert len(snippet("js").strip().splitlines()) < 15
    (folder / "index.html").write_text(f"<!doctype html><title>x</title>{snippet('html')}")
    (folder / "figure.js").write_text(snippet("js"))
    write_specs(folder / "specs", seed=1)
    first = json.loads((folder / "specs/stage3/confidence_calibration.rows").read_text())
    opened = open_page(address)
    figure = opened.page.locator("#figure svg")
    assert first["datasets"]["note"][0]["text"] in figure.text_content()

    write_specs(folder / "specs", seed=2)
    second = json.loads((folder / "specs/stage3/confidence_calibration.rows").read_text())
    words = second["datasets"]["description"][0]["text"]
    opened.page.wait_for_selector(f'[aria-label="{words}"]', state="attached")
    assert second["datasets"]["note"][0]["text"] in figure.text_content()
    assert not [message for message in opened.messages if "favicon" not in message]
    assert all(url.startswith(address) for url in opened.requests)


SWAP = """async ([template, before, after]) => {
  const draw = async (rows) => {
    const place = document.createElement("div");
    document.body.append(place);
    const options = {actions: false, ast: true, defaultStyle: false, logLevel: 1};
    return (await vegaEmbed(place, {...template, ...rows}, options)).view;
  };
  const turned = await draw(before), fresh = await draw(structuredClone(after));
  const { description, ...sets } = after.datasets;
  for (const name in sets) turned.data(name, sets[name].slice(0, 1));
  await turned.runAsync();
  for (const name in sets) turned.data(name, sets[name]);
  await turned.runAsync();
  await turned.resize().runAsync();
  return [await turned.toSVG(), await fresh.toSVG()];
}"""


def test_swapped_data_sets_draw_what_a_fresh_page_draws(
    served: tuple[Path, str], open_page: Open
) -> None:
    folder, address = served
    write_specs(folder / "a", seed=1, classes=3)
    write_specs(folder / "b", seed=2, steps=9, classes=7)
    script = '<script type="module" src="a/vega.js"></script>'
    (folder / "vega.html").write_text(f"<!doctype html>{script}")
    page = open_page(f"{address}/vega.html").page
    different = []
    for figure in FIGURES.values():
        path = f"{figure.stage}/{figure.id}"
        template = json.loads((folder / "a" / f"{path}.json").read_text())
        assert template == json.loads((folder / "b" / f"{path}.json").read_text())
        rows = [json.loads((folder / side / f"{path}.rows").read_text()) for side in "ab"]
        turned, fresh = map(elements, page.evaluate(SWAP, [template, *rows]))
        if turned != fresh:
            different.append(figure.id)
    assert not different


def elements(svg: str) -> list[str]:
    """The elements of a picture in any order, with ids that count up within a page left out."""
    return sorted(re.sub(r"(clip|gradient_)\d+", "", svg).replace("><", ">\n<").splitlines())


@pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))
def test_every_data_set_but_the_description_is_drawn(figure: Figure, tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", tables=tuple(table.name for table in figure.tables))
    document = web_document(build(figure, run).document)
    check_columns(document)
    drawn = {name for _, name, _ in units(document)}
    assert drawn == set(document["datasets"]) - {"description"}
