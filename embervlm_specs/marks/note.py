"""Words that depend on the data: numbers, counts and choices, under the title."""

from __future__ import annotations

import altair as alt
import pandas as pd
from altair.typing import ChartType

from embervlm_specs.theme import FONT_SIZE, LINE_HEIGHT, MUTED

__all__ = ["note", "note_rows", "noted"]


def note_rows(*lines: str) -> pd.DataFrame:
    """The data set of a note: one line of text a row, empty lines left out."""
    kept = [line for line in lines if line]
    return pd.DataFrame({"y": [i * LINE_HEIGHT for i in range(len(kept))], "text": kept})


def note(data: str, *, lines: int) -> alt.Chart:
    """A block of text, one line a row of `data`, with room for `lines` lines."""
    style = alt.MarkDef(
        type="text", align="left", baseline="top", color=MUTED, fontSize=FONT_SIZE, x=0
    )
    # pixels, not a scale: line i stands at i times the line height
    y = alt.Y("y:Q", scale=None, axis=None)
    chart = alt.Chart(
        alt.NamedData(data), name=data, mark=style, width=1, height=lines * LINE_HEIGHT
    )
    return chart.encode(y=y, text=alt.Text("text:N"))


def noted(chart: ChartType, *, data: str = "note", lines: int) -> alt.VConcatChart:
    """A chart below its note, for which there is room for `lines` lines."""
    both: alt.VConcatChart = alt.vconcat(note(data, lines=lines), chart, spacing=10)
    both.resolve = alt.Resolve(legend={"color": "independent"}, scale={"color": "independent"})
    return both
