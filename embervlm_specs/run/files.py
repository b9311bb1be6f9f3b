"""Files of a table as lazy polars frames: parquet, CSV and JSON lines.

polars scans them; of the two engines measured it answered the same questions about ten million
rows in a third of the time and a quarter of the memory, and it knows the order of the rows.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from embervlm_specs.errors import RunError
from embervlm_specs.tables import Table

__all__ = ["scan"]

_NUMBERS = {"integer": pl.Float64, "number": pl.Float64}


def scan(path: Path, table: Table) -> pl.LazyFrame:
    """A table's rows, unread. Raises `RunError` where the file cannot be read as what it claims.

    `path` is a file, or a folder of parquet parts, which are read in the order of their names.
    Text files are read as text first, so that a value which does not fit can be named.
    """
    try:
        if path.suffix == ".parquet":
            return _scan_parquet(path)
        if path.stat().st_size == 0:
            return pl.LazyFrame({name: [] for name in table.column_names})
        return _typed(_scan_csv(path) if path.suffix == ".csv" else _scan_json(path, table), table)
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        raise RunError(f"{path.name} cannot be read: {_first_line(error)}") from None


def _scan_parquet(path: Path) -> pl.LazyFrame:
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not files:
        raise RunError(f"{path.name} is a folder without a parquet file in it")
    frame = pl.scan_parquet(files)
    frame.collect_schema()
    return frame


def _scan_csv(path: Path) -> pl.LazyFrame:
    frame = pl.scan_csv(path, infer_schema=False)
    frame.collect_schema()
    return frame


def _scan_json(path: Path, table: Table) -> pl.LazyFrame:
    """JSON lines; a last line that was cut off in the middle of writing is left out."""
    source: Path | bytes = path
    if _is_torn(path):
        content = path.read_bytes()
        source = content[: content.rfind(b"\n") + 1]
        if not source:
            return pl.LazyFrame({name: [] for name in table.column_names})
    frame = pl.scan_ndjson(source, infer_schema_length=None)
    frame.collect_schema()
    return frame


def _is_torn(path: Path) -> bool:
    """Whether the last line is not a whole JSON value, as after a kill in the middle of a write."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        back = 4096
        while True:
            file.seek(max(0, size - back))
            tail = file.read().rstrip(b"\n")
            if b"\n" in tail or back >= size:
                break
            back *= 4
    last = tail.rsplit(b"\n", 1)[-1]
    try:
        json.loads(last)
    except ValueError:
        return bool(last)
    return False


def _typed(frame: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    """Texts as the numbers and truth values they spell; a column that holds others stays text."""
    schema = frame.collect_schema()
    texts = [c for c in table.columns if schema.get(c.name) == pl.String]
    numbers = [c.name for c in texts if c.kind in _NUMBERS]
    truths = [c.name for c in texts if c.kind == "boolean"]
    casts = {name: _blank(name).cast(pl.Float64, strict=False) for name in numbers}
    casts |= {name: _truth(name) for name in truths}
    if not casts:
        return frame
    lost = {
        name: (cast.is_null() & _blank(name).is_not_null()).sum() for name, cast in casts.items()
    }
    failures = frame.select(**lost).collect(engine="streaming").row(0, named=True)
    return frame.with_columns(**{n: cast for n, cast in casts.items() if not failures[n]})


def _blank(name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return pl.when(text != "").then(text)


def _truth(name: str) -> pl.Expr:
    words = {"true": True, "false": False, "1": True, "0": False}
    return _blank(name).str.to_lowercase().replace_strict(words, default=None)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
