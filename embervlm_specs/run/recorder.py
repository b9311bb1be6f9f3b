"""Recording tables from a training loop: append, survive a kill, never stop the training."""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from embervlm_specs.tables import TABLES, Column, Table

__all__ = ["RunRecorder"]

Row = Mapping[str, Any]


class RunRecorder:
    """Append rows to a run folder, one JSON line a row.

    Every row reaches the operating system before `record` returns (unless `flush_every` is larger
    than 1), so that a killed training loses at most the rows not yet flushed. NaN and infinity are
    written as missing, since JSON has no word for them; for infinity a warning says so, once a
    column. A row that cannot be written warns and is left out: recording never stops a training.

    Arrays and tensors (anything with `.tolist()`: numpy, torch, half precision, on any device) are
    taken as they come; of one element they count as numbers, for vectors as lists.

        with RunRecorder("my_run") as recorder:
            recorder.record("scalars", {"stage": 3, "metric": "loss", "step": 10, "value": 0.7})
    """

    def __init__(self, folder: str | Path, *, flush_every: int = 1) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.flush_every = flush_every
        self._files: dict[str, IO[bytes]] = {}
        self._unflushed = 0
        self._warned: set[str] = set()

    def record(self, table: str, rows: Row | Iterable[Row]) -> None:
        """Append one row or several to a table.

        An unknown table or column warns once and is left out (a misspelt name would otherwise be
        noticed only when the training is over).
        """
        try:
            self._append(table, [rows] if isinstance(rows, Mapping) else list(rows))
        except Exception as error:  # recording must never stop a training
            kind = f"{table}:{type(error).__name__}"
            self._warn(f"rows of '{table}' not recorded: {error}", about=kind)

    def flush(self) -> None:
        """Hand all rows to the operating system."""
        for file in self._files.values():
            file.flush()
        self._unflushed = 0

    def close(self) -> None:
        """Flush and close; the recorder can be used again afterwards."""
        for file in self._files.values():
            file.close()
        self._files.clear()
        self._unflushed = 0

    def __enter__(self) -> RunRecorder:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _append(self, table: str, rows: list[Row]) -> None:
        if table not in TABLES:
            self._warn(f"there is no table '{table}'; its rows are not recorded")
            return
        lines = [self._line(TABLES[table], row) for row in rows]
        if table not in self._files:
            path = self.folder / f"{table}.jsonl"
            _mend(path)
            self._files[table] = path.open("ab")
        self._files[table].write(b"".join(lines))
        self._unflushed += len(lines)
        if self._unflushed >= self.flush_every:
            self.flush()

    def _line(self, table: Table, row: Row) -> bytes:
        names = table.column_names
        for name in row:
            if name not in names:
                self._warn(f"table '{table.name}' has no column '{name}'; left out")
        values = {
            name: _shaped(table[name], self._plain(f"{table.name}.{name}", row[name]))
            for name in names
            if name in row
        }
        return (json.dumps(values, ensure_ascii=False, allow_nan=False) + "\n").encode()

    def _plain(self, place: str, value: Any) -> Any:
        if value is None or isinstance(value, str | bool | int):
            return value
        if hasattr(value, "tolist"):  # arrays, and scalars of numpy and torch
            return self._plain(place, value.tolist())
        if isinstance(value, list | tuple):
            return [self._plain(place, item) for item in value]
        if isinstance(value, float):
            if math.isinf(value):
                self._warn(f"'{place}' was infinite; written as missing")
            return value if math.isfinite(value) else None
        return str(value)

    def _warn(self, message: str, *, about: str = "") -> None:
        """Say it once, or only the first of what is about the same thing."""
        if (about or message) not in self._warned:
            self._warned.add(about or message)
            warnings.warn(message, stacklevel=4)


def _shaped(column: Column, value: Any) -> Any:
    """A number for arrays of one element, a flat list for a vector that came as a row of one.

    Raises `TypeError` for what then still is no number, or no flat list: it would make the whole
    file unreadable.
    """
    while isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]
    if column.kind == "vector":
        flat = isinstance(value, list) and not any(isinstance(item, list) for item in value)
        if value is not None and not flat:
            raise TypeError(f"column '{column.name}' takes a flat list of numbers")
        return value
    if not isinstance(value, list):
        return value
    if len(value) != 1:
        raise TypeError(f"column '{column.name}' takes one value, got {len(value)}")
    return value[0]


def _mend(path: Path) -> None:
    """Cut off half a line that a killed training has left, so that appending goes on cleanly."""
    if not path.is_file() or not path.stat().st_size:
        return
    with path.open("rb+") as file:
        file.seek(-1, 2)
        if file.read(1) != b"\n":
            file.seek(0)
            file.truncate(sum(len(line) for line in file if line.endswith(b"\n")))
