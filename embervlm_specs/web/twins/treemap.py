"""A treemap in Vega-Lite: its rectangles and labels where the document has laid them."""

from __future__ import annotations

from typing import Any

from embervlm_specs.theme import INK, LABEL_SIZE
from embervlm_specs.web.twins.parts import stripes, tooltip, unseen

__all__ = ["treemap_twin"]

_DARK = 0.45
"""Below this luminance a colour takes white letters."""

_VIRIDIS_DARK = 0.62
"""So much of viridis, from its lower end, is that dark."""

_BESIDE = 150
_HATCH = ("rgba(255,255,255,0.28)", "rgba(255,255,255,0)")


_TOLD = {"stage": "nominal", "component": "nominal", "co2_kg": "quantitative"}


def treemap_twin(document: dict[str, Any]) -> dict[str, Any]:
    """The picture of a treemap's twin, with a legend below and the small things beside it."""
    encoding = document["encoding"]
    width, height = (encoding[axis]["scale"]["domain"][1] for axis in ("x", "y"))
    picture = {
        "width": width,
        "height": height,
        "layer": [
            *_cells(document),
            *_labels(document),
            *_groups(document["groups"]["data"], encoding),
            unseen(document["ticks"]["data"]["name"]),
        ],
        "resolve": {"scale": {"color": "independent", "fill": "independent"}},
    }
    apart = {"color": "independent", "fill": "independent"}
    return {
        "hconcat": [picture, _aside(document["aside"]["data"])],
        "resolve": {"scale": apart, "legend": apart},
    }


def _box(encoding: dict[str, Any]) -> dict[str, Any]:
    down = {"domain": encoding["y"]["scale"]["domain"], "reverse": True, "nice": False}
    across = {"domain": encoding["x"]["scale"]["domain"], "nice": False}
    plain = {"type": "quantitative", "axis": None}
    return {
        "x": {"field": "x", "scale": across, **plain},
        "y": {"field": "y", "scale": down, **plain},
        "x2": {"field": "x2"},
        "y2": {"field": "y2"},
    }


def _cells(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Rectangles with an amount, those without one, and lines over what is estimated."""
    encoding, data = document["encoding"], document["data"]
    color, special, hatch = encoding["color"], encoding["fill"], encoding["hatch"]
    known = f"isValid(datum['{color['field']}'])"
    title = color["title"].replace("\n", " ")
    columns = {**_TOLD, color["field"]: "quantitative"}
    words = tooltip(columns, {"co2_kg": "CO₂ in kg", color["field"]: f"{title}, in kg"})
    told = {**_box(encoding), "tooltip": words}
    edge = {"type": "rect", "stroke": "white", "strokeWidth": 1}
    ticks = f"data('{document['ticks']['data']['name']}')"
    bar = {
        "title": color["title"].split("\n"),
        "orient": "bottom",
        "direction": "horizontal",
        "gradientLength": 150,
        "values": {"expr": f"pluck({ticks}, 'value')"},
        "labelExpr": f"pluck({ticks}, 'text')[indexof(pluck({ticks}, 'value'), datum.value)]",
    }
    beside = {"title": hatch["title"], "orient": "bottom", "columns": 1, "symbolType": "square"}
    shade = {"field": color["field"], "type": "quantitative", "scale": color["scale"]}
    kinds = {"field": special["field"], "type": "nominal", "scale": special["scale"]}
    return [
        {
            "name": data["name"],
            "data": data,
            "transform": [{"filter": known}],
            "mark": edge,
            "encoding": {**told, "color": {**shade, "legend": bar}},
        },
        {
            "name": "without_amount",
            "data": data,
            "transform": [{"filter": f"!{known}"}],
            "mark": edge,
            "encoding": {**told, "fill": {**kinds, "legend": beside}},
        },
        {
            "name": "hatched",
            "data": data,
            "transform": [{"filter": f"datum['{hatch['field']}']"}],
            "mark": {"type": "rect", "fill": stripes(*_HATCH)},
            "encoding": told,
        },
    ]


def _labels(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The words in the rectangles, white on what is dark."""
    encoding, data = document["encoding"], document["data"]
    box, column = _box(encoding), encoding["color"]["field"]
    dark = [
        name
        for name, color in zip(
            *(encoding["fill"]["scale"][k] for k in ("domain", "range")), strict=True
        )
        if _luminance(color) < _DARK
    ]
    share = f"log(datum['{column}'] / datum.lowest) / log(datum.highest / datum.lowest)"
    light = (
        f"isValid(datum['{column}']) ? (datum.lowest < datum.highest && {share} < {_VIRIDIS_DARK})"
        f" : indexof({dark}, datum['{encoding['fill']['field']}']) >= 0"
    )
    ends = [{"op": op, "field": column, "as": name} for op, name in _ENDS.items()]
    return [
        {
            "name": "labels",
            "data": data,
            "transform": [{"joinaggregate": ends}],
            "mark": {
                "type": "text",
                "align": "left",
                "baseline": "top",
                "fontSize": LABEL_SIZE - 1,
                "lineBreak": "\n",
                "color": {"expr": f"({light}) ? 'white' : '{INK}'"},
            },
            "encoding": {
                "x": {**box["x"], "field": "label_x"},
                "y": {**box["y"], "field": "label_y"},
                "text": {"field": encoding["text"]["field"], "type": "nominal"},
            },
        }
    ]


_ENDS = {"min": "lowest", "max": "highest"}


def _groups(data: dict[str, Any], encoding: dict[str, Any]) -> list[dict[str, Any]]:
    box = _box(encoding)
    corner = {"x": box["x"], "y": box["y"], "text": {"field": "title", "type": "nominal"}}
    outline = {"type": "rect", "fill": None, "stroke": INK, "strokeWidth": 2}
    name = {"type": "text", "align": "left", "baseline": "top", "dx": 5, "dy": 6}
    bold = {**name, "fontWeight": "bold"}
    behind = {"color": "white", "stroke": "white", "strokeWidth": 5, "strokeJoin": "round"}
    return [
        {"name": data["name"], "data": data, "mark": outline, "encoding": box},
        {"name": "behind", "data": data, "mark": {**bold, **behind}, "encoding": corner},
        {"name": "titles", "data": data, "mark": {**bold, "color": INK}, "encoding": corner},
    ]


def _aside(data: dict[str, Any]) -> dict[str, Any]:
    """Lines of words; what is a heading is bold."""
    weight = {"expr": "datum.heading ? 'bold' : 'normal'"}
    return {
        "name": data["name"],
        "data": data,
        "width": _BESIDE,
        "height": {"step": LABEL_SIZE + 4},
        "transform": [{"window": [{"op": "row_number", "as": "row"}]}],
        "mark": {"type": "text", "align": "left", "x": 0, "fontWeight": weight, "color": INK},
        "encoding": {
            "y": {"field": "row", "type": "ordinal", "axis": None},
            "text": {"field": "text", "type": "nominal"},
        },
    }


def _luminance(color: str) -> float:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
