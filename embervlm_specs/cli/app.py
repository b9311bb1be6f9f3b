"""The command `embervlm-specs` and its options; what does the work is imported when needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from embervlm_specs import __version__
from embervlm_specs.errors import EmberSpecsError

__all__ = ["app", "main"]

app = typer.Typer(
    name="embervlm-specs",
    help="See the training of a small vision-language model: documents and pictures of a run.",
    epilog="Exit codes: 0 done, 1 problems found, 2 bad usage or input.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)

RunFolder = Annotated[
    str | None,
    typer.Argument(metavar="[RUN]", help="A run folder; the bundled sample run by default."),
]
FigureIds = Annotated[
    list[str] | None,
    typer.Option("--figure", "-f", metavar="ID", help="Only this figure; can be given again."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"embervlm-specs {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass


@app.command("list", epilog="Example: embervlm-specs list --json")
def list_figures(as_json: AsJson = False) -> None:
    """List the figures: what each shows, needs, and can be saved as."""
    from embervlm_specs.cli import commands

    commands.list_figures(as_json)


@app.command(epilog="Example: embervlm-specs tables robot_predictions")
def tables(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only this table.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the contracts of the run tables: columns, kinds, units and ranges."""
    from embervlm_specs.cli import commands

    commands.tables(name, as_json)


@app.command(epilog="Example: embervlm-specs check my_run")
def check(run: RunFolder = None) -> None:
    """Tell what each figure would get from a run, and what it lacks."""
    from embervlm_specs.cli import commands

    commands.check(run)


@app.command(epilog="Example: embervlm-specs spec my_run --figure confidence_calibration -o specs")
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
    from embervlm_specs.cli import documents

    documents.spec(run, figure or [], data, out, check)


@app.command(epilog="Example: embervlm-specs export my_run --format png,pdf -o outputs")
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
    from embervlm_specs.cli import commands

    commands.export(run, figure or [], format or [], out, strict, jobs, force)


@app.command(epilog="Example: embervlm-specs project my_run --method tsne --seed 7")
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
    from embervlm_specs.cli import commands

    commands.project(run, method, seed, perplexity, force)


@app.command(
    "import", epilog="Example: embervlm-specs import wandb wandb/offline-run-1 -o my_run --stage 2"
)
def import_log(
    format: Annotated[
        Literal[
            "hf-trainer",
            "wandb",
            "tensorboard",
            "codecarbon",
            "vlmevalkit",
            "lm-eval",
            "embervlm",
            "auto",
        ],
        typer.Argument(metavar="FORMAT", help="What wrote the log; auto looks at it."),
    ],
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="Its file or folder.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="RUN", help="The run folder.")],
    stage: Annotated[
        int | None,
        typer.Option(min=1, max=4, help="The stage of what names none itself; 1 by default."),
    ] = None,
    scale: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=MAX", help="Best score of a benchmark; can be given again."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace rows that the run holds already.")
    ] = False,
) -> None:
    """Turn a log of another tool into run tables, and tell what they can draw.

    FORMAT is hf-trainer, wandb, tensorboard, codecarbon, vlmevalkit, lm-eval, embervlm or auto.
    """
    from embervlm_specs.cli.import_run import import_run

    import_run(format, source, out, stage, scale or [], force)


@app.command(epilog="Example: embervlm-specs gallery my_run -o gallery.html --watch")
def gallery(
    run: RunFolder = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = Path(
        "gallery.html"
    ),
    watch: Annotated[
        bool, typer.Option("--watch", help="Build it again when the run grows; stop with Ctrl-C.")
    ] = False,
) -> None:
    """Write one web page, which needs no network, with all figures of a run."""
    from embervlm_specs.cli import gallery

    gallery.write(run, out, watch)


@app.command("log-wandb", epilog="Example: embervlm-specs log-wandb my_run --offline")
def log_wandb(
    run: RunFolder = None,
    project: Annotated[str, typer.Option(help="The W&B project.")] = "embervlm",
    entity: Annotated[str | None, typer.Option(help="The user or team, if not your own.")] = None,
    html: Annotated[
        Literal["vector", "interactive", "none"],
        typer.Option(help="What goes beside each image: SVG, a page with tooltips, or nothing."),
    ] = "vector",
    offline: Annotated[
        bool, typer.Option("--offline", help="Write it here, for `wandb sync` later.")
    ] = False,
    folder: Annotated[
        Path | None, typer.Option("--dir", help="Where W&B keeps its files; here by default.")
    ] = None,
) -> None:
    """Log a finished run to Weights & Biases: a W&B run a stage, with figures, numbers, tables.

    Needs pip install 'embervlm-specs\\[wandb]'.
    """
    from embervlm_specs.cli.log_wandb import log_wandb

    log_wandb(run, project, entity, html, offline, folder)


def main() -> None:
    """Run the command line; errors are sentences, never tracebacks."""
    try:
        app(prog_name="embervlm-specs")
    except EmberSpecsError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KeyboardInterrupt:
        _fail("interrupted", code=130)


def _fail(message: str, code: int = 2) -> None:
    typer.echo(f"embervlm-specs: {message}", err=True)
    sys.exit(code)
