"""The same table in every kind of frame that users hold."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

ENGINES = ("pandas", "polars", "polars-lazy", "pyarrow", "duckdb")

every_engine = pytest.mark.parametrize("engine", ENGINES)


def as_engine(frame: pd.DataFrame, engine: str) -> Any:
    """The frame as `engine` holds it; NaN becomes null, as it does when a file is read."""
    if engine == "pandas":
        return frame
    table = pa.Table.from_pandas(frame, preserve_index=False)
    if engine == "pyarrow":
        return table
    if engine == "duckdb":
        return duckdb.connect().from_arrow(table)
    eager = pl.from_arrow(table)
    assert isinstance(eager, pl.DataFrame)
    return eager.lazy() if engine == "polars-lazy" else eager
