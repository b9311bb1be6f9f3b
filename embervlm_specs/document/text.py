"""Byte-stable JSON: the same document is always the same text, and its diff can be read."""

from __future__ import annotations

import json
import math
from typing import Any

__all__ = ["dumps", "plain"]

_WIDTH = 100
_FIRST = (
    "$schema",
    "title",
    "name",
    "description",
    "usermeta",
    "params",
    "data",
    "transform",
    "facet",
    "columns",
    "width",
    "height",
    "mark",
    "type",
    "field",
)
_LAST = ("encoding", "spec", "layer", "hconcat", "vconcat", "resolve", "config", "datasets")


def dumps(document: dict[str, Any]) -> str:
    """The document as text: fixed key order, data last and one row a line, newline at the end."""
    body = {key: document[key] for key in _ordered(document) if key != "datasets"}
    parts = [f"  {json.dumps(key)}: {_pretty(value, 2)}" for key, value in body.items()]
    if "datasets" in document:
        sets = [f"    {json.dumps(k)}: {_rows(v)}" for k, v in sorted(document["datasets"].items())]
        inner = "{\n" + ",\n".join(sets) + "\n  }" if sets else "{}"
        parts.append(f'  "datasets": {inner}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def plain(value: Any) -> Any:
    """A value as JSON knows it: NaN and NA become null, floats keep six significant digits."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return None if value != value else value.isoformat()
    if hasattr(value, "item"):
        return plain(value.item())
    if isinstance(value, int):
        return value
    return _number(value)


def _number(value: Any) -> float | int | None:
    try:
        number = float(value)
    except TypeError:  # pandas' NA is neither a number nor equal to itself
        return None
    if math.isnan(number):
        return None
    if math.isinf(number):
        raise ValueError("infinity has no place in a document")
    if not number.is_integer():  # steps and counts keep all their digits
        number = float(f"{number:.6g}")
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _ordered(mapping: dict[str, Any]) -> list[str]:
    def rank(key: str) -> tuple[int, int, str]:
        if key in _FIRST:
            return (0, _FIRST.index(key), key)
        if key in _LAST:
            return (2, _LAST.index(key), key)
        return (1, 0, key)

    return sorted(mapping, key=rank)


def _compact(value: Any) -> str:
    if isinstance(value, dict):
        items = (f"{json.dumps(k)}: {_compact(value[k])}" for k in _ordered(value))
        return "{" + ", ".join(items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_compact, value)) + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _pretty(value: Any, depth: int) -> str:
    """One line where it fits, one line an item where it does not."""
    line = _compact(value)
    if not isinstance(value, dict | list) or not value or len(line) < _WIDTH - depth:
        return line
    pad = " " * (depth + 2)
    if isinstance(value, dict):
        items = [f"{json.dumps(k)}: {_pretty(value[k], depth + 2)}" for k in _ordered(value)]
        start, end = "{", "}"
    else:
        items = [_pretty(item, depth + 2) for item in value]
        start, end = "[", "]"
    return f"{start}\n{pad}" + f",\n{pad}".join(items) + f"\n{' ' * depth}{end}"


def _rows(rows: list[dict[str, Any]]) -> str:
    lines = [json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows]
    return "[\n      " + ",\n      ".join(lines) + "\n    ]" if lines else "[]"
