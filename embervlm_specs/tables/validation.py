"""Does a table keep its contract? One scan asks all the questions, and every problem is named.

The rows are asked for counts, never fetched. Only where something is wrong a second query brings
the first offending row, so that the message can name it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.rows import ROW, Rows, collect, has_order, open_rows
from embervlm_specs.tables.contract import Column, Table
from embervlm_specs.tables.kinds import without_blank_columns, wrong_kinds
from embervlm_specs.vocabulary import canonical_robot, is_class_index

__all__ = ["validate"]

_MAX_CLASSES = 10_000


@dataclass(frozen=True)
class _Check:
    """One question: is there a row where `bad` holds? `rule` says what should have been."""

    column: str
    bad: nw.Expr
    rule: str


def validate(table: Table, frame: Any) -> Rows:
    """The rows of a table that keeps its contract, in the contract's own form.

    Parameters
    ----------
    table
        The contract; `table.needs(...)` where a figure cannot do without optional columns.
    frame
        Any data frame narwhals knows. It is not changed and not copied.

    Returns
    -------
    Lazy rows with exactly the columns of the contract (absent optional ones hold null), robots
    under their canonical names, and NaN as null.

    Raises
    ------
    TableError
        The contract is broken; all problems at once, each with its column, row and value.
    MissingDataError
        There is no row, or an optional column that the figure needs was not recorded.

    """
    rows = without_blank_columns(table, open_rows(table.name, frame))
    schema = rows.collect_schema()
    problems = [*_missing_columns(table, schema.names()), *wrong_kinds(table, rows)]
    wrong = {problem.split("'")[1] for problem in problems}
    sound = [c for c in table.columns if c.name in schema.names() and c.name not in wrong]

    checks = [check for column in sound for check in _checks(column, schema[column.name])]
    counts = _scan(rows, sound, checks)
    problems += [
        _sentence(table, rows, check, counts[f"check{i}"])
        for i, check in enumerate(checks)
        if counts[f"check{i}"] > 0
    ]
    classes = {c.name: _classes(rows, c.name) for c in sound if c.kind == "robot"}
    problems += [p for name, found in classes.items() for p in _class_problems(name, found)]

    if problems:
        raise TableError(table.name, problems)
    if counts["rows"] == 0:
        raise MissingDataError(table.name, ["has no rows"])
    unrecorded = [name for name in sorted(table.needed) if not counts.get(f"known:{name}")]
    if unrecorded:
        listed = " and ".join(f"'{name}'" for name in unrecorded)
        raise MissingDataError(table.name, [f"has no values in column {listed}"])
    return _conform(table, rows, schema, classes, counts)


def _missing_columns(table: Table, names: list[str]) -> Iterator[str]:
    got = [name for name in names if name != ROW]
    for column in table.columns:
        if column.optional or column.name in got:
            continue
        close = difflib.get_close_matches(column.name, got, n=1)
        hint = f" (did you mean '{close[0]}'?)" if close else ""
        yield f"column '{column.name}' is missing; got {got}{hint}"


def _checks(column: Column, dtype: nw.dtypes.DType) -> Iterator[_Check]:
    here = nw.col(column.name)
    if not column.optional:
        yield _Check(column.name, _unknown(column.name, dtype), "must not be missing")
    if dtype.is_numeric():
        finite = here.is_finite() if dtype.is_float() else ~here.is_null()
        if dtype.is_float():
            infinite = ~here.is_finite() & ~here.is_nan() & ~here.is_null()
            yield _Check(column.name, infinite, "must be finite")
        if column.kind == "integer" and dtype.is_float():
            yield _Check(column.name, finite & (here.floor() != here), "must be a whole number")
        if column.choices:
            as_held = float if dtype.is_float() else int
            outside = finite & ~here.is_in([as_held(choice) for choice in column.choices])
            yield _Check(column.name, outside, f"must be one of {column.range}")
        elif column.low is not None or column.high is not None:
            yield _Check(column.name, finite & _outside(here, column), _bounds(column))
    elif column.choices:
        outside = ~here.is_null() & ~here.is_in(column.choices)
        yield _Check(column.name, outside, f"must be one of {column.range}")


def _outside(here: nw.Expr, column: Column) -> nw.Expr:
    if column.low is None:
        return here > column.high
    if column.high is None:
        return here < column.low
    return (here < column.low) | (here > column.high)


def _bounds(column: Column) -> str:
    return f"must lie in {column.range}" if column.high is not None else f"must be {column.range}"


def _unknown(name: str, dtype: nw.dtypes.DType) -> nw.Expr:
    here = nw.col(name)
    return here.is_null() | here.is_nan() if dtype.is_float() else here.is_null()


def _scan(rows: Rows, columns: list[Column], checks: list[_Check]) -> dict[str, int]:
    """Every count that validation needs, in one pass over the rows."""
    schema = rows.collect_schema()
    flags: dict[str, nw.Expr] = {f"check{i}": check.bad for i, check in enumerate(checks)}
    flags |= {f"known:{c.name}": ~_unknown(c.name, schema[c.name]) for c in columns}
    flags |= {
        f"nan:{c.name}": nw.col(c.name).is_nan() for c in columns if schema[c.name].is_float()
    }
    if not flags:
        return {"rows": collect(rows.select(nw.len().alias("rows")))["rows"][0]}
    asked = rows.with_columns(**{k: v.fill_null(False).cast(nw.Int64) for k, v in flags.items()})
    answer = collect(asked.select(nw.len().alias("rows"), *[nw.col(k).sum() for k in flags]))
    return {name: int(answer[name][0] or 0) for name in answer.columns}


def _sentence(table: Table, rows: Rows, check: _Check, count: int) -> str:
    """Name the first row that breaks a rule, what it holds, and how many others do."""
    bad = rows.filter(check.bad)
    key = [name for name in table.key if name in rows.collect_schema().names()]
    if has_order(rows):
        row = collect(bad.sort(ROW).head(1)).rows(named=True)[0]
        where = f"row {row[ROW]}"
    else:
        row = collect(bad.sort(*key).head(1) if key else bad.head(1)).rows(named=True)[0]
        where = (
            "the row at " + ", ".join(f"{name}={row[name]!r}" for name in key) if key else "a row"
        )
    value = row[check.column]
    came = "" if check.rule == "must not be missing" else f" is {_show(value)}"
    others = f" (and {count - 1:,} more)" if count > 1 else ""
    return f"column '{check.column}' {check.rule}, {where}{came or ' is'}{others}"


def _show(value: Any) -> str:
    return repr(value) if isinstance(value, str) else f"{value:g}" if value == value else "NaN"


def _classes(rows: Rows, name: str) -> list[str]:
    """The names that occur in a column, each once."""
    here = nw.col(name)
    names = rows.select(here.cast(nw.String)).filter(~here.is_null()).unique().head(_MAX_CLASSES)
    return sorted(collect(names)[name].to_list())


def _class_problems(column: str, names: list[str]) -> Iterator[str]:
    if len(names) >= _MAX_CLASSES:
        yield f"column '{column}' holds {_MAX_CLASSES:,} names or more; is it a free text?"
    if names and all(is_class_index(name) for name in names):
        yield (
            f"column '{column}' holds bare class indices ({', '.join(names[:3])}, ...); "
            "they mean different robots in different code, so map them to names first"
        )


def _conform(
    table: Table,
    rows: Rows,
    schema: Mapping[str, nw.dtypes.DType],
    classes: dict[str, list[str]],
    counts: dict[str, int],
) -> Rows:
    columns: list[nw.Expr] = []
    for column in table.columns:
        here = nw.col(column.name)
        if column.name not in schema:
            here = _absent(column)
        elif column.kind == "robot":
            here = _canonical(here.cast(nw.String), classes[column.name])
        elif counts.get(f"nan:{column.name}"):
            here = nw.when(~here.is_nan()).then(here)
        elif column.kind == "integer" and not schema[column.name].is_integer():
            here = _whole(here, counts[f"known:{column.name}"] == counts["rows"])
        columns.append(here.alias(column.name))
    return rows.select(*columns, *([ROW] if has_order(rows) else []))


def _whole(here: nw.Expr, complete: bool) -> nw.Expr:
    """Whole numbers that came as floats; with gaps they stay floats, which every engine has."""
    return here.cast(nw.Int64) if complete else here


def _canonical(here: nw.Expr, names: list[str]) -> nw.Expr:
    spelled = {name: canonical_robot(name) for name in names if canonical_robot(name) != name}
    out = here
    for name, robot in spelled.items():
        out = nw.when(here == name).then(nw.lit(robot)).otherwise(out)
    return out


def _absent(column: Column) -> nw.Expr:
    """A column without a value, in a kind that every engine can leave empty."""
    textual = column.kind in ("text", "robot", "identifier")
    return nw.lit(None, dtype=nw.String if textual else nw.Float64)
