"""What a reader hands back: tables, and sentences on how they came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

__all__ = ["Imported", "listed", "stage_or_first"]


@dataclass(frozen=True)
class Imported:
    """The tables that a source holds, and what a person should know about them.

    `assumed` tells what the reader had to decide, `skipped` what it left out on purpose, and
    `problems` what should have been read and could not be. `asks` names what only the user knows.
    """

    tables: dict[str, pd.DataFrame]
    assumed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)


def stage_or_first(stage: int | None) -> tuple[int, list[str]]:
    """The stage that was given, or stage 1 and a sentence that says so."""
    if stage is not None:
        return stage, []
    return 1, ["stage 1, since the source names no stage and none was given (--stage N)"]


def listed(names: Sequence[str], *, most: int = 6) -> str:
    """Names in a sentence, the first few of them where they are many.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], most=2)
    ('a, b, c', 'a, b and 1 more')
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
