"""Points whose area is an amount, with names beside them and the frontiers of the best.

`layout.bubbles` makes the data sets, which have fixed names: `bubbles` and `hollow` (points whose
amount is not known), `rings` (around those to look at first), `frontier` (of one or several lines),
`lines` (those in the legend), `labels`, `axes` (the ends of their domains) and `sizes` (the amounts
in the legend).
"""

from __future__ import annotations

from embervlm_specs.marks.axes import expr
from embervlm_specs.marks.colors import Channel
from embervlm_specs.marks.mark import (
    Mark,
    Style,
    circle,
    interval,
    line,
    point,
    rule,
    small_text,
    unseen,
)
from embervlm_specs.theme import BUBBLE_AREA, EMPTY, FONT_SIZE, INK, LABEL_SIZE, MUTED, UNKNOWN_AREA

__all__ = ["bubbles"]

_DASHES = [[1, 0], [6, 3], [1.5, 2], [8, 3, 1, 3], [1, 5], [5, 2, 1, 2, 1, 2]]
_FAINT = 0.25
"""How much is left of the colour of a point that is nearly as good as the frontier."""


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
    dashes = {"domain": list(range(len(_DASHES))), "range": _DASHES}
    slots, names = (f"pluck(data('lines'), '{column}')" for column in ("slot", "line"))
    several = "length(data('lines'))"  # one line alone is not explained
    named = {
        "title": None,
        "orient": "top",
        "columns": 3,
        "values": expr(f"{several} ? {slots} : [0]"),
        "labelExpr": f"{several} ? {names}[indexof({slots}, datum.value)] : ''",
        "labelFontSize": expr(f"{several} ? {LABEL_SIZE} : 0"),
        "labelLimit": 110,
        "offset": expr(f"{several} ? 12 : 0"),
        "symbolType": "stroke",
        "symbolSize": expr(f"{several} ? 300 : 0"),
    }
    dash = {"field": "slot", "type": "nominal", "scale": dashes, "legend": named}
    stroke: Style = {"stroke": INK, "strokeWidth": 1.2, "strokeOpacity": 0.8}
    filled: Style = {"data": "bubbles", "stroke": "white", "strokeWidth": 0.6}
    open_: Style = {"data": "hollow", "size": UNKNOWN_AREA}
    ring = {"value": expr("datum.ring")}  # in pixels, so neither scaled nor explained
    look: Style = {
        "align": expr("datum.align"),
        "fontWeight": expr("datum.highlight ? 'bold' : 'normal'"),
    }
    # `invalid`: a point whose colour is not known stays in the picture
    dot: Style = {"color": color, "tip": tip, "invalid": None}
    lies = x, ("low", "high")
    return {
        "axes": unseen(x, y, data="axes"),
        "lines": unseen(data="lines", detail="slot"),
        "bubbles_interval": interval(*lies, data="bubbles", stroke=EMPTY),
        "hollow_interval": interval(*lies, data="hollow", stroke=EMPTY),
        "frontier": line(
            x, y, data="frontier", order="order", channels={"strokeDash": dash}, **stroke
        ),
        "bubbles": circle(x, y, size=size, fillOpacity=_faint(0.75), **dot, **filled),
        "hollow": circle(x, y, fillOpacity=_faint(1), **dot, **open_),
        "holes": circle(x, y, data="hollow", size=UNKNOWN_AREA / 2.2, fill="white"),
        "rings": point(x, y, data="rings", size=ring, filled=False, stroke=INK, strokeWidth=1.6),
        "leaders": rule(
            ("from_x", "to_x"), ("from_y", "to_y"), data="labels", stroke=MUTED, strokeWidth=0.6
        ),
        "labels": small_text("x", "y", data="labels", text="text", baseline="middle", **look),
        # the last, as legends stand in the order of the marks
        "sizes": point(data="sizes", size=size, strokeOpacity=0),
    }


def _faint(usual: float) -> dict[str, str]:
    return expr(f"datum.faint ? {_FAINT} : {usual}")
