"""A Sankey diagram in Vega-Lite: ribbons, boxes and words where the document has laid them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from embervlm_specs import marks as m
from embervlm_specs.theme import INK, MUTED
from embervlm_specs.web.twins.parts import ROWS, places, stripes, told

__all__ = ["sankey_twin"]

_MARGIN = 16
_HEADINGS = 18
"""Left and right of the diagram together, and above it, in pixels."""

_NOTE = 65
_RIBBON = 0.45
_POINTS = 24
"""So many pieces make the curve of a ribbon."""


def sankey_twin(document: dict[str, Any]) -> m.Panel:
    """The picture of a Sankey diagram's twin."""
    size = document["width"] - _MARGIN, document["height"] - _NOTE - _HEADINGS
    down = m.hidden(0, 1, nice=False, reverse=True)
    diagram = m.panel(document["data"]["name"], m.hidden(0, 1, nice=False), down, size)
    layers = {layer["data"]["name"]: _layer(layer) for layer in document["layer"]}
    return diagram.draw(**{diagram.data: _ribbons(document["encoding"])}, **layers)


def _layer(layer: dict[str, Any]) -> m.Mark:
    """Words, headings above the diagram, boxes, or hatched ones."""
    mark, encoding, data = layer["mark"], layer["encoding"], layer["data"]["name"]
    if mark["type"] == "text":
        base, text = mark.get("baseline", "middle"), encoding["text"]["field"]
        style: m.Style = {"text": text, "align": "left", "baseline": base}
        if base == "bottom":  # a heading above the diagram
            style |= {"fill": MUTED, "fontWeight": "bold", "dy": -6}
        return m.text(*places(encoding), data=data, **style)
    box = partial(m.rect, *places(encoding), data=data, stroke=INK, strokeWidth=0.4)
    if mark.get("hatch"):
        return box(fill=stripes(INK, "white"))
    words = told(*m.tooltips("name layer inflow:Q outflow:Q"))
    return box(color=encoding["color"] | {"legend": None}, channels=words)


def _ribbons(encoding: dict[str, Any]) -> m.Mark:
    """Bands of one height along a Bézier curve, drawn through points on it.

    The inner control points of the curve lie in its middle, as high as its two ends.
    """
    x, x2, y, y2, height = (
        f"datum['{encoding[channel]['field']}']" for channel in ("x", "x2", "y", "y2", "size")
    )
    across = "(1.5 * datum.t * (1 - datum.t) + pow(datum.t, 3))"
    made = {
        "point": f"sequence(0, {_POINTS + 1})",
        "t": f"datum.point / {_POINTS}",
        "curve_x": f"{x} + ({x2} - {x}) * {across}",
        "curve_y": f"{y} + ({y2} - {y}) * pow(datum.t, 2) * (3 - 2 * datum.t)",
        "curve_y2": f"datum.curve_y + {height}",
    }
    points, *curve = ({"calculate": value, "as": name} for name, value in made.items())
    band = m.area(
        "curve_x",
        ("curve_y", "curve_y2"),
        color=encoding["color"] | {"legend": None},
        detail="row",
        channels=told(*m.tooltips("source target weight:Q")),
        fillOpacity=_RIBBON,
        stroke="white",
        strokeWidth=0.3,
    )
    return replace(band, transform=(ROWS, points, {"flatten": ["point"]}, *curve))
