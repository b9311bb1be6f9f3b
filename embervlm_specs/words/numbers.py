"""How numbers are written."""

from __future__ import annotations

import pandas as pd

__all__ = [
    "FEW",
    "few_samples",
    "labelled",
    "mass",
    "p_value",
    "short_count",
    "signed",
    "some",
    "span",
    "sure",
    "sure_value",
    "value",
]


def some(count: float, words: str) -> str:
    """A count before its words, or nothing where there is none.

    >>> some(1200, "repeated rows replaced"), some(0, "left out")
    ('1,200 repeated rows replaced', '')
    """
    return f"{count:,} {words}" if count else ""


def sure(estimate: float, low: float, high: float, form: str = ".3f") -> str:
    """An estimate with its interval, where there is one.

    >>> sure(0.5, 0.4, 0.6), sure(0.5, float("nan"), float("nan"), ".1f")
    ('0.500 [0.400, 0.600]', '0.5')
    """
    interval = "" if pd.isna(low) else f" [{low:{form}}, {high:{form}}]"
    return f"{estimate:{form}}{interval}"


def span(numbers: pd.Series[int] | pd.Series[float], pattern: str = "{:,.0f}") -> str:
    """The range of numbers, by default counts, as words.

    >>> span(pd.Series([3, 7])), span(pd.Series([7, 7])), span(pd.Series([0.02, 0.1]), "±{:.2f}")
    ('3 to 7', '7', '±0.02 to ±0.10')
    """
    return " to ".join(dict.fromkeys(map(pattern.format, (numbers.min(), numbers.max()))))


FEW = 10
"""A cell of fewer samples is marked."""


def labelled(estimates: pd.Series[float], n: pd.Series[int], form: str = ".3f") -> list[str]:
    """Estimates over their counts, as cells show them; nothing where there is no estimate.

    A star marks fewer than ten samples, which `few_samples` explains.

    >>> labelled(pd.Series([0.5, 0.25, None, 1]), pd.Series([1200, None, 0, 3]))
    ['0.500\\nn = 1,200', '0.250\\nn = ?', '', '1.000\\nn = 3*']
    """
    return [
        "" if pd.isna(estimate) else f"{estimate:{form}}\nn = {_short(k)}"
        for estimate, k in zip(estimates, n, strict=True)
    ]


def few_samples(n: pd.Series[int]) -> str:
    """What the star of `labelled` means, where there is one."""
    return f"* fewer than {FEW} samples" if ((n > 0) & (n < FEW)).any() else ""


def _short(count: float) -> str:
    if pd.isna(count):
        return "?"
    if count < FEW:
        return f"{count:.0f}*"
    return short_count(count)


def short_count(count: float) -> str:
    """A count of at most five letters.

    >>> short_count(1200), short_count(12345), short_count(98765432)
    ('1,200', '12k', '99M')
    """
    if count < 10_000:
        return f"{count:,.0f}"
    return f"{count / 1e3:.0f}k" if count < 1e6 else f"{count / 1e6:.0f}M"


def signed(words: str) -> str:
    """The same words with a minus sign where a hyphen stands for one."""
    return words.replace("-", "\N{MINUS SIGN}")


def value(number: float) -> str:
    """A number with three digits that count: 0.830, 44.4, 1,235, 1.23e+06."""
    if 1000 <= abs(number) < 1e6:
        return f"{number:,.0f}"
    return f"{number:#.3g}".rstrip(".") if number else "0"


def sure_value(estimate: float, low: float, high: float) -> str:
    """An estimate with its interval, where there is one, each with three digits that count.

    >>> sure_value(168, 120.4, 216), sure_value(-0.5, float("nan"), float("nan"))
    ('168 [120, 216]', '−0.500')
    """
    interval = "" if pd.isna(low) else f" [{value(low)}, {value(high)}]"
    return signed(f"{value(estimate)}{interval}")


def p_value(p: float) -> str:
    """The p of a test with two digits, and no more than can be trusted below a thousandth."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}" if p < 0.1 else f"p = {p:.2f}"


def mass(kilograms: float) -> str:
    """A mass in the unit that suits it.

    >>> mass(0.0000123), mass(0.4), mass(25), mass(3200)
    ('12.3 mg', '400 g', '25 kg', '3.2 t')
    """
    units = [(1e3, "t"), (1.0, "kg"), (1e-3, "g"), (1e-6, "mg"), (1e-9, "µg")]
    size, unit = next((pair for pair in units if kilograms >= pair[0]), units[-1])
    return f"{float(f'{kilograms / size:.3g}'):,g} {unit}"
