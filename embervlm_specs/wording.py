"""How numbers become words in notes and descriptions."""

from __future__ import annotations

import pandas as pd

__all__ = ["few_of", "flowing", "joined", "mass", "shortened", "span"]


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


def mass(kilograms: float) -> str:
    """A mass in the unit that suits it.

    >>> mass(0.0000123), mass(0.4), mass(25), mass(3200)
    ('12.3 mg', '400 g', '25 kg', '3.2 t')
    """
    units = [(1e3, "t"), (1.0, "kg"), (1e-3, "g"), (1e-6, "mg"), (1e-9, "µg")]
    size, unit = next((pair for pair in units if kilograms >= pair[0]), units[-1])
    return f"{float(f'{kilograms / size:.3g}'):,g} {unit}"


def span(values: pd.Series[int]) -> str:
    """The range of counts as words: "7" where all are equal, else "3 to 7"."""
    low, high = int(values.min()), int(values.max())
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def shortened(name: str, *, most: int) -> str:
    """A name of at most `most` letters, cut off with an ellipsis."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def few_of(shown: int, there: int, what: str) -> str:
    """How many of many are shown, or nothing where all are.

    >>> few_of(20, 500, "pairs"), few_of(8, 8, "pairs")
    ('20 of 500 pairs, evenly spaced', '')
    """
    return f"{shown:,} of {there:,} {what}, evenly spaced" if shown < there else ""
