"""The command `embervlm-specs`; what does the work is imported by the command that needs it."""

from __future__ import annotations

from typing import Annotated

import typer

from embervlm_specs import __version__
from embervlm_specs.cli.commands import check, export, list_figures, project, tables
from embervlm_specs.cli.documents import spec
from embervlm_specs.cli.gallery import gallery
from embervlm_specs.cli.import_run import import_run
from embervlm_specs.cli.log_wandb import log_wandb
from embervlm_specs.cli.shared import fail
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


for _name, _command, _example in (
    ("list", list_figures, "--json"),
    ("tables", tables, "robot_predictions"),
    ("check", check, "my_run"),
    ("spec", spec, "my_run --figure confidence_calibration -o specs"),
    ("export", export, "my_run --format png,pdf -o outputs"),
    ("project", project, "my_run --method tsne --seed 7"),
    ("import", import_run, "wandb wandb/offline-run-1 -o my_run --stage 2"),
    ("gallery", gallery, "my_run -o gallery.html --watch"),
    ("log-wandb", log_wandb, "my_run --offline"),
):
    app.command(_name, epilog=f"Example: embervlm-specs {_name} {_example}")(_command)


def main() -> None:
    """Run the command line; errors are sentences, never tracebacks."""
    try:
        app(prog_name="embervlm-specs")
    except EmberSpecsError as error:
        fail(str(error), 2)
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error), 2)
