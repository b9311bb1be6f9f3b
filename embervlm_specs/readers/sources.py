"""Opening source files; whatever is wrong with one becomes a sentence."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import listed, some

__all__ = ["header", "json_object", "lines", "missing_extra", "number", "only_one", "stage_named"]


def json_object(path: Path) -> dict[str, Any]:
    """The object that a JSON file holds; `SourceError` where it holds none."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} is not a JSON file: {error}") from None
    if not isinstance(held, dict):
        raise SourceError(f"{path.name} holds a {type(held).__name__}, not a JSON object")
    return held


def header(path: Path) -> list[str]:
    """The column names of a CSV file; none where it is not a text."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [name.strip() for name in next(csv.reader(file), [])]
    except (UnicodeDecodeError, csv.Error):
        return []


def lines(path: Path) -> tuple[list[dict[str, str]], list[str]]:
    """The lines of a CSV file as texts by column, without blank cells, and what was left out.

    That is lines that have not as many cells as the header, so that nobody can know which cell
    belongs to which column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"{path.name} is not a CSV file: {error}") from None
    if not rows:
        raise SourceError(f"{path.name} is empty")
    cells = [[cell.strip() for cell in row] for row in rows if len(row) == len(rows[0])]
    told = [
        {name: cell for name, cell in zip(cells[0], row, strict=True) if cell} for row in cells[1:]
    ]
    ragged = len(rows) - len(cells)
    return told, some(ragged, " lines that have not as many cells as the header")


def number(value: Any) -> float | None:
    """A value as a number, NaN and infinity included; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def only_one(found: Sequence[Path], what: str, source: Path) -> Path:
    """The one file or folder that was found in a source; `SourceError` where there are more."""
    if len(found) > 1:
        names = listed([str(path.relative_to(source)) for path in found])
        raise SourceError(f"{source.name} holds {len(found)} {what} ({names}); name one of them")
    return found[0]


def stage_named(text: str) -> int | None:
    """The one training stage that a name tells of.

    >>> [stage_named(text) for text in ("stage3", "outputs/stage2_5_evaluation", "staged")]
    [3, 2, None]
    """
    named = {int(number) for number in re.findall(r"stage_?([1-4])(?!\d)", text.casefold())}
    return named.pop() if len(named) == 1 else None


def missing_extra(what: str, extra: str) -> SourceError:
    """The error of a reader whose optional package is not installed."""
    return SourceError(
        f"reading {what} needs an optional package: pip install 'embervlm-specs[{extra}]'"
    )
