"""The command `import`: a log becomes run tables, and is told in sentences."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from embervlm_specs.cli.commands import check
from embervlm_specs.files import write_atomically

__all__ = ["import_run"]


def import_run(
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
    from embervlm_specs.readers import add_tables, detect, read_log
    from embervlm_specs.run import Run

    scales = _scales(scale or [])
    of = detect(source) if format == "auto" and source.exists() else format
    imported = read_log(of, source, stage=stage, scales=scales)
    written = add_tables(out, imported.tables, force=force)

    # where these rows came from and what was decided stays with the run
    told = Run(out, {}).provenance
    entry = {
        "format": of,
        "source": source.name,
        "tables": {name: len(frame) for name, frame in imported.tables.items()},
        "assumed": imported.assumed,
        "skipped": imported.skipped,
        "problems": imported.problems,
    }
    told["imports"] = [*told.get("imports", []), entry]
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    write_atomically(out / "provenance.json", text)

    typer.echo(f"{source.name}, read as {of}, into {out}:")
    for heading, sentences in (
        ("written", written),
        ("assumed", imported.assumed),
        ("skipped", imported.skipped),
        ("asked", imported.asks),
        ("not read", imported.problems),
    ):
        for sentence in sentences:
            typer.echo(f"  {heading:9s} {sentence}")
    typer.echo()
    check(str(out))
    if imported.problems:
        raise typer.Exit(1)


def _scales(told: Sequence[str]) -> dict[str, float]:
    """`NAME=MAX` as a mapping; a usage error where one is not in this form."""
    from embervlm_specs.readers.sources import number

    scales = {}
    for item in told:
        name, _, most = item.rpartition("=")
        scales[name] = number(most) or math.nan
        if not name or not 0 < scales[name] < math.inf:
            raise typer.BadParameter(f"'{item}' is not NAME=MAX, such as TextVQA_VAL=100")
    return scales
