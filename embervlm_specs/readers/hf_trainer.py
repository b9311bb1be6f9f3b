"""The Hugging Face Trainer's `trainer_state.json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported
from embervlm_specs.readers.scalars import Point, read_points
from embervlm_specs.readers.sources import json_object

__all__ = ["read", "recognises"]

_FILE = "trainer_state.json"
_MEAN = "train_loss"  # in the row that closes the history


def recognises(source: Path) -> bool:
    """Whether this is a trainer's state, or a checkpoint that holds one."""
    if source.is_dir():
        return bool(_states(source))
    return source.suffix == ".json" and '"log_history"' in source.read_text("utf-8", "replace")


def read(
    source: Path, *, stage: int | None = None, scales: Mapping[str, float] | None = None
) -> Imported:
    """Every logged number as a row of `scalars`; the step is the optimiser's.

    `source` is the file, a checkpoint folder, or an output folder: then the state of its last
    checkpoint, which holds the history of those before.
    """
    path, passed_over = _state(source)
    history = json_object(path).get("log_history")
    if not isinstance(history, list):
        raise SourceError(f"{path.name} has no list `log_history`, so it is no trainer's state")
    rows = [row for row in history if isinstance(row, dict)]
    told = read_points(_points(rows), stage, source=path.name, split="train")
    closing = any(_MEAN in row for row in rows)
    told.skipped.extend([f"{_MEAN}: the mean over the whole run, of no step of its own"] * closing)
    told.skipped.extend(passed_over)
    return told


def _state(source: Path) -> tuple[Path, list[str]]:
    if not source.is_dir():
        return source, []
    states = _states(source)
    if not states:
        raise SourceError(f"{source.name} holds no {_FILE}")
    earlier = [state.parent.name for state in states[:-1]]
    told = f"{', '.join(earlier)}: {states[-1].parent.name} holds their history"
    return states[-1], [told] if earlier else []


def _states(folder: Path) -> list[Path]:
    """The states in a folder and its checkpoints, the one of the last step at the end."""
    if (folder / _FILE).is_file():
        return [folder / _FILE]
    return sorted(folder.glob(f"checkpoint-*/{_FILE}"), key=_step_of)


def _step_of(state: Path) -> int:
    digits = state.parent.name.removeprefix("checkpoint-")
    return int(digits) if digits.isdecimal() else -1


def _points(rows: list[dict[str, Any]]) -> Iterator[Point]:
    for row in rows:
        for name, value in row.items():
            if name not in ("step", _MEAN):
                yield Point(name, row.get("step"), value)
