"""What the commands do."""

from __future__ import annotations

import difflib
import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from embervlm_specs.document import FORMATS
from embervlm_specs.errors import EmberSpecsError, MissingDataError

if TYPE_CHECKING:
    from embervlm_specs.export import Outcome
    from embervlm_specs.run.projection import Method

__all__ = ["check", "export", "list_figures", "project", "tables"]


def list_figures(as_json: bool) -> None:
    """Print the index of the figures."""
    from embervlm_specs.figures import FIGURES

    rows = [
        {
            "id": figure.id,
            "stage": figure.stage,
            "title": figure.title,
            "tables": [table.name for table in figure.tables],
            "renderer": figure.renderer,
            "formats": list(figure.formats),
        }
        for figure in FIGURES.values()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    grid = _grid("figure", "stage", "title", "tables", "drawn by", "formats")
    for row in rows:
        lists = [" ".join(row["tables"]), row["renderer"], " ".join(row["formats"])]
        grid.add_row(str(row["id"]), str(row["stage"]), str(row["title"]), *map(str, lists))
    _print(grid)


def tables(name: str | None, as_json: bool) -> None:
    """Print the contract of one table or of all."""
    from embervlm_specs.tables import TABLES

    chosen = [TABLES[n] for n in ([_known(name, TABLES, "table")] if name else TABLES)]
    if as_json:
        told = [table.to_dict() for table in chosen]
        typer.echo(json.dumps(told[0] if name else told, indent=2))
        return
    for table in chosen:
        grid = _grid("column", "kind", "unit", "range", "description")
        for column in table.columns:
            optional = "?" if column.optional else ""
            cells = (column.kind, column.unit, column.range, column.description)
            grid.add_row(column.name + optional, *cells)
        key = f"One row a {', '.join(table.key)}." if table.key else "No key: every row counts."
        typer.echo(f"\n{table.name}: {table.description} {key}")
        _print(grid)


def check(run_folder: str | None) -> None:
    """Build every document, and say what came of it; exit 1 where a table is wrong."""
    from embervlm_specs.export import build
    from embervlm_specs.figures import FIGURES
    from embervlm_specs.run import Run

    run = Run.open(run_folder)
    typer.echo(f"{run.folder}: {len(run.files)} tables ({', '.join(run)})")
    grid = _grid("figure", "", "")
    wrong = []
    for figure in FIGURES.values():
        try:
            document = build(figure, run)
        except MissingDataError as error:
            grid.add_row(figure.id, "lacks", str(error))
        except EmberSpecsError as error:
            wrong.append(figure.id)
            grid.add_row(figure.id, "wrong", str(error))
        else:
            grid.add_row(figure.id, "complete", document.description)
    _print(grid)
    if wrong:
        _problem(f"{len(wrong)} of {len(FIGURES)} figures cannot be drawn: {', '.join(wrong)}")


def export(
    run_folder: str | None,
    ids: Sequence[str],
    formats: Sequence[str],
    out: Path,
    strict: bool,
    jobs: int | None,
    force: bool,
) -> None:
    """Draw the figures with a progress bar, and sum up."""
    from embervlm_specs.export import export_run

    asked = [part.strip() for item in formats for part in item.split(",") if part.strip()]
    chosen = [_known(name, FORMATS, "format") for name in asked] or list(FORMATS)
    if ids:
        from embervlm_specs.figures import FIGURES

        ids = [_known(name, FIGURES, "figure") for name in ids]
    started = time.monotonic()
    with _progress() as bar:
        task = bar.add_task("drawing", total=None)

        def done(outcome: Outcome) -> None:
            bar.update(task, advance=1, description=outcome.id)

        outcomes = export_run(
            run_folder,
            figures=ids or None,
            formats=chosen,
            out=out,
            jobs=jobs,
            force=force,
            on_start=lambda count: bar.update(task, total=count),
            on_done=done,
        )
    _sum_up(outcomes, out, time.monotonic() - started)
    failed = [o.id for o in outcomes if o.status == "failed"]
    skipped = [o.id for o in outcomes if o.status == "skipped"]
    if failed:
        _problem(f"not drawn: {', '.join(failed)}")
    if strict and skipped:
        _problem(f"nothing to draw for {', '.join(skipped)}")


def project(run_folder: str, method: Method, seed: int, perplexity: float, force: bool) -> None:
    """Place the embeddings in the plane with a progress bar, and say what came of it."""
    from embervlm_specs.run.projection import NAMES, project_run

    started = time.monotonic()
    with _progress() as bar:
        task = bar.add_task(NAMES[method], total=None)
        done = project_run(
            run_folder,
            method=method,
            seed=seed,
            perplexity=perplexity,
            force=force,
            on_start=lambda count: bar.update(task, total=count),
            on_step=lambda step: bar.update(task, advance=1, description=f"step {step:,}"),
        )
    if done.unchanged:
        typer.echo(f"{done.path} is up to date; --force computes it again", err=True)
        return
    of = f" of {done.recorded:,} recorded" if done.steps < done.recorded else ""
    typer.echo(
        f"{NAMES[method]} of {done.rows:,} embeddings at {done.steps}{of} steps in {done.path}, "
        f"{time.monotonic() - started:.1f} s",
        err=True,
    )


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    hidden = not console.is_terminal
    return Progress(*columns, TimeElapsedColumn(), console=console, transient=True, disable=hidden)


def _sum_up(outcomes: Sequence[Outcome], out: Path, seconds: float) -> None:
    for outcome in outcomes:
        if outcome.status in ("skipped", "failed"):
            typer.echo(f"{outcome.id}: {outcome.status}, {outcome.reason}", err=True)
    drawn = [outcome for outcome in outcomes if outcome.status == "drawn"]
    files = sum(len(outcome.files) for outcome in drawn)
    replaced = sum(outcome.replaced for outcome in drawn)
    again = f" ({replaced} replaced)" if replaced else ""
    unchanged = sum(outcome.status == "unchanged" for outcome in outcomes)
    kept = f", {unchanged} unchanged" if unchanged else ""
    typer.echo(
        f"{len(drawn)} of {len(outcomes)} figures drawn{kept}, {files} files below {out}{again}, "
        f"{seconds:.1f} s",
        err=True,
    )


def _known(name: str, known: Iterable[str], kind: str) -> str:
    """The name, if it is one of the known; a usage error with a suggestion otherwise."""
    names = list(known)
    if name in names:
        return name
    close = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known: {', '.join(names)}"
    raise typer.BadParameter(f"unknown {kind} '{name}'; {hint}")


def _problem(message: str) -> NoReturn:
    typer.echo(f"embervlm-specs: {message}", err=True)
    raise typer.Exit(1)


def _grid(*columns: str) -> Grid:
    grid = Grid(box=None, pad_edge=False, header_style="bold")
    for position, name in enumerate(columns):
        grid.add_column(name, no_wrap=position == 0)
    return grid


def _print(grid: Grid) -> None:
    # texts of a run are printed as they are; square brackets in them are no markup
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = 200  # a file or a pipe has no edge to wrap at
    console.print(grid)
