"""Imported tables into a run folder: added to what is there, and never over it unasked."""

from __future__ import annotations

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
    holds_some = target.is_dir() and any(path.stem in TABLES for path in target.iterdir())
    there = Run.open(target) if holds_some else None
    joined = {name: _joined(there, TABLES[name], frame, force) for name, frame in tables.items()}
    for name, (frame, _) in joined.items():
        columns = [column for column in TABLES[name].column_names if column in frame]
        content = frame[columns].to_parquet(index=False, compression="zstd")
        write_atomically(target / f"{name}.parquet", content)
        if there and name in there and there.files[name].suffix != ".parquet":
            there.files[name].unlink()  # two files for one table would be an error
    return [f"{name}: {sentence}" for name, (_, sentence) in joined.items()]


def _joined(
    there: Run | None, table: Table, new: pd.DataFrame, force: bool
) -> tuple[pd.DataFrame, str]:
    """The rows of a table after the import, and a sentence about it."""
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
    old_keys, new_keys = (pd.MultiIndex.from_frame(f.reindex(columns=key)) for f in (old, new))
    known = old_keys.isin(new_keys)  # a missing part of a key is one of its own
    if known.any() and not force:
        raise RunError(
            f"'{there.folder}' holds {known.sum():,} of these rows of '{table.name}' already, by"
            f" {', '.join(key)}; give --force to replace them"
        )
    kept = old[~known]
    replaced = f", {known.sum():,} replaced" if known.any() else ""
    sentence = f"{len(new):,} rows beside the {len(kept):,} that are there{replaced}"
    return pd.concat([kept, new], ignore_index=True), sentence
