"""The one door: any data frame becomes lazy rows, and stays where it is."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.errors import TableError

__all__ = ["ROW", "Rows", "collect", "fetch", "has_order", "open_rows"]

Rows = nw.LazyFrame[Any]

ROW = "__row__"
"""The 0-based position of a row, there where the frame has an order."""


def open_rows(table: str, frame: Any) -> Rows:
    """Lazy rows over a pandas, polars, pyarrow, DuckDB, ... frame, which is not changed.

    Frames that have an order get the column `ROW`. Raises `TableError` for what is not a frame.
    """
    if isinstance(frame, nw.LazyFrame) and ROW in frame.collect_schema().names():
        return frame
    rows: nw.DataFrame[Any] | Rows
    try:
        rows = nw.from_native(frame)
    except TypeError:
        came = type(frame).__name__
        problem = f"must be a data frame (pandas, polars, pyarrow, DuckDB, ...), got {came}"
        raise TableError(table, [problem]) from None
    if isinstance(rows, nw.DataFrame):
        return _settled(rows).with_row_index(ROW).lazy()
    if rows.implementation.is_polars():
        counted: Rows = nw.from_native(rows.to_native().with_row_index(ROW))
        return counted
    return rows


def _settled(rows: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """Columns as what they are: half floats, tensors, and in pandas objects with gaps."""
    if rows.implementation.is_pyarrow():  # which cannot compare half floats
        halves = [name for name, dtype in rows.schema.items() if str(dtype) == "Float16"]
        return rows.with_columns(nw.col(*halves).cast(nw.Float32)) if halves else rows
    odd = [name for name, dtype in rows.schema.items() if dtype in (nw.Object, nw.Unknown)]
    if not odd or not rows.implementation.is_pandas():
        return rows
    native = rows.to_native()
    plain = {name: native[name].map(_own).convert_dtypes() for name in odd}
    settled: nw.DataFrame[Any] = nw.from_native(native.assign(**plain), eager_only=True)
    return settled


def _own(value: Any) -> Any:
    """A tensor or a number of an uncommon kind (torch, bfloat16, ...) as Python's own."""
    return value.tolist() if hasattr(value, "tolist") else value


def has_order(rows: Rows) -> bool:
    """Whether the rows have an order, so that "the last one" means something."""
    return ROW in rows.collect_schema().names()


def collect(rows: Rows) -> nw.DataFrame[Any]:
    """Run the query where the rows are and fetch the result; streaming where the engine can."""
    if rows.implementation.is_polars():
        return rows.collect(backend="polars", engine="streaming")
    answer = rows.collect()
    # DuckDB sums whole numbers to 128 bits, which come out as decimals
    wide = [name for name, dtype in answer.schema.items() if dtype in (nw.Decimal, nw.Int128)]
    return answer.with_columns(nw.col(*wide).cast(nw.Int64)) if wide else answer


def fetch(rows: Rows) -> pd.DataFrame:
    """The result of a reduction as a small pandas table."""
    return collect(rows).to_pandas()
