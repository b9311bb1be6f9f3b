"""The kinds of columns: numbers, texts, names, truth values, vectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect, has_order
from embervlm_specs.tables.contract import Column, Table

__all__ = ["without_blank_columns", "wrong_kinds"]


def without_blank_columns(table: Table, rows: Rows) -> Rows:
    """An optional column that was never given a value, whatever its kind, is as good as absent."""
    schema = rows.collect_schema()
    doubtful = [
        column.name
        for column in table.columns
        if column.optional and column.name in schema and not _fits(column, schema[column.name])
    ]
    blank = [name for name in doubtful if _is_blank(rows, name)]
    blank = blank[: len(schema) - 1]  # an engine has no table without columns
    return rows.drop(*blank) if blank else rows


def wrong_kinds(table: Table, rows: Rows) -> Iterator[str]:
    """A sentence for each column that holds something else than its contract says."""
    schema = rows.collect_schema()
    for column in table.columns:
        if column.name not in schema:
            continue
        dtype = schema[column.name]
        if _fits(column, dtype):
            continue
        if column.kind == "robot":
            yield (
                f"column '{column.name}' must hold names, got numbers ({dtype}); "
                "a class index means different robots in different code, so map it to names first"
            )
        elif dtype == nw.String or dtype == nw.Object:
            yield f"column '{column.name}' must be {_a(column)}, {_first_text(rows, column)}"
        else:
            yield f"column '{column.name}' must be {_a(column)}, got {dtype}"


def _is_blank(rows: Rows, name: str) -> bool:
    values = collect(rows.select(nw.col(name)).unique().head(2))[name].to_list()
    return all(map(_is_missing, values))


def _fits(column: Column, dtype: nw.dtypes.DType) -> bool:
    textual = dtype == nw.String or isinstance(dtype, nw.Categorical | nw.Enum)
    match column.kind:
        case "integer" | "number":
            return dtype.is_numeric()
        case "text" | "robot":
            return textual
        case "identifier":
            return textual or dtype.is_integer()
        case "boolean":
            return dtype == nw.Boolean
        case "vector":
            return isinstance(dtype, nw.List | nw.Array) or dtype == nw.Object


def _a(column: Column) -> str:
    return {
        "integer": "a whole number",
        "number": "a number",
        "text": "a text",
        "robot": "a name",
        "identifier": "a text or a whole number",
        "boolean": "true or false",
        "vector": "a list of numbers",
    }[column.kind]


def _first_text(rows: Rows, column: Column) -> str:
    """Where the first value stands that cannot be read as what the column should hold."""
    values = collect(rows.select(column.name))[column.name].to_list()
    known = [(row, value) for row, value in enumerate(values) if not _is_missing(value)]
    if not known:
        return "every value is missing"
    row, value = next(((r, v) for r, v in known if not _reads_as(column, v)), known[0])
    return f"row {row} is {value!r}" if has_order(rows) else f"one row is {value!r}"


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value)


def _reads_as(column: Column, value: Any) -> bool:
    if column.kind in ("integer", "number"):
        try:
            float(value)
        except (TypeError, ValueError):
            return False
        return True
    return isinstance(value, bool if column.kind == "boolean" else str)
