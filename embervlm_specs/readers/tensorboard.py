"""TensorBoard event files, as TensorFlow, PyTorch and the Trainers write them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, listed
from embervlm_specs.readers.scalars import Point, read_points
from embervlm_specs.readers.sources import missing_extra

__all__ = ["read", "recognises"]

_SPLITS = {"train", "training", "val", "valid", "validation", "eval"}


def recognises(source: Path) -> bool:
    """Whether this is an event file, or a folder with some in it."""
    return bool(_files(source))


def read(
    source: Path, *, stage: int | None = None, scales: Mapping[str, float] | None = None
) -> Imported:
    """Every scalar of one run as a row of `scalars`.

    `source` is an event file, or the folder of one run; folders in it named `train` and
    `validation` are its splits.
    """
    runs = defaultdict(list)
    for file in _files(source):
        runs[file.parent].append(file)
    if not runs:
        raise SourceError(f"{source.name} is no event file, and no folder with event files in it")
    if len(runs) > 1 and not {run.name for run in runs} <= _SPLITS | {source.name}:
        names = listed([str(run.relative_to(source)) for run in runs])
        raise SourceError(f"{source.name} holds {len(runs)} runs ({names}); name one of them")
    others: dict[str, None] = {}
    broken: list[str] = []
    points = [
        Point(f"{run.name}/{tag}" if run.name in _SPLITS else tag, step, value)
        for run, files in runs.items()
        for file in files
        for tag, step, value in _scalars(file, others, broken)
    ]
    told = read_points(points, stage, source=source.name)
    told.skipped.extend([f"{listed(list(others))}: no scalars"] * bool(others))
    told.skipped.extend(broken)
    return told


def _scalars(
    file: Path, others: dict[str, None], broken: list[str]
) -> Iterator[tuple[str, int, float]]:
    """Tag, step and value; other kinds of tags are added to `others`, broken ends to `broken`."""
    try:
        from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
        from tensorboard.util.tensor_util import make_ndarray
    except ImportError:
        raise missing_extra("event files", "tensorboard") from None
    plugins: dict[str, str] = {}  # a tag's first value alone says what kind it is
    count = 0
    for event in EventFileLoader(str(file)).Load():
        count += 1
        for value in event.summary.value:
            plugin = plugins.setdefault(value.tag, value.metadata.plugin_data.plugin_name)
            if plugin == "scalars":
                yield value.tag, event.step, make_ndarray(value.tensor).item()
            else:
                others[value.tag] = None
    if not count:
        raise SourceError(f"{file.name} is no event file, or broken from its first record")
    if count < _records(file):  # the package passes over what is broken without a word
        broken.append(f"all of {file.name} after its record {count:,}, where it is broken")


def _records(file: Path) -> int:
    """How many records the file began: each a length, its checksum, content, its checksum."""
    content, at, count = file.read_bytes(), 0, 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 8], "little")
        at, count = at + 8 + 4 + length + 4, count + 1
    return count


def _files(source: Path) -> list[Path]:
    found = sorted(source.rglob("*tfevents*")) if source.is_dir() else [source]
    return [file for file in found if "tfevents" in file.name and file.is_file()]
