"""What `embervlm-specs import` does: a log becomes run tables, and is told in sentences."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import typer

from embervlm_specs.cli import commands
from embervlm_specs.errors import RunError
from embervlm_specs.files import write_atomically
from embervlm_specs.readers import Imported, add_tables, detect, read_log
from embervlm_specs.readers.sources import number

__all__ = ["import_run"]

_PROVENANCE = "provenance.json"


def import_run(
    format: str, source: Path, out: Path, stage: int | None, scales: Sequence[str], force: bool
) -> None:
    """Read a log, add its tables to a run folder, and say what the run can draw now.

    Exit 1 where a part of the source could not be read, or the run holds a table that is wrong.
    """
    limits = _scales(scales)
    if format == "auto" and source.exists():
        format = detect(source)
    imported = read_log(format, source, stage=stage, scales=limits)
    written = add_tables(out, imported.tables, force=force)
    _remember(out, format, source, imported)

    typer.echo(f"{source.name}, read as {format}, into {out}:")
    _tell("written", written)
    _tell("assumed", imported.assumed)
    _tell("skipped", imported.skipped)
    _tell("asked", imported.asks)
    _tell("not read", imported.problems)
    typer.echo()
    commands.check(str(out))
    if imported.problems:
        raise typer.Exit(1)


def _scales(told: Sequence[str]) -> dict[str, float]:
    """`NAME=MAX` as a mapping; a usage error where one is not in this form."""
    scales = {}
    for item in told:
        name, _, most = item.rpartition("=")
        scales[name] = number(most) or math.nan
        if not name or not 0 < scales[name] < math.inf:
            raise typer.BadParameter(f"'{item}' is not NAME=MAX, such as TextVQA_VAL=100")
    return scales


def _remember(out: Path, format: str, source: Path, imported: Imported) -> None:
    """Note in the run's `provenance.json` where these rows came from and what was decided."""
    path = out / _PROVENANCE
    told = {}
    if path.is_file():
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise RunError(f"{path.name} cannot be read: {error}") from None
    entry = {
        "format": format,
        "source": source.name,
        "tables": {name: len(frame) for name, frame in imported.tables.items()},
        "assumed": imported.assumed,
        "skipped": imported.skipped,
        "problems": imported.problems,
    }
    told["imports"] = [*told.get("imports", []), entry]
    write_atomically(path, json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def _tell(heading: str, sentences: Sequence[str]) -> None:
    for sentence in sentences:
        typer.echo(f"  {heading:9s} {sentence}")
