"""A line of words above a panel, which may hold numbers."""

from __future__ import annotations

import altair as alt

from embervlm_specs.theme import LABEL_SIZE, MUTED

__all__ = ["caption"]


def caption(data: str, *, name: str) -> alt.Chart:
    """The column `text` of the one row of `data`, above the left end of the panel."""
    style = alt.MarkDef(
        type="text", align="left", baseline="bottom", color=MUTED, fontSize=LABEL_SIZE, x=0, y=-5
    )
    chart = alt.Chart(alt.NamedData(data), name=name, mark=style)
    return chart.encode(text=alt.Text("text:N"))
