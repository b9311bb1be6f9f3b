"""From arrays of any library to the rows of a table."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.tables import TABLES, Column, Table, validate

__all__ = ["AXES", "Row", "numbered", "plain", "table_rows"]

Row = dict[str, Any]

AXES: dict[str, tuple[str, ...]] = {
    "token_similarity": ("token",),
    "feature_maps": ("row", "column"),
    "responses": ("sample",),
    "token_probabilities": ("position",),
    "perplexity": ("position",),
    "robot_predictions": ("sample",),
    "layer_accuracy": ("layer",),
    "layer_importance": ("trial", "layer"),
    "reasoning": ("sample",),
}
"""The columns that number the places of an array, where they are not given themselves."""

_OF_A_SAMPLE = {"task", "instruction_type"}
"""Columns of a key that tell what was asked of a sample, so that each place is another sample."""


def numbered(name: str, arrays: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a table that the places in these arrays number, as they are not given."""
    return tuple(axis for axis in AXES.get(name, ()) if arrays.get(axis) is None)


def table_rows(
    name: str, arrays: Mapping[str, Any], *, class_names: Sequence[str] | None = None
) -> list[Row]:
    """The rows of a table, from one array a column, checked against the table's contract.

    Parameters
    ----------
    name
        The table.
    arrays
        Values by column: a number or text counts for every row, arrays have one value a row.
        Anything with `.tolist()` (numpy, pandas, torch of any type and device), with `__array__`,
        or that can be gone through. None is a column that was not given.
    class_names
        The names that whole numbers in columns of robots stand for.

    Returns
    -------
    The rows. The columns of `AXES` that are not given are numbered by the places in the arrays,
    from the lowest value the contract allows; two of them take the array's rows and columns.

    Raises
    ------
    TableError
        A column is unknown, the arrays do not fit each other, or a value breaks the contract.

    """
    table = TABLES[name]
    given = {column: plain(value) for column, value in arrays.items() if value is not None}
    _check_names(table, given)
    axes = numbered(name, given)
    columns = {column: _shaped(table[column], value, axes) for column, value in given.items()}
    shape = _common_shape(table, columns, axes)
    if not math.prod(shape):
        raise MissingDataError(name, ["has no rows"])
    for axis, places in zip(axes, np.indices(shape)[: len(axes)], strict=True):
        columns[axis] = places + int(table[axis].low or 0)
    flat: dict[str, list[Any]] = {
        column: np.broadcast_to(columns[column], shape).ravel().tolist()
        for column in table.column_names
        if column in columns
    }
    for column in table.columns:
        if column.kind == "robot" and column.name in flat:
            flat[column.name] = _named(table, column, flat[column.name], class_names)
    rows = [dict(zip(flat, row, strict=True)) for row in zip(*flat.values(), strict=True)]
    # infinity is recorded as missing
    validate(table, pd.DataFrame(rows).replace([math.inf, -math.inf], math.nan))
    return rows


def plain(value: Any) -> Any:
    """A number, a text, or nested lists of them; nothing of the library they came from."""
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if value is None or isinstance(value, str | bool | int):
        return value
    if hasattr(value, "tolist"):  # numpy, pandas, torch and jax, whatever the type and device
        return plain(value.tolist())
    if hasattr(value, "__array__"):
        return plain(np.asarray(value).tolist())
    if isinstance(value, Iterable) and not isinstance(value, Mapping):
        return [plain(item) for item in value]
    raise TypeError(f"an array of numbers or texts is needed, got {type(value).__name__}")


def _shaped(column: Column, value: Any, axes: Sequence[str]) -> np.ndarray[Any, Any]:
    """The value as an array of objects, without dimensions of one element where it has too many."""
    if column.kind == "vector":
        vectors = value if value and isinstance(value[0], list) else [value]
        array = np.empty(len(vectors), dtype=object)
        for place, vector in enumerate(vectors):  # one by one, else they would make a matrix
            array[place] = tuple(vector)
        return array
    array = np.asarray(value, dtype=object)
    return array.squeeze() if array.ndim > max(1, len(axes)) else array


def _common_shape(
    table: Table, columns: Mapping[str, np.ndarray[Any, Any]], axes: Sequence[str]
) -> tuple[int, ...]:
    """The shape of all arrays, whose places number the rows where they are rows of one thing."""
    shapes = {name: array.shape for name, array in columns.items() if array.ndim}
    shape = next(iter(shapes.values()), (1,) * len(axes))
    varying = [f"'{name}'" for name in table.key if name in shapes and name not in _OF_A_SAMPLE]
    missing = " and ".join(f"'{axis}'" for axis in axes)
    if len(set(shapes.values())) > 1:
        told = ", ".join(f"'{name}' {'x'.join(map(str, size))}" for name, size in shapes.items())
        problem = f"columns must have one shape, or one value; got {told}"
    elif axes and varying:
        problem = f"needs {missing} where {' and '.join(varying)} differs from row to row"
    elif axes and len(shape) != len(axes):
        problem = f"needs {missing}, or arrays of {len(axes)} dimension(s); got {len(shape)}"
    else:
        return shape
    raise TableError(table.name, [problem])


def _named(
    table: Table, column: Column, values: list[Any], names: Sequence[str] | None
) -> list[Any]:
    """Names for indices; what is a name already stays."""
    indices = [value for value in values if isinstance(value, int)]
    if not indices:
        return values
    if names is None:
        problem = f"column '{column.name}' holds class indices; say with robot_names what they mean"
    elif outside := [index for index in indices if not 0 <= index < len(names)]:
        problem = f"column '{column.name}' holds {outside[0]}, but there are {len(names)} names"
    else:
        return [names[value] if isinstance(value, int) else value for value in values]
    raise TableError(table.name, [problem])


def _check_names(table: Table, given: Mapping[str, Any]) -> None:
    problems = []
    for name in given:
        if name not in table.column_names:
            close = difflib.get_close_matches(name, table.column_names, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"it has {table.column_names}"
            problems.append(f"has no column '{name}'; {hint}")
    if problems:
        raise TableError(table.name, problems)
