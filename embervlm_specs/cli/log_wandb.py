"""The command `log-wandb`: a finished run goes to Weights & Biases, and is told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from embervlm_specs.cli.shared import RunFolder

__all__ = ["log_wandb"]


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
    from embervlm_specs.loggers.wandb_push import push_run

    mode = "offline" if offline else None
    failed = False
    for pushed in push_run(run, project=project, html=html, entity=entity, dir=folder, mode=mode):
        failed |= bool(pushed.failed)
        counts = {
            "figure": len(pushed.figures),
            "number": pushed.numbers,
            "table": len(pushed.tables),
        }
        held = ", ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for what, n in counts.items())
        typer.echo(f"{pushed.name}: {held if pushed.place else 'nothing recorded'}")
        for name in pushed.too_long:
            typer.echo(f"  left out  tables/{name}: more than the 10,000 rows that W&B keeps")
        if pushed.place:
            for name, reason in pushed.skipped.items():
                typer.echo(f"  skipped   {name}: {reason}")
        for name, reason in pushed.failed.items():
            typer.echo(f"  failed    {name}: {reason}")
        if pushed.place:
            typer.echo(f"  {pushed.place}")
    if failed:
        raise typer.Exit(1)
