"""The formats that can be read, and which of them a source is in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from embervlm_specs.errors import SourceError
from embervlm_specs.readers import (
    codecarbon,
    embervlm,
    hf_trainer,
    lm_eval,
    tensorboard,
    vlmevalkit,
    wandb,
)
from embervlm_specs.readers.result import Imported
from embervlm_specs.tables import TABLES, validate

__all__ = ["FORMATS", "detect", "read_log"]

_READERS: dict[str, ModuleType] = {
    "hf-trainer": hf_trainer,
    "wandb": wandb,
    "tensorboard": tensorboard,
    "codecarbon": codecarbon,
    "vlmevalkit": vlmevalkit,
    "lm-eval": lm_eval,
    "embervlm": embervlm,
}

FORMATS = (*_READERS, "auto")
"""The names of the formats; `auto` looks at the source."""


def read_log(
    format: str,
    source: str | Path,
    *,
    stage: int | None = None,
    scales: Mapping[str, float] | None = None,
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
    name = detect(path) if format == "auto" else format
    imported: Imported = _READERS[name].read(path, stage=stage, scales=scales)
    for table, frame in imported.tables.items():
        validate(TABLES[table], frame)
    return imported


def detect(source: str | Path) -> str:
    """The format of a file or folder, by what it holds.

    Raises `SourceError` where it is in none of the formats, or looks like several.
    """
    path = Path(source)
    found = [name for name, reader in _READERS.items() if _recognises(reader, path)]
    if not found:
        raise SourceError(f"'{path.name}' is in none of the known formats: {', '.join(_READERS)}")
    if len(found) > 1:
        raise SourceError(f"'{path.name}' looks like {' and '.join(found)}; name the format")
    return found[0]


def _recognises(reader: ModuleType, path: Path) -> bool:
    try:
        return bool(reader.recognises(path))
    except SourceError:
        return False
