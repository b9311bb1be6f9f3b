"""The formats that can be read, and which of them a source is in."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, Scales
from embervlm_specs.tables import TABLES, validate

__all__ = ["FORMATS", "detect", "read_log"]

_NAMES = ("hf-trainer", "wandb", "tensorboard", "codecarbon", "vlmevalkit", "lm-eval", "embervlm")
FORMATS = (*_NAMES, "auto")
"""The names of the formats; `auto` looks at the source."""

_READERS = {name: import_module(f"{__package__}.{name.replace('-', '_')}") for name in _NAMES}
"""Each finds its `files_in` a folder, `recognises` a file, and can `read` those that were found;
`NONE` is what a folder without them holds."""


def read_log(
    format: str,
    source: str | Path,
    *,
    stage: int | None = None,
    scales: Scales | None = None,
) -> Imported:
    """The run tables that a log of another tool holds.

    Parameters
    ----------
    format
        One of `FORMATS`.
    source
        The file or folder.
    stage
        The training stage of everything that names none itself; 1 by default, which is then said.
    scales
        The best possible score of benchmarks, by their names in the source.

    Returns
    -------
    Tables that keep their contracts, and sentences on what was assumed and skipped.

    Raises
    ------
    SourceError
        The source is not in this format, or holds nothing that a run table takes.

    """
    path = Path(source)
    if not path.exists():
        raise SourceError(f"'{path}' is not there")
    reader = _READERS[detect(path) if format == "auto" else format]
    files = _files(reader, path)
    if not files:
        raise SourceError(f"{path.name} holds {reader.NONE}")
    imported: Imported = reader.read(path, files, stage, scales or {})
    for table, frame in imported.tables.items():
        validate(TABLES[table], frame)
    return imported


def detect(source: str | Path) -> str:
    """The format of a file or folder, by what it holds.

    Raises `SourceError` where it is in none of the formats, or looks like several.
    """
    path = Path(source)
    found = [
        name
        for name, reader in _READERS.items()
        if any(reader.recognises(file) for file in _files(reader, path))
    ]
    if not found:
        raise SourceError(f"'{path.name}' is in none of the known formats: {', '.join(_READERS)}")
    if len(found) > 1:
        raise SourceError(f"'{path.name}' looks like {' and '.join(found)}; name the format")
    return found[0]


def _files(reader: ModuleType, source: Path) -> list[Path]:
    """The files of a format in a folder, or the file itself."""
    files = reader.files_in(source) if source.is_dir() else [source]
    return [file for file in files if file.is_file()]
