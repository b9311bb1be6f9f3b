"""Points whose area is an amount, with names beside them and the frontier of the best.

`stats.bubbles` makes the data sets, which have fixed names: `bubbles` and `hollow` (points whose
amount is not known), `rings` (around those to look at first), `frontier`, `labels`, `axes` (the
ends of their domains) and `sizes` (the amounts in the legend).
"""

from __future__ import annotations

import altair as alt

from embervlm_specs.marks.interval import over
from embervlm_specs.theme import BUBBLE_AREA, INK, LABEL_SIZE, MUTED, UNKNOWN_AREA

__all__ = ["bubble_chart"]


def bubble_chart(
    *, x: alt.X, y: alt.Y, amount: str, title: str, color: alt.Color, tooltip: list[alt.Tooltip]
) -> list[alt.Chart]:
    """The layers, from the ground up; `x` and `y` must neither round their domain nor add 0.

    `title` names the amount in the legend, with its unit.
    """
    legend = alt.Legend(
        title=title,
        titleOrient="left",
        orient="bottom",
        labelExpr="length(data('bubbles')) ? format(datum.value, ',~f') : ''",
        values=alt.ExprRef(f"pluck(data('sizes'), '{amount}')"),
        symbolStrokeColor=MUTED,
        # where no amount is known there is nothing to explain
        titleOpacity=alt.ExprRef("length(data('bubbles')) ? 1 : 0"),
        symbolOpacity=alt.ExprRef("length(data('bubbles')) ? 1 : 0"),
    )
    scale = alt.Scale(type="linear", range=list(BUBBLE_AREA), domainMin=0)
    size = alt.Size(f"{amount}:Q", scale=scale, legend=legend)
    # a point whose colour is not known stays in the picture
    filled = alt.MarkDef(
        type="circle", invalid=None, fillOpacity=0.75, stroke="white", strokeWidth=0.6
    )
    outline = alt.MarkDef(type="circle", invalid=None, size=UNKNOWN_AREA, fillOpacity=1)
    hole = alt.MarkDef(type="circle", fill="white", size=UNKNOWN_AREA / 2.2, fillOpacity=1)
    ring = alt.MarkDef(type="point", filled=False, stroke=INK, strokeWidth=1.6)
    step = alt.MarkDef(type="line", stroke=INK, strokeWidth=1.2, strokeOpacity=0.8)
    unseen = alt.MarkDef(type="point", strokeOpacity=0, size=0)
    unsized = alt.MarkDef(type="point", strokeOpacity=0)
    leader = alt.MarkDef(type="rule", stroke=MUTED, strokeWidth=0.6)
    name = alt.MarkDef(
        type="text",
        align=alt.ExprRef("datum.align"),
        baseline="middle",
        fontSize=LABEL_SIZE - 1,
        fontWeight=alt.ExprRef("datum.highlight ? 'bold' : 'normal'"),
    )
    return [
        _over("axes", unseen).encode(x=x, y=y),
        _over("sizes", unsized).encode(size=size),
        _over("frontier", step).encode(order=alt.Order("order:Q"), x=x, y=y),
        _over("bubbles", filled).encode(size=size, color=color, tooltip=tooltip, x=x, y=y),
        _over("hollow", outline).encode(color=color, tooltip=tooltip, x=x, y=y),
        _over("hollow", hole, name="holes").encode(x=x, y=y),
        _over("rings", ring).encode(size=alt.Size("ring:Q", scale=None), x=x, y=y),
        _over("labels", leader, name="leaders").encode(
            x=over(x, "from_x"), y=over(y, "from_y"), x2=alt.X2("to_x"), y2=alt.Y2("to_y")
        ),
        _over("labels", name).encode(x=over(x, "x"), y=over(y, "y"), text=alt.Text("text:N")),
    ]


def _over(data: str, mark: alt.MarkDef, *, name: str | None = None) -> alt.Chart:
    return alt.Chart(alt.NamedData(data), name=name or data, mark=mark)
