"""Points whose area is an amount, with names beside them and the frontier of the best.

`layout.bubbles` makes the data sets, which have fixed names: `bubbles` and `hollow` (points whose
amount is not known), `rings` (around those to look at first), `frontier`, `labels`, `axes` (the
ends of their domains) and `sizes` (the amounts in the legend).
"""

from __future__ import annotations

from embervlm_specs.marks.axes import expr
from embervlm_specs.marks.colors import Channel
from embervlm_specs.marks.mark import Mark, Style, circle, line, point, rule, small_text, unseen
from embervlm_specs.theme import BUBBLE_AREA, FONT_SIZE, INK, MUTED, UNKNOWN_AREA

__all__ = ["bubbles"]


def bubbles(
    x: str, y: str, amount: str, title: str, *, color: Channel, tip: str, **legend: object
) -> dict[str, Mark]:
    """The marks, from the ground up; the axes must neither round their domain nor add 0.

    `title` names the amount in the legend, with its unit; `legend` are further options of it.
    """
    known = "length(data('bubbles'))"  # where no amount is, the legend has neither words nor room
    sizes = {
        "title": title,
        "titleOrient": "left",
        "titleFontSize": expr(f"{known} ? {FONT_SIZE} : 0"),
        "orient": "bottom",
        "labelExpr": f"{known} ? format(datum.value, ',~f') : ''",
        "values": expr(f"{known} ? pluck(data('sizes'), '{amount}') : [0]"),
        "symbolOpacity": expr(f"{known} ? 1 : 0"),
        "symbolFillColor": "transparent",
        "symbolStrokeColor": MUTED,
        "symbolStrokeWidth": 1.5,
        **legend,
    }
    scale = {"type": "linear", "range": list(BUBBLE_AREA), "domainMin": 0}
    size = {"field": amount, "type": "quantitative", "scale": scale, "legend": sizes}
    filled: Style = {"data": "bubbles", "fillOpacity": 0.75, "stroke": "white", "strokeWidth": 0.6}
    ring = {"value": expr("datum.ring")}  # in pixels, so neither scaled nor explained
    look: Style = {
        "align": expr("datum.align"),
        "fontWeight": expr("datum.highlight ? 'bold' : 'normal'"),
    }
    # `invalid`: a point whose colour is not known stays in the picture
    return {
        "axes": unseen(x, y, data="axes"),
        "frontier": line(
            x, y, data="frontier", order="order", stroke=INK, strokeWidth=1.2, strokeOpacity=0.8
        ),
        "bubbles": circle(x, y, size=size, color=color, tip=tip, invalid=None, **filled),
        "hollow": circle(
            x, y, data="hollow", size=UNKNOWN_AREA, color=color, tip=tip, invalid=None
        ),
        "holes": circle(x, y, data="hollow", size=UNKNOWN_AREA / 2.2, fill="white"),
        "rings": point(x, y, data="rings", size=ring, filled=False, stroke=INK, strokeWidth=1.6),
        "leaders": rule(
            ("from_x", "to_x"), ("from_y", "to_y"), data="labels", stroke=MUTED, strokeWidth=0.6
        ),
        "labels": small_text("x", "y", data="labels", text="text", baseline="middle", **look),
        # the last, as legends stand in the order of the marks
        "sizes": point(data="sizes", size=size, strokeOpacity=0),
    }
