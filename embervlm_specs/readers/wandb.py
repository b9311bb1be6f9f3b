"""Weights & Biases: the history as CSV, or an offline run's `.wandb` file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, listed
from embervlm_specs.readers.scalars import Point, read_points
from embervlm_specs.readers.sources import header, json_object, lines

__all__ = ["read", "recognises"]

STEPS = (
    "train/global_step",  # Hugging Face Trainer
    "trainer/global_step",  # Lightning
    "global_step",
    "train/step",
    "iter",
    "iteration",
    "step",
)
"""Where trainers write their own step, the surest first."""

_MACHINE = ("gpu.", "cpu", "proc.", "network.", "disk.", "memory", "system.")

Row = Mapping[str, Any]


def recognises(source: Path) -> bool:
    """Whether this is a run's file or folder, or a CSV file that W&B wrote."""
    if source.is_dir():
        return bool(_runs(source))
    if source.suffix == ".csv":
        names = header(source)
        return _is_history(names) or _is_of_the_machine(names)
    return source.suffix == ".wandb" or source.name == "wandb-summary.json"


def read(
    source: Path, *, stage: int | None = None, scales: Mapping[str, float] | None = None
) -> Imported:
    """Every logged number as a row of `scalars`; the step is the trainer's own where it was logged.

    `source` is a `.wandb` file, a CSV file of the history (`run.history()` or the web page's
    export), or the folder of one run.
    """
    path = _only_run(source) if source.is_dir() else source
    skipped: list[str] = []
    if path.suffix == ".wandb":
        from embervlm_specs.readers.wandb_file import history

        rows, ended = history(path)
        cut = f"what {path.name} does not hold: the run was killed, or it is still running"
        skipped += [cut] * (not ended)
    else:
        rows, ragged = _from_csv(path)
        skipped += [f"{ragged:,} lines that have not as many cells as the header"] * bool(ragged)
    step, assumed = _own_step({name for row in rows for name in row})
    stepless = sum(step not in row for row in rows)
    skipped += [f"{stepless:,} rows without `{step}`"] * bool(stepless)
    told = read_points(_points(rows, step), stage, source=path.name)
    told.assumed.extend(assumed)
    told.skipped.extend(skipped)
    return told


def _points(rows: Iterable[Row], step: str) -> Iterator[Point]:
    for row in rows:
        for name, value in row.items():
            if name != step and step in row and not name.startswith("_"):
                yield Point(name, row[step], value)


def _own_step(names: set[str]) -> tuple[str, list[str]]:
    """The column that holds the trainer's step, since W&B's own counts calls of `log`."""
    for step in STEPS:
        if step in names:
            return step, [f"the step is the trainer's own, `{step}`"]
    return "_step", [
        "the step is W&B's `_step`, which counts calls of `log` unless a step was given to them;"
        " no step of the trainer was logged"
    ]


def _from_csv(path: Path) -> tuple[list[dict[str, str]], int]:
    if path.name == "wandb-summary.json" and "_wandb" in json_object(path):
        raise SourceError(f"{path.name} holds no more than the last value of each metric")
    names = header(path)
    if _is_of_the_machine(names):
        raise SourceError(
            f"{path.name} holds W&B's measurements of the machine ({listed(names, most=3)}),"
            " which no run table takes"
        )
    if not _is_history(names):
        raise SourceError(f"{path.name} has no column `_step`, so it is no history of W&B")
    rows, ragged = lines(path)
    if "_step" in names:
        return rows, ragged
    return _from_web_page(path, names, rows), ragged


def _from_web_page(
    path: Path, names: list[str], rows: list[dict[str, str]]
) -> list[dict[str, str]]:
    """The export of a chart, whose columns are `<run> - <metric>` beside their bounds."""
    metrics = [name for name in names[1:] if not name.endswith(("__MIN", "__MAX"))]
    runs = sorted({name.rpartition(" - ")[0] for name in metrics})
    if len(runs) > 1:
        raise SourceError(f"{path.name} holds {len(runs)} runs ({listed(runs)}); export one")
    step = "_step" if names[0] == "Step" else names[0]
    plain = {names[0]: step} | {name: name.rpartition(" - ")[2] for name in metrics}
    return [{plain[name]: cell for name, cell in row.items() if name in plain} for row in rows]


def _is_history(names: list[str]) -> bool:
    return "_step" in names or any(name.endswith("__MIN") for name in names)


def _is_of_the_machine(names: list[str]) -> bool:
    held = [name for name in names if not name.startswith("_")]
    return bool(held) and "_timestamp" in names and all(n.startswith(_MACHINE) for n in held)


def _only_run(folder: Path) -> Path:
    runs = _runs(folder)
    if not runs:
        raise SourceError(f"{folder.name} holds neither a .wandb file nor a CSV file of a history")
    if len(runs) > 1:
        found = listed([str(run.relative_to(folder)) for run in runs])
        raise SourceError(f"{folder.name} holds {len(runs)} histories ({found}); name one of them")
    return runs[0]


def _runs(folder: Path) -> list[Path]:
    """The histories in a run's folder, or in the runs of a `wandb` folder."""
    files = sorted(folder.glob("*.wandb")) or sorted(folder.glob("*run-*/*.wandb"))
    return files or [path for path in sorted(folder.glob("*.csv")) if _is_history(header(path))]
