"""A run that is still being recorded, for several looks at the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embervlm_specs.run.run import Run

if TYPE_CHECKING:
    import polars as pl

__all__ = ["ParsedRun"]


class ParsedRun(Run):
    """A run whose JSON lines are parsed once, and then held in memory (40 MB a million rows).

    A figure asks for its rows several times, and parsing text costs more than all of its questions;
    parquet is scanned where it is.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(run.folder, run.files)
        self._parsed: dict[str, pl.LazyFrame] = {}

    def __getitem__(self, table: str) -> pl.LazyFrame:
        if table not in self or self.files[table].suffix != ".jsonl":
            return super().__getitem__(table)
        if table not in self._parsed:
            self._parsed[table] = super().__getitem__(table).collect().lazy()
        return self._parsed[table]
