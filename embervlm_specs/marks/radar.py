"""Outlines over spokes around a centre: a radar chart."""

from __future__ import annotations

import altair as alt

from embervlm_specs.marks.classes import class_names, slot_color
from embervlm_specs.theme import EMPTY, FONT_SIZE, LABEL_SIZE, MUTED

__all__ = ["radar"]

# the rim is a regular polygon in the unit circle; labels lie outside
PLANE = alt.Scale(domain=[-1, 1])
X, Y = alt.X("x:Q", scale=PLANE, axis=None), alt.Y("y:Q", scale=PLANE, axis=None)
ORDER = alt.Order("order:Q")


def radar(*, tooltip: list[alt.Tooltip], size: int = 290) -> alt.LayerChart | alt.FacetChart:
    """A radar chart with one outline a class, `size` pixels wide and high.

    Reads the data sets `rings`, `spokes` and `ring_labels` as `stats.radar.radar_web` makes them,
    `corners` (as `stats.radar.radar_outlines` does, with the class' `slot`), and `classes`.
    """
    color = slot_color(
        orient="top", columns=3, offset=28, labelLimit=150, symbolType="stroke", symbolStrokeWidth=3
    )
    line = alt.MarkDef(type="line", strokeWidth=1.8, strokeJoin="round")
    outlines = _rows("corners", line, name="outlines").encode(x=X, y=Y, order=ORDER, color=color)
    dot = alt.MarkDef(type="circle", size=alt.ExprRef("30 + 45 * datum.under"), fillOpacity=1)
    dots = _rows("corners", dot).encode(x=X, y=Y, color=color, tooltip=tooltip)
    return alt.layer(*_web(), outlines, dots, *_words(), class_names(), width=size, height=size)


def _web() -> tuple[alt.Chart, alt.Chart]:
    line = alt.MarkDef(type="line", stroke=EMPTY, strokeWidth=1)
    rings = _rows("rings", line).encode(x=X, y=Y, order=ORDER, detail=alt.Detail("ring:N"))
    rule = alt.MarkDef(type="rule", stroke=EMPTY)
    return rings, _rows("spokes", rule).encode(x=X, y=Y, x2=alt.X2Datum(0), y2=alt.Y2Datum(0))


def _words() -> tuple[alt.Chart, alt.Chart]:
    beside = alt.MarkDef(type="text", align="right", dx=-6, color=MUTED, fontSize=LABEL_SIZE - 1)
    rings = _rows("ring_labels", beside).encode(x=X, y=Y, text=alt.Text("ring:Q", format=".2f"))
    outside = alt.MarkDef(
        type="text",
        fontSize=FONT_SIZE,
        lineBreak="\n",
        align=alt.ExprRef("datum.x > 0.1 ? 'left' : datum.x < -0.1 ? 'right' : 'center'"),
        baseline=alt.ExprRef("datum.y > 0.9 ? 'bottom' : datum.y < -0.5 ? 'top' : 'middle'"),
        dx=alt.ExprRef("9 * datum.x"),
        dy=alt.ExprRef("-9 * datum.y"),
    )
    labels = _rows("spokes", outside, name="spoke_labels").encode(
        x=X, y=Y, text=alt.Text("label:N")
    )
    return rings, labels


def _rows(data: str, mark: alt.MarkDef, *, name: str = "") -> alt.Chart:
    return alt.Chart(alt.NamedData(data), name=name or data, mark=mark)
