"""The run below a visualizer: what each call adds, and nothing twice."""

from __future__ import annotations

import atexit
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from embervlm_specs.run import RunRecorder
from embervlm_specs.tables import TABLES
from embervlm_specs.visualizers.arrays import Row

__all__ = ["Accumulated", "accumulated"]

Key = tuple[Any, ...]


@cache
def accumulated(folder: Path) -> Accumulated:
    """The one that writes to this folder; several visualizers of a process may share a run."""
    return Accumulated(folder)


class Accumulated:
    """Append the rows of each call to a run folder.

    Several figures of a step are drawn from one table, often with other columns of it. So the rows
    of the latest step stay known: rows that are there already are not written again, and rows with
    more columns take the place of those with fewer.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._recorder = RunRecorder(folder)
        atexit.register(self._recorder.close)
        self._latest: dict[str, _Block] = {}

    def add(self, name: str, rows: Sequence[Row], numbered: Sequence[str] = ()) -> None:
        """Add rows to a table, or put them in the place of those with the same key.

        `numbered` are the key columns that count the rows of this call; such rows take the place
        of all that an earlier call has counted, since a shorter answer must not keep the end of a
        longer one.
        """
        key = TABLES[name].key
        path = self.folder / f"{name}.jsonl"
        if not path.exists():  # nor is it the one that was opened, if somebody deleted the folder
            self._recorder.close()
            self.folder.mkdir(parents=True, exist_ok=True)
        self._recorder.record(name, [])  # opens the file, and mends what a kill has left
        if not key:
            self._recorder.record(name, rows)
            return
        block = self._latest.get(name)
        if block is None or block.is_past(rows) or not block.ends(path):
            block = self._latest[name] = _Block(_size(path))
        counted = [key.index(column) for column in numbered if column in key]
        fresh, changed = block.merge({tuple(map(row.get, key)): row for row in rows}, counted)
        if changed:  # the rows of this step are the last of the file, so they are written anew
            os.truncate(path, block.start)
            fresh = list(block.rows.values())
        if fresh:
            self._recorder.record(name, fresh)
        block.end = _size(path)


class _Block:
    """The rows at the end of a table's file that the calls of the latest step have written."""

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.rows: dict[Key, Row] = {}

    def is_past(self, rows: Sequence[Row]) -> bool:
        """Whether the new rows share no step with these; of tables without steps they do."""
        steps = {row.get("step") for row in self.rows.values()}
        return bool(steps) and steps.isdisjoint(row.get("step") for row in rows)

    def ends(self, path: Path) -> bool:
        """Whether nobody else has written to the file since."""
        return self.end == _size(path)

    def merge(self, rows: dict[Key, Row], counted: Sequence[int]) -> tuple[list[Row], bool]:
        """The rows that are new, and whether older ones have changed or gone."""
        before = len(self.rows)
        if counted:
            owners = {_without(key, counted) for key in rows}
            self.rows = {
                key: row
                for key, row in self.rows.items()
                if key in rows or _without(key, counted) not in owners
            }
        gone = len(self.rows) < before
        merged = {key: self.rows.get(key, {}) | row for key, row in rows.items()}
        changed = any(self.rows.get(key, row) != row for key, row in merged.items())
        fresh = [row for key, row in merged.items() if key not in self.rows]
        self.rows |= merged
        return fresh, changed or gone


def _without(key: Key, places: Sequence[int]) -> Key:
    return tuple(value for place, value in enumerate(key) if place not in places)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
