"""Lines of a note: parts that say something, side by side."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from embervlm_specs.words.numbers import span

__all__ = ["behind", "few_of", "first_names", "flowing", "joined", "listed", "shortened"]


def joined(*parts: str) -> str:
    """The parts of a line of a note, those that say something."""
    return " · ".join(part for part in parts if part)


def flowing(*parts: str, most: int = 84) -> list[str]:
    """The parts that say something as lines, as many to a line as fit into `most` letters.

    >>> flowing("12 models", "", "3 on the frontier", most=20)
    ['12 models', '3 on the frontier']
    """
    lines = [""]
    for part in filter(None, parts):
        longer = joined(lines[-1], part)
        lines = [*lines[:-1], longer] if len(longer) <= most else [*lines, part]
    return [line for line in lines if line]


def listed(rows: pd.DataFrame, pattern: str, *, most: int = 12, between: str = ", ") -> str:
    """The first `most` rows, each in the words of a pattern that names columns, and how many more.

    >>> robots = pd.DataFrame({"robot": ["Drone", "Legged"], "f1": [0.5, 1]})
    >>> listed(robots, "{robot} {f1:.2f}"), listed(robots, "{robot}", most=1)
    ('Drone 0.50, Legged 1.00', 'Drone and 1 more')
    """
    more = f" and {len(rows) - most:,} more" if len(rows) > most else ""
    return between.join(map(pattern.format_map, rows.head(most).to_dict("records"))) + more


def shortened(name: str, *, most: int) -> str:
    """A name of at most `most` letters, cut off with an ellipsis."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def first_names(names: Collection[str], *, most: int = 3, letters: int = 24) -> str:
    """The first names, each shortened, and how many more there are.

    >>> first_names(["GQA", "MME", "MMMU", "POPE"])
    'GQA, MME, MMMU and 1 more'
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(shortened(name, most=letters) for name in list(names)[:most]) + more


def few_of(shown: int, there: int, what: str) -> str:
    """How many of many are shown, or nothing where all are.

    >>> few_of(20, 500, "pairs"), few_of(8, 8, "pairs")
    ('20 of 500 pairs, evenly spaced', '')
    """
    return f"{shown:,} of {there:,} {what}, evenly spaced" if shown < there else ""


def behind(n: pd.Series[int]) -> str:
    """How many observations are behind values, where that was recorded.

    >>> behind(pd.Series([7, 3])), behind(pd.Series([7, None])), behind(pd.Series([None]))
    ('n = 3 to 7 samples a value', 'n = 7 samples a value, some without n', 'n was not recorded')
    """
    known = n.dropna()
    some = ", some without n" if len(known) < len(n) else ""
    return f"n = {span(known)} samples a value{some}" if len(known) else "n was not recorded"
