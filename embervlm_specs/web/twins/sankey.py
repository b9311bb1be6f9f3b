"""A Sankey diagram in Vega-Lite: ribbons, boxes and words where the document has laid them."""

from __future__ import annotations

from typing import Any

from embervlm_specs.theme import INK, LABEL_SIZE, MUTED
from embervlm_specs.web.twins.parts import stripes, tooltip

__all__ = ["sankey_twin"]

_MARGIN = 16
_HEADINGS = 18
"""Left and right of the diagram together, and above it, in pixels."""

_NOTE = 65
_RIBBON = 0.45
_POINTS = 24
"""So many pieces make the curve of a ribbon."""

_UNIT = {"type": "quantitative", "axis": None}
_LINK = {"source": "nominal", "target": "nominal", "weight": "quantitative"}
_NODE = {"name": "nominal", "layer": "nominal", "inflow": "quantitative", "outflow": "quantitative"}
"""What a ribbon and a box say when they are pointed at."""


def sankey_twin(document: dict[str, Any]) -> dict[str, Any]:
    """The picture of a Sankey diagram's twin."""
    return {
        "width": document["width"] - _MARGIN,
        "height": document["height"] - _NOTE - _HEADINGS,
        "layer": [_ribbons(document), *map(_layer, document["layer"])],
    }


def _layer(layer: dict[str, Any]) -> dict[str, Any]:
    style = _words if layer["mark"]["type"] == "text" else _box
    mark, told = style(layer["mark"])
    encoding = {**_places(layer["encoding"]), **told}
    name = layer["data"]["name"]
    return {"name": name, "data": layer["data"], "mark": mark, "encoding": encoding}


def _words(mark: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    # what stands on its baseline is a heading above the diagram
    heading = mark.get("baseline") == "bottom"
    style = {"color": MUTED, "fontWeight": "bold", "dy": -6} if heading else {"color": INK}
    place = {"align": mark.get("align", "left"), "baseline": mark.get("baseline", "middle")}
    return {"type": "text", "fontSize": LABEL_SIZE, "clip": False, **place, **style}, {}


def _box(mark: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    box = {"type": "rect", "stroke": INK, "strokeWidth": 0.4}
    if mark.get("hatch"):
        return {**box, "fill": stripes(INK, "white")}, {}
    return box, {"tooltip": tooltip(_NODE)}


def _places(encoding: dict[str, Any]) -> dict[str, Any]:
    """The channels on axes from 0 to 1, the vertical one downwards."""
    out = {**encoding}
    for axis, reverse in (("x", False), ("y", True)):
        scale = {"domain": [0, 1], "nice": False, "reverse": reverse}
        out[axis] = {"field": encoding[axis]["field"], "scale": scale, **_UNIT}
    if "color" in out:
        out["color"] = {**out["color"], "legend": None}
    return out


def _ribbons(document: dict[str, Any]) -> dict[str, Any]:
    """Bands of one height along a Bézier curve, drawn through points on it."""
    encoding = document["encoding"]
    x, x2, y, y2, size = (
        f"datum['{encoding[channel]['field']}']" for channel in ("x", "x2", "y", "y2", "size")
    )
    start, end = "pow(1 - datum.t, 3)", "pow(datum.t, 3)"
    near, far = "3 * datum.t * pow(1 - datum.t, 2)", "3 * pow(datum.t, 2) * (1 - datum.t)"
    steps = {"calculate": f"sequence(0, {_POINTS + 1})", "as": "point"}
    made = {
        "t": f"datum.point / {_POINTS}",
        "curve_x": f"{x} * {start} + ({x} + {x2}) / 2 * ({near} + {far}) + {x2} * {end}",
        "curve_y": f"{y} * ({start} + {near}) + {y2} * ({far} + {end})",
        "curve_y2": f"datum.curve_y + {size}",
    }
    places = {"x": {"field": "curve_x"}, "y": {"field": "curve_y"}}
    shade = {**encoding["color"], "legend": None}
    return {
        "name": document["data"]["name"],
        "data": document["data"],
        "transform": [
            {"window": [{"op": "row_number", "as": "row"}]},
            steps,
            {"flatten": ["point"]},
            *({"calculate": value, "as": name} for name, value in made.items()),
        ],
        "mark": {"type": "area", "fillOpacity": _RIBBON, "stroke": "white", "strokeWidth": 0.3},
        "encoding": {
            **_places(places),
            "y2": {"field": "curve_y2"},
            "detail": {"field": "row", "type": "quantitative"},
            "color": shade,
            "tooltip": tooltip(_LINK),
        },
    }
