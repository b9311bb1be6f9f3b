"""The run below a visualizer: what each call adds, and nothing twice."""

from __future__ import annotations

import atexit
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from embervlm_specs.run import RunRecorder
from embervlm_specs.tables import TABLES
from embervlm_specs.visualizers.arrays import Row

__all__ = ["Accumulated", "accumulated"]


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

        Of a table whose rows add up, an earlier call of this process is replaced too, as a training
        calls again with its totals so far; what another process recorded before stays, and adds.
        """
        path = self.folder / f"{name}.jsonl"
        if not path.exists():  # nor is it the one that was opened, if somebody deleted the folder
            self._recorder.close()
            self.folder.mkdir(parents=True, exist_ok=True)
        self._recorder.record(name, [])  # opens the file, and mends what a kill has left
        table, key = TABLES[name], TABLES[name].key
        if not key:
            self._recorder.record(name, rows)
            return
        end = path.stat().st_size
        block = self._latest.get(name)
        if block is None or block.end != end or block.is_past(rows):
            block = self._latest[name] = _Block(start=end)
        owner = [column for column in key if column not in numbered]
        counted_anew = {tuple(map(row.get, owner)) for row in rows}
        times = Counter[tuple[Any, ...]]()
        new: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            identity = tuple(map(row.get, key))
            times[identity] += table.adds  # the second row of a key is one of its own
            new[*identity, times[identity]] = row
        before = block.rows
        kept = {
            identity: row
            for identity, row in before.items()
            if identity in new or tuple(map(row.get, owner)) not in counted_anew
        }
        block.rows = kept | {each: kept.get(each, {}) | row for each, row in new.items()}
        now = [*block.rows.values()]
        if now[: len(before)] == [*before.values()]:
            now = now[len(before) :]
        else:  # the rows of this step are the last of the file, so they are written anew
            os.truncate(path, block.start)
        self._recorder.record(name, now)
        block.end = path.stat().st_size


@dataclass
class _Block:
    """The rows at the end of a table's file that the calls of the latest step have written.

    They begin at `start`; where the file has another size than `end`, somebody else has written.
    """

    start: int
    end: int = -1
    rows: dict[tuple[Any, ...], Row] = field(default_factory=dict)

    def is_past(self, rows: Sequence[Row]) -> bool:
        """Whether the new rows share no step with these; of tables without steps they do."""
        return {row.get("step") for row in self.rows.values()}.isdisjoint(
            row.get("step") for row in rows
        )
