"""Values over two directions, as a surface or a heatmap needs them."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.sequence import evenly

__all__ = ["thin_steps"]


def thin_steps(table: pd.DataFrame, *, most: int) -> tuple[pd.DataFrame, int]:
    """Rows of at most `most` evenly spaced steps, and how many steps there were."""
    steps = sorted(table["step"].unique())
    return table[table["step"].isin(evenly(steps, most))], len(steps)
