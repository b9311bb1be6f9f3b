"""What becomes of a flow on its way."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.words.lines import shortened
from embervlm_specs.words.numbers import value

__all__ = ["balance"]

_ROUNDING = 1e-4
"""Less than this share of the largest node is rounding."""


def balance(gaps: pd.DataFrame, flows: pd.DataFrame) -> list[str]:
    """What does not leave the nodes that it enters, or did not enter those that it leaves.

    `gaps` are those of the nodes drawn, `flows` those of all nodes, of which some may be merged.
    """
    told = []
    for sign, what in ((1, "ends"), (-1, "begins")):
        part = gaps[gaps["gap"] * sign > 0].sort_values("gap", key=abs) if len(gaps) else gaps
        drawn = part["gap"].abs().sum() if len(part) else 0.0
        if len(part):
            most = shortened(str(part["name"].iloc[-1]), most=24)
            told.append(f"hatched: {value(drawn)} {what} on the way, the largest part at {most}")
        merged = (flows["gap"] * sign).clip(lower=0).sum() - drawn
        if merged > _ROUNDING * flows["size"].max():
            told.append(f"within merged nodes {value(merged)} more {what}")
    return told
