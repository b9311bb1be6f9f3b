"""Opening a run folder and handing out its tables, lazily."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterator, KeysView
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embervlm_specs.errors import RunError
from embervlm_specs.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SAMPLE_RUN", "ParsedRun", "Run", "sha256"]

SUFFIXES = (".parquet", ".csv", ".jsonl")

SAMPLE_RUN = Path(str(resources.files("embervlm_specs"))) / "sample_run"
"""The recording of a real small training, which comes with the package."""


class Run:
    """A folder of tables.

    `run["robot_predictions"]` is a lazy frame that any figure takes; nothing is read before a
    figure asks for it.
    """

    def __init__(self, folder: Path, files: dict[str, Path]) -> None:
        self.folder = folder
        self.files = files

    @classmethod
    def open(cls, folder: str | Path | None = None) -> Run:
        """Open a run folder; without an argument the bundled sample run.

        The folder holds `<table>.parquet` (a file, or a folder of parts), `<table>.csv` or
        `<table>.jsonl`. Files of other names are ignored.

        Raises `RunError` where there is no such folder, it holds no table, or two files are one
        table.
        """
        path = SAMPLE_RUN if folder is None else Path(folder)
        if not path.is_dir():
            what = "is not a folder" if path.exists() else "is not there"
            raise RunError(f"the run folder '{path}' {what}")
        files: dict[str, Path] = {}
        for file in sorted(path.iterdir()):
            if file.suffix not in SUFFIXES or file.stem not in TABLES:
                continue
            if file.stem in files:
                both = f"{files[file.stem].name} and {file.name}"
                raise RunError(f"the run folder '{path}' holds one table twice: {both}")
            files[file.stem] = file
        if not files:
            raise RunError(f"the run folder '{path}' holds no table{_hint(path)}")
        return cls(path, files)

    def __contains__(self, table: str) -> bool:
        return table in self.files

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def keys(self) -> KeysView[str]:
        """The names of the tables it holds."""
        return self.files.keys()

    def __getitem__(self, table: str) -> pl.LazyFrame:
        """A table's rows, unread; a notebook shows the first of them.

        Raises `RunError` where it is absent or cannot be read.
        """
        if table not in self.files:
            raise RunError(f"the run '{self.folder}' holds no table '{table}'; it holds {[*self]}")
        from embervlm_specs.run.files import scan  # opening a run needs no data frames yet

        return scan(self.files[table], TABLES[table])

    def sha256(self, table: str) -> str | None:
        """A hash of a table's files; None where it is absent or cannot be read."""
        path = self.files.get(table)
        if path is None:
            return None
        return sha256(*sorted(path.glob("*.parquet"))) if path.is_dir() else sha256(path)

    def __repr__(self) -> str:
        return f"Run('{self.folder}', tables {[*self]})"

    @property
    def provenance(self) -> dict[str, Any]:
        """What `provenance.json` says of the run's origin; empty where there is none."""
        file = self.folder / "provenance.json"
        if not file.is_file():
            return {}
        try:
            told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise RunError(f"{file.name} cannot be read: {error}") from None
        return told

    def write_parquet(self, folder: str | Path) -> Run:
        """Write every table as one parquet file, smaller and faster than what was recorded."""
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        for name in self:
            frame = self[name].collect(engine="streaming")
            frame.write_parquet(target / f"{name}.parquet", compression="zstd", statistics=False)
        return Run.open(target)


class ParsedRun(Run):
    """A run that is still being recorded, for several looks at the same rows.

    A figure asks for its rows several times, and parsing text costs more than all of its questions.
    So JSON lines are parsed once, and then held in memory (40 MB a million rows); parquet is
    scanned where it is.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(run.folder, run.files)
        self._held: dict[str, pl.LazyFrame] = {}

    def __getitem__(self, table: str) -> pl.LazyFrame:
        if table not in self._held:
            rows = super().__getitem__(table)
            text = self.files[table].suffix == ".jsonl"
            self._held[table] = rows.collect().lazy() if text else rows
        return self._held[table]


def sha256(*files: Path) -> str | None:
    """A hash of what these files hold, one after the other; None where one cannot be read."""
    digest = hashlib.sha256()
    try:
        for file in files:
            with file.open("rb") as content:
                hashlib.file_digest(content, lambda: digest)
    except OSError:
        return None
    return digest.hexdigest()


def _hint(path: Path) -> str:
    for file in path.iterdir():
        close = difflib.get_close_matches(file.stem, TABLES, n=1)
        if close and file.suffix in SUFFIXES:
            return f"; is '{file.stem}' meant to be '{close[0]}'?"
    return f"; a table is a file such as robot_predictions.parquet, one of {', '.join(TABLES)}"
