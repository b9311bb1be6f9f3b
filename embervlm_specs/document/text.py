"""Byte-stable JSON: the same document is always the same text, and its diff can be read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import partial
from typing import Any

__all__ = ["dumps", "plain"]

_WIDTH = 100
_FIRST = (
    *("$schema", "title", "name", "description", "usermeta", "params", "data", "transform"),
    *("facet", "columns", "width", "height", "mark", "type", "field"),
)
_LAST = ("encoding", "spec", "layer", "hconcat", "vconcat", "resolve", "config", "datasets")

_line = partial(json.dumps, ensure_ascii=False, allow_nan=False)


def dumps(document: dict[str, Any]) -> str:
    """The document as text: fixed key order, data last and one row a line, newline at the end."""
    body = _ordered({key: value for key, value in document.items() if key != "datasets"})
    parts = [f"{_line(key)}: {_pretty(value, 2)}" for key, value in body.items()]
    if "datasets" in document:
        sets = sorted(document["datasets"].items())
        texts = (f"{_line(name)}: {_block(map(_line, rows), '[]', 4)}" for name, rows in sets)
        parts.append(f'"datasets": {_block(texts, "{}", 2)}')
    return _block(parts, "{}", 0) + "\n"


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


def _ordered(value: Any) -> Any:
    """The value with the keys of all its objects in the fixed order."""
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    if not isinstance(value, dict):
        return value
    others = sorted(value.keys() - {*_FIRST, *_LAST})
    return {key: _ordered(value[key]) for key in (*_FIRST, *others, *_LAST) if key in value}


def _pretty(value: Any, depth: int) -> str:
    """One line where it fits, one line an item where it does not."""
    line = _line(value)
    if not isinstance(value, dict | list) or not value or len(line) < _WIDTH - depth:
        return line
    if isinstance(value, list):
        return _block([_pretty(item, depth + 2) for item in value], "[]", depth)
    items = [f"{_line(key)}: {_pretty(item, depth + 2)}" for key, item in value.items()]
    return _block(items, "{}", depth)


def _block(items: Iterable[str], brackets: str, depth: int) -> str:
    """One line an item between brackets."""
    pad = "\n" + " " * (depth + 2)
    inner = f",{pad}".join(items)
    return f"{brackets[0]}{pad}{inner}{pad[:-2]}{brackets[1]}" if inner else brackets
