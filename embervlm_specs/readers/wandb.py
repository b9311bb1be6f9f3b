"""Weights & Biases: the history as CSV, or an offline run's `.wandb` file."""

from __future__ import annotations

from pathlib import Path

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, Scales, listed, some
from embervlm_specs.readers.scalars import Point, read_points
from embervlm_specs.readers.sources import header, json_object, lines, only_one
from embervlm_specs.readers.wandb_file import history

__all__ = ["NONE", "files_in", "read", "recognises"]

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
NONE = "neither a .wandb file nor a CSV file of a history"


def files_in(folder: Path) -> list[Path]:
    """The histories in a run's folder, or in the runs of a `wandb` folder."""
    files = sorted(folder.glob("*.wandb")) or sorted(folder.glob("*run-*/*.wandb"))
    return files or [path for path in sorted(folder.glob("*.csv")) if _is_history(header(path))]


def recognises(file: Path) -> bool:
    """Whether this is a run's file, or a CSV file that W&B wrote."""
    names = header(file) if file.suffix == ".csv" else []
    ours = file.suffix == ".wandb" or file.name == "wandb-summary.json"
    return ours or _is_history(names) or _is_of_the_machine(names)


def read(source: Path, files: list[Path], stage: int | None, scales: Scales) -> Imported:
    """Every logged number as a row of `scalars`; the step is the trainer's own where it was logged.

    A CSV file of the history is that of `run.history()`, or the web page's export.
    """
    path = only_one(files, "histories", source)
    rows, skipped = history(path) if path.suffix == ".wandb" else _from_csv(path)
    names = {name for row in rows for name in row}
    step = next((name for name in STEPS if name in names), "_step")
    points = (
        Point(name, row[step], value)
        for row in rows
        if step in row
        for name, value in row.items()
        if name != step and not name.startswith("_")
    )
    told = read_points(points, stage, source=path.name)
    told.assumed.append(
        f"the step is the trainer's own, `{step}`"
        if step in STEPS
        else "the step is W&B's `_step`, which counts calls of `log` unless a step was given to"
        " them; no step of the trainer was logged"
    )
    stepless = sum(step not in row for row in rows)
    told.skipped += [*skipped, *some(stepless, f" rows without `{step}`")]
    return told


def _from_csv(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of the history, and what was left out."""
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
    rows, skipped = lines(path)
    if "_step" in names:
        return rows, skipped
    # the export of a chart, whose columns are `<run> - <metric>` beside their bounds
    metrics = [name for name in names[1:] if not name.endswith(("__MIN", "__MAX"))]
    runs = sorted({name.rpartition(" - ")[0] for name in metrics})
    if len(runs) > 1:
        raise SourceError(f"{path.name} holds {len(runs)} runs ({listed(runs)}); export one")
    step = "_step" if names[0] == "Step" else names[0]
    plain = {names[0]: step} | {name: name.rpartition(" - ")[2] for name in metrics}
    rows = [{plain[name]: cell for name, cell in row.items() if name in plain} for row in rows]
    return rows, skipped


def _is_history(names: list[str]) -> bool:
    return "_step" in names or any(name.endswith("__MIN") for name in names)


def _is_of_the_machine(names: list[str]) -> bool:
    held = [name for name in names if not name.startswith("_")]
    return bool(held) and "_timestamp" in names and all(n.startswith(_MACHINE) for n in held)
