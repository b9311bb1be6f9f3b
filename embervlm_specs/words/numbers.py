"""How numbers are written."""

from __future__ import annotations

import pandas as pd

__all__ = ["labelled", "mass", "p_value", "signed", "some", "span", "sure", "value"]


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


def labelled(estimates: pd.Series[float], n: pd.Series[int], form: str = ".3f") -> list[str]:
    """Estimates over their counts, as cells show them; nothing where there is no estimate.

    >>> labelled(pd.Series([0.5, 0.25, None]), pd.Series([1200, None, 0]))
    ['0.500\\nn = 1,200', '0.250\\nn = ?', '']
    """
    return [
        "" if pd.isna(estimate) else f"{estimate:{form}}\nn = {'?' if pd.isna(k) else _short(k)}"
        for estimate, k in zip(estimates, n, strict=True)
    ]


def _short(count: float) -> str:
    return f"{count:,.0f}" if count < 10_000 else f"{count / 1000:.0f}k"


def signed(words: str) -> str:
    """The same words with a minus sign where a hyphen stands for one."""
    return words.replace("-", "\N{MINUS SIGN}")


def value(number: float) -> str:
    """A number with three digits that count: 0.830, 44.4, 1,235, 1.23e+06."""
    if 1000 <= abs(number) < 1e6:
        return f"{number:,.0f}"
    return f"{number:#.3g}".rstrip(".") if number else "0"


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
