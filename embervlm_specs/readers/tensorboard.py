"""TensorBoard event files, as TensorFlow, PyTorch and the Trainers write them."""

from __future__ import annotations

from pathlib import Path

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, Scales, some
from embervlm_specs.readers.scalars import Point, read_points
from embervlm_specs.readers.sources import missing_extra, only_one

__all__ = ["NONE", "files_in", "read", "recognises"]

_SPLITS = {"train", "training", "val", "valid", "validation", "eval"}
NONE = "no event files"


def files_in(folder: Path) -> list[Path]:
    """The event files in a folder and below."""
    return sorted(folder.rglob("*tfevents*"))


def recognises(file: Path) -> bool:
    """Whether this is an event file."""
    return "tfevents" in file.name


def read(source: Path, files: list[Path], stage: int | None, scales: Scales) -> Imported:
    """Every scalar of one run as a row of `scalars`.

    Folders of the run that are named `train` and `validation` are its splits.
    """
    try:
        from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
        from tensorboard.util.tensor_util import make_ndarray
    except ImportError:
        raise missing_extra("event files", "tensorboard") from None
    runs = sorted({file.parent for file in files})
    if not {run.name for run in runs} <= _SPLITS | {source.name}:
        only_one(runs, "runs", source)
    points, broken = [], []
    others: dict[str, None] = {}  # tags of other kinds
    for file in files:
        split = f"{file.parent.name}/" if file.parent.name in _SPLITS else ""
        plugins: dict[str, str] = {}  # a tag's first value alone says what kind it is
        count = 0
        for event in EventFileLoader(str(file)).Load():
            count += 1
            for value in event.summary.value:
                plugin = plugins.setdefault(value.tag, value.metadata.plugin_data.plugin_name)
                if plugin == "scalars":
                    number = make_ndarray(value.tensor).item()
                    points.append(Point(split + value.tag, event.step, number))
                else:
                    others[value.tag] = None
        if not count:
            raise SourceError(f"{file.name} is no event file, or broken from its first record")
        if count < _records(file):  # the package passes over what is broken without a word
            broken.append(f"all of {file.name} after its record {count:,}, where it is broken")
    told = read_points(points, stage, source=source.name)
    told.skipped += [*some(others, ": no scalars"), *broken]
    return told


def _records(file: Path) -> int:
    """How many records the file began: each a length, its checksum, content, its checksum."""
    content, at, count = file.read_bytes(), 0, 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 8], "little")
        at, count = at + 8 + 4 + length + 4, count + 1
    return count
