"""What a reader hands back: tables, and sentences on how they came about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

__all__ = ["Imported", "Scales", "listed", "some", "stage_or_first"]

Scales = Mapping[str, float]
"""The best possible scores of benchmarks, by name."""


@dataclass
class Imported:
    """The tables that a source holds, and what a person should know about them.

    `assumed` tells what the reader had to decide, `skipped` what it left out on purpose, and
    `problems` what should have been read and could not be. `asks` names what only the user knows.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    asks: list[str] = field(default_factory=list)


def stage_or_first(stage: int | None) -> tuple[int, list[str]]:
    """The stage that was given, or stage 1 and a sentence that says so."""
    if stage is not None:
        return stage, []
    return 1, ["stage 1, since the source names no stage and none was given (--stage N)"]


def listed(names: Collection[str], *, most: int = 6) -> str:
    """Names in a sentence, the first few of them where they are many.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], most=2)
    ('a, b, c', 'a, b and 1 more')
    """
    more = len(names) - most
    return ", ".join([*names][:most]) + (f" and {more:,} more" if more > 0 else "")


def some(found: int | Collection[str], after: str, *, before: str = "") -> list[str]:
    """A sentence about what was found, by its count or its names; none where there is nothing.

    >>> some(1200, " rows repeat a step"), some(["a", "b"], ": not numbers"), some([], ": lost")
    (['1,200 rows repeat a step'], ['a, b: not numbers'], [])
    """
    told = f"{found:,}" if isinstance(found, int) else listed(found)
    return [f"{before}{told}{after}"] if found else []
