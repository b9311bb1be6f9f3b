"""The command `spec`: documents, their index, and what web pages need beside them."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Annotated, Literal

import typer

from embervlm_specs.cli.shared import FigureIds, RunFolder, chosen, fail
from embervlm_specs.errors import EmberSpecsError, MissingDataError
from embervlm_specs.files import write_atomically

__all__ = ["spec"]


def spec(
    run: RunFolder = None,
    figure: FigureIds = None,
    data: Annotated[
        Literal["inline", "none", "separate"],
        typer.Option(
            help="Documents with their data, the templates alone, or for web pages both apart "
            "(ID.json, ID.rows, and vega.js, which draws them)."
        ),
    ] = "inline",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the documents.")] = Path(
        "specs"
    ),
    check: Annotated[
        bool, typer.Option("--check", help="Compare with what is there instead of writing.")
    ] = False,
) -> None:
    """Write the JSON documents of a run's figures to OUT/<stage>/<id>.json, and OUT/index.json."""
    from embervlm_specs.export import build
    from embervlm_specs.figures import FIGURES
    from embervlm_specs.run import Run
    from embervlm_specs.web import CATALOGUE, INDEX, document_files, index_entry, index_text

    names = chosen(figure or [], FIGURES, "figure")
    opened = Run.open(run)
    keep = _differs if check else _update
    entries, changed, failed = {}, 0, 0
    for name in names:
        try:
            document = build(FIGURES[name], opened).document
        except MissingDataError as error:
            typer.echo(f"{name}: skipped, {error}", err=True)
            continue
        except EmberSpecsError as error:
            typer.echo(f"{name}: {error}", err=True)
            failed += 1
            continue
        files = document_files(document, data)
        entries[name] = index_entry(document, files)
        changed += sum(keep(out / path, text) for path, text in files.items()) > 0
    index_differs = keep(out / INDEX, index_text(out, entries, FIGURES))
    if data == "separate" and not check:
        from embervlm_specs.render.vega import javascript

        _update(out / "vega.js", javascript())
        _update(out / CATALOGUE.name, CATALOGUE.read_text(encoding="utf-8"))
    if not check:
        typer.echo(f"{len(names)} figures: {changed} documents written below {out}", err=True)
    elif changed or index_differs:
        fail(f"{changed} documents differ from {out}" if changed else f"{INDEX} differs")
    if failed:
        fail(f"{failed} failed")


def _differs(path: Path, text: str) -> bool:
    """Print how the document differs from the file, as a unified diff."""
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines = difflib.unified_diff(
        there.splitlines(keepends=True), text.splitlines(keepends=True), str(path), "now"
    )
    typer.echo("".join(lines), nl=False)
    return there != text


def _update(path: Path, text: str) -> bool:
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    write_atomically(path, text)
    return True
