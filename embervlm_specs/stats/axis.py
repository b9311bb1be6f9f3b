"""The ticks of an axis, where each panel has its own and its numbers travel as data."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["bar_ticks", "tick_words", "value_words"]


def bar_ticks(low: float, high: float, *, most: int = 6) -> NDArray[np.float64]:
    """At most `most` round ticks around the values from `low` to `high` and 0, shape (k,).

    They are 1, 2, 2.5 or 5 times a power of ten apart; bars start at 0, so 0 is one of them.

    >>> [float(tick) for tick in bar_ticks(0.2, 37)]
    [0.0, 10.0, 20.0, 30.0, 40.0]
    """
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return np.array([0.0, 1.0])
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for factor in (1, 2, 2.5, 5, 10, 20, 25):
        step = factor * power
        # a value that is a tick but for its last bits needs no further one
        first = math.floor(low / step + 1e-9)
        last = math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return np.arange(first, last + 1, dtype=np.float64) * step


def tick_words(value: float) -> str:
    """A number as short as it can be: 0, 0.25, 1,500, 2e+07."""
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:.3g}"


def value_words(value: float) -> str:
    """A number with three digits that count: 0.830, 44.4, 1,235, 1.23e+06."""
    if 1000 <= abs(value) < 1e6:
        return f"{value:,.0f}"
    return f"{value:#.3g}".rstrip(".") if value else "0"
