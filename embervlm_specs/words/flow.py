"""What becomes of a flow on its way."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.words.lines import shortened
from embervlm_specs.words.numbers import value

__all__ = ["balance"]


def balance(gaps: pd.DataFrame) -> list[str]:
    """What does not leave the nodes that it enters, or did not enter those that it leaves."""
    told = []
    for sign, what in ((1, "ends"), (-1, "begins")):
        part = gaps[gaps["gap"] * sign > 0].sort_values("gap", key=abs) if len(gaps) else gaps
        if len(part):
            most = shortened(str(part["name"].iloc[-1]), most=24)
            total = value(part["gap"].abs().sum())
            told.append(f"hatched: {total} {what} on the way, most of it at {most}")
    return told
