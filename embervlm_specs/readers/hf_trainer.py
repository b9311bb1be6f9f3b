"""The Hugging Face Trainer's `trainer_state.json`."""

from __future__ import annotations

from pathlib import Path

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, Scales
from embervlm_specs.readers.scalars import Point, read_points
from embervlm_specs.readers.sources import json_object

__all__ = ["NONE", "files_in", "read", "recognises"]

_FILE = "trainer_state.json"
_MEAN = "train_loss"  # in the row that closes the history
NONE = f"no {_FILE}"


def files_in(folder: Path) -> list[Path]:
    """The state in a folder, else those of its checkpoints, the one of the last step at the end."""
    own = sorted(folder.glob(_FILE))
    return own or sorted(folder.glob(f"checkpoint-*/{_FILE}"), key=_step_of)


def _step_of(state: Path) -> int:
    digits = state.parent.name.removeprefix("checkpoint-")
    return int(digits) if digits.isdecimal() else -1


def recognises(file: Path) -> bool:
    """Whether this is a trainer's state."""
    if file.name == _FILE:
        return True
    return file.suffix == ".json" and '"log_history"' in file.read_text("utf-8", "replace")


def read(source: Path, files: list[Path], stage: int | None, scales: Scales) -> Imported:
    """Every logged number as a row of `scalars`; the step is the optimiser's.

    Of the checkpoints in an output folder the last is read, since it holds the history of those
    before.
    """
    *earlier, path = files
    history = json_object(path).get("log_history")
    if not isinstance(history, list):
        raise SourceError(f"{path.name} has no list `log_history`, so it is no trainer's state")
    rows = [row for row in history if isinstance(row, dict)]
    points = (
        Point(name, row.get("step"), value)
        for row in rows
        for name, value in row.items()
        if name not in ("step", _MEAN)
    )
    told = read_points(points, stage, source=path.name, split="train")
    if any(_MEAN in row for row in rows):
        told.skipped.append(f"{_MEAN}: the mean over the whole run, of no step of its own")
    if earlier:
        names = ", ".join(state.parent.name for state in earlier)
        told.skipped.append(f"{names}: {path.parent.name} holds their history")
    return told
