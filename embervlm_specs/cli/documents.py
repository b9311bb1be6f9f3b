"""What the command `spec` does: documents, their index, and what web pages need beside them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from embervlm_specs.cli import commands
from embervlm_specs.errors import EmberSpecsError, MissingDataError
from embervlm_specs.files import write_atomically

if TYPE_CHECKING:
    from embervlm_specs.web import Data

__all__ = ["spec"]


def spec(run_folder: str | None, ids: Sequence[str], data: Data, out: Path, compare: bool) -> None:
    """Write the documents and their index, or compare them with those that are there."""
    from embervlm_specs.export import build
    from embervlm_specs.figures import FIGURES
    from embervlm_specs.run import Run
    from embervlm_specs.web import CATALOGUE, INDEX, document_files, index_entry, index_text

    chosen = [commands._known(name, FIGURES, "figure") for name in ids] or list(FIGURES)
    run = Run.open(run_folder)
    keep = _differs if compare else _update
    entries, changed, failed = {}, 0, 0
    for name in chosen:
        try:
            document = build(FIGURES[name], run).document
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
    if data == "separate" and not compare:
        from embervlm_specs.render.vega import javascript

        _update(out / "vega.js", javascript())
        _update(out / CATALOGUE.name, CATALOGUE.read_text(encoding="utf-8"))
    if not compare:
        typer.echo(f"{len(chosen)} figures: {changed} documents written below {out}", err=True)
    elif changed or index_differs:
        commands._problem(
            f"{changed} documents differ from {out}" if changed else f"{INDEX} differs"
        )
    if failed:
        commands._problem(f"{failed} failed")


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
