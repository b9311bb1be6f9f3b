"""What `embervlm-specs log-wandb` does: a finished run goes to Weights & Biases, and is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from embervlm_specs.loggers.wandb import Html
    from embervlm_specs.loggers.wandb_push import Pushed

__all__ = ["log_wandb"]


def log_wandb(
    run: str | None,
    project: str,
    entity: str | None,
    html: Html,
    offline: bool,
    folder: Path | None,
) -> None:
    """Push a run stage by stage, and say what each became. Exit 1 where a figure failed."""
    from embervlm_specs.loggers.wandb_push import push_run

    told: Mapping[str, Any] = {
        "entity": entity,
        "dir": None if folder is None else str(folder),
        "mode": "offline" if offline else None,
    }
    given = {name: value for name, value in told.items() if value is not None}
    failed = False
    for pushed in push_run(run, project=project, html=html, **given):
        _tell(pushed)
        failed |= bool(pushed.failed)
    if failed:
        raise typer.Exit(1)


def _tell(pushed: Pushed) -> None:
    held = [
        _count(len(pushed.figures), "figure"),
        _count(pushed.numbers, "number"),
        _count(len(pushed.tables), "table"),
    ]
    typer.echo(f"{pushed.name}: {', '.join(held) if pushed.place else 'nothing recorded'}")
    for name in pushed.too_long:
        typer.echo(f"  left out  tables/{name}: more than the 10,000 rows that W&B keeps")
    if pushed.place:
        for name, reason in pushed.skipped.items():
            typer.echo(f"  skipped   {name}: {reason}")
    for name, reason in pushed.failed.items():
        typer.echo(f"  failed    {name}: {reason}")
    if pushed.place:
        typer.echo(f"  {pushed.place}")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
