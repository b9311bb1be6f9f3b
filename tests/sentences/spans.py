"""How pictures write numbers that differ from value to value, written anew."""

from __future__ import annotations

import pandas as pd


def span(numbers: pd.Series) -> str:
    """From the smallest to the largest whole number, or the one there is."""
    low, high = f"{numbers.min():,.0f}", f"{numbers.max():,.0f}"
    return low if low == high else f"{low} to {high}"
