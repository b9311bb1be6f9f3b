"""What there is to say of points that are compared by a metric, some of which have no name."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.words.lines import shortened

__all__ = ["bubble_words", "metric_words"]


def metric_words(name: str | None) -> str:
    """By which metric the points are compared."""
    return f"metric: {shortened(name, most=40)}" if name else "metric not named"


def bubble_words(points: pd.DataFrame, data: dict[str, pd.DataFrame], amount: str) -> list[str]:
    """What a reader must know of the points of which `layout.bubbles` made these data sets."""
    drawn, named = len(data["bubbles"]) + len(data["hollow"]), len(data["labels"])
    known = points["low"].notna()
    some = "" if known.all() else ", where n is known"
    return [
        f"95 % Wilson intervals{some}" if known.any() else "no intervals: n not recorded",
        "faint: its interval reaches the frontier" if points["faint"].any() else "",
        f"hollow: {amount} not recorded" if len(data["hollow"]) else "",
        f"{drawn:,} drawn: the frontier, and others evenly spaced" if drawn < len(points) else "",
        f"names only in the tooltips: {drawn - named:,}" if named < drawn else "",
    ]
