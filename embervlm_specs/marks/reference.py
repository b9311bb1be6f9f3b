"""Where a value would lie if all were well: a line through two points of the plane."""

from __future__ import annotations

import altair as alt
import pandas as pd

from embervlm_specs.marks.interval import over
from embervlm_specs.theme import INK

__all__ = ["reference_line", "reference_rows"]


def reference_rows(start: tuple[float, float], end: tuple[float, float]) -> pd.DataFrame:
    """The data set of a reference line: its two ends."""
    return pd.DataFrame([start, end], columns=["x", "y"])


def reference_line(data: str, *, x: alt.X, y: alt.Y) -> alt.Chart:
    """A dashed line along the columns `x` and `y` of `data`, on the axes of the given channels."""
    line = alt.MarkDef(type="line", color=INK, strokeDash=[5, 4], strokeWidth=1)
    return alt.Chart(alt.NamedData(data), name=data, mark=line).encode(
        x=over(x, "x"), y=over(y, "y")
    )
