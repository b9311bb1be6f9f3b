"""The commands that tell what there is, draw it, and place embeddings."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, Literal

import typer

from embervlm_specs.cli.shared import FigureIds, RunFolder, chosen, fail, progress, show
from embervlm_specs.document import FORMATS
from embervlm_specs.errors import EmberSpecsError, MissingDataError

__all__ = ["check", "export", "list_figures", "project", "tables"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def list_figures(as_json: AsJson = False) -> None:
    """List the figures: what each shows, needs, and can be saved as."""
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
    cells = [
        [" ".join(told) if isinstance(told, list) else str(told) for told in row.values()]
        for row in rows
    ]
    show(["figure", "stage", "title", "tables", "drawn by", "formats"], cells)


def tables(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only this table.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the contracts of the run tables: columns, kinds, units and ranges."""
    from embervlm_specs.tables import TABLES

    names = chosen([name] if name else [], TABLES, "table")
    if as_json:
        told = [TABLES[each].to_dict() for each in names]
        typer.echo(json.dumps(told[0] if name else told, indent=2))
        return
    for table in map(TABLES.__getitem__, names):
        key = f"One row a {', '.join(table.key)}." if table.key else "No key: every row counts."
        key = f"Rows of one {', '.join(table.key)} add up." if table.adds else key
        typer.echo(f"\n{table.name}: {table.description} {key}")
        cells = [
            (c.name + "?" * c.optional, c.kind, c.unit, c.range, c.description)
            for c in table.columns
        ]
        show(["column", "kind", "unit", "range", "description"], cells)


def check(run: RunFolder = None) -> None:
    """Tell what each figure would get from a run, and what it lacks."""
    from embervlm_specs.export import build
    from embervlm_specs.figures import FIGURES
    from embervlm_specs.run import Run

    opened = Run.open(run)
    typer.echo(f"{opened.folder}: {len(opened.files)} tables ({', '.join(opened)})")
    rows = []
    for name, figure in FIGURES.items():
        try:
            rows.append((name, "complete", build(figure, opened).description))
        except MissingDataError as error:
            rows.append((name, "lacks", str(error)))
        except EmberSpecsError as error:
            rows.append((name, "wrong", str(error)))
    show(["figure", "", ""], rows)
    wrong = [name for name, state, _ in rows if state == "wrong"]
    if wrong:
        fail(f"{len(wrong)} of {len(FIGURES)} figures cannot be drawn: {', '.join(wrong)}")


def export(
    run: RunFolder = None,
    figure: FigureIds = None,
    format: Annotated[
        list[str] | None,
        typer.Option(
            "--format", metavar="LIST", help="Any of png,svg,pdf,gif,json; all by default."
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the files.")] = Path(
        "outputs"
    ),
    strict: Annotated[
        bool, typer.Option("--strict", help="A figure without data is an error.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Drawing processes; one a core.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Draw also what has not changed since the last export.")
    ] = False,
) -> None:
    """Draw the figures of a run: PNG at 300 DPI, SVG, PDF, GIF and JSON."""
    from embervlm_specs.export import export_run

    asked = [part.strip() for item in format or [] for part in item.split(",") if part.strip()]
    formats = chosen(asked, FORMATS, "format")
    if figure:
        from embervlm_specs.figures import IDS

        figure = chosen(figure, IDS, "figure")
    started = time.monotonic()
    with progress("drawing") as move:
        outcomes = export_run(
            run,
            figures=figure,
            formats=formats,
            out=out,
            jobs=jobs,
            force=force,
            on_start=lambda count: move(total=count),
            on_done=lambda outcome: move(advance=1, description=outcome.id),
        )
    drawn, unchanged, skipped, failed = (
        [outcome for outcome in outcomes if outcome.status == status]
        for status in ("drawn", "unchanged", "skipped", "failed")
    )
    for outcome in outcomes:
        if outcome.status in ("skipped", "failed"):
            typer.echo(f"{outcome.id}: {outcome.status}, {outcome.reason}", err=True)
    replaced = sum(outcome.replaced for outcome in drawn)
    typer.echo(
        f"{len(drawn)} of {len(outcomes)} figures drawn"
        + (f", {len(unchanged)} unchanged" if unchanged else "")
        + f", {sum(len(outcome.files) for outcome in drawn)} files below {out}"
        + (f" ({replaced} replaced)" if replaced else "")
        + f", {time.monotonic() - started:.1f} s",
        err=True,
    )
    if failed:
        fail(f"not drawn: {', '.join(outcome.id for outcome in failed)}")
    if strict and skipped:
        fail(f"nothing to draw for {', '.join(outcome.id for outcome in skipped)}")


def project(
    run: Annotated[str, typer.Argument(metavar="RUN", help="A run folder with embeddings.")],
    method: Annotated[
        Literal["tsne", "umap"],
        typer.Option(help="UMAP needs pip install 'embervlm-specs\\[umap]'."),
    ] = "tsne",
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same map.")] = 0,
    perplexity: Annotated[
        float, typer.Option(min=1, help="About how many neighbours count in t-SNE.")
    ] = 30,
    force: Annotated[
        bool,
        typer.Option("--force", help="Compute it again; a recorded map is put aside, not lost."),
    ] = False,
) -> None:
    """Place the embeddings of a run in the plane: RUN/embedding_map.parquet."""
    from embervlm_specs.run.projection import NAMES, project_run

    started = time.monotonic()
    with progress(NAMES[method]) as move:
        done = project_run(
            run,
            method=method,
            seed=seed,
            perplexity=perplexity,
            force=force,
            on_start=lambda count: move(total=count),
            on_step=lambda step: move(advance=1, description=f"step {step:,}"),
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
