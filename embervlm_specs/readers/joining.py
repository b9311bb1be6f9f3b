"""Imported tables into a run folder: added to what is there, and never over it unasked."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from embervlm_specs.errors import RunError
from embervlm_specs.files import write_atomically
from embervlm_specs.run import Run
from embervlm_specs.tables import TABLES, Table

__all__ = ["add_tables"]


def add_tables(
    folder: str | Path, tables: Mapping[str, pd.DataFrame], *, force: bool = False
) -> list[str]:
    """Write tables as parquet into a run folder, and tell for each what became of it.

    A table that the run holds already keeps its rows and gets those whose key is new, so that the
    logs of several stages come together in one run. Either all tables are written or none.

    Parameters
    ----------
    folder
        The run folder; made where it is absent.
    tables
        Tables that keep their contracts, by name.
    force
        Replace rows whose key is there already, and tables recorded as CSV or JSON lines.

    Raises
    ------
    RunError
        Rows would be replaced and `force` was not given, or what is there cannot be read.

    """
    target = Path(folder)
    there = _run_in(target)
    joined = {name: _joined(there, TABLES[name], frame, force) for name, frame in tables.items()}
    for name, (frame, _) in joined.items():
        content = io.BytesIO()
        frame.to_parquet(content, index=False, compression="zstd")
        write_atomically(target / f"{name}.parquet", content.getvalue())
        if there and name in there and there.files[name].suffix != ".parquet":
            there.files[name].unlink()  # two files for one table would be an error
    return [f"{name}: {sentence}" for name, (_, sentence) in joined.items()]


def _run_in(folder: Path) -> Run | None:
    """The run in a folder, where the folder holds any table."""
    named = folder.is_dir() and any(path.stem in TABLES for path in folder.iterdir())
    return Run.open(folder) if named else None


def _joined(
    there: Run | None, table: Table, new: pd.DataFrame, force: bool
) -> tuple[pd.DataFrame, str]:
    """The rows of a table after the import, and a sentence about it."""
    columns = [name for name in table.column_names if name in new]
    new = new[columns]
    if there is None or table.name not in there:
        return new, f"{len(new):,} rows, a new table"
    path = there.files[table.name]
    if path.is_dir():
        raise RunError(f"'{path.name}' in '{there.folder}' is a folder of parts; join them first")
    if path.suffix != ".parquet" and not force:
        raise RunError(
            f"'{there.folder}' holds {path.name}, which may still be recorded; import into another"
            " folder, or give --force to rewrite it as parquet"
        )
    old = there[table.name].collect().to_pandas()
    key = [name for name in table.key if name in {*old, *new}]
    known = _keys(old, key).isin(_keys(new, key))
    if known.any() and not force:
        raise RunError(
            f"'{there.folder}' holds {known.sum():,} of these rows of '{table.name}' already, by"
            f" {', '.join(key)}; give --force to replace them"
        )
    kept = old[~known]
    rows = pd.concat([kept, new], ignore_index=True).reindex(
        columns=[name for name in table.column_names if name in {*old, *new}]
    )
    replaced = f", {known.sum():,} replaced" if known.any() else ""
    return rows, f"{len(new):,} rows beside the {len(kept):,} that are there{replaced}"


def _keys(frame: pd.DataFrame, key: list[str]) -> pd.Series[str]:
    """One text a row that tells it from the others; a missing part is one of its own."""
    parts = frame.reindex(columns=key)
    numbers = {str(n): parts[n].astype(float) for n in parts.select_dtypes("number")}
    texts = parts.assign(**numbers).astype("string").fillna("\0")
    return pd.Series(["\x1f".join(row) for row in texts.itertuples(index=False)], frame.index)
