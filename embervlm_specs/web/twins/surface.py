"""A surface seen from above: a heat map in the same colours, on the same scale."""

from __future__ import annotations

from typing import Any

from embervlm_specs.theme import INK, LABEL_SIZE
from embervlm_specs.web.twins.parts import shades, tooltip

__all__ = ["surface_twin"]

_ALONE = (380, 230)
_BESIDE = (124, 100)
"""Width and height of the heat map, alone and among others."""


def surface_twin(document: dict[str, Any]) -> dict[str, Any]:
    """The picture of a surface's twin: `x` across, `y` upwards, `z` as colour."""
    encoding = document["encoding"]
    facet = encoding.get("facet")
    width, height = _BESIDE if facet else _ALONE
    size = {"width": width, "height": height}
    cells = _cells(document)
    if facet:
        # the smallest place of a value is where it comes in the rows
        order = {"window": [{"op": "row_number", "as": "row"}]}
        header = {
            "field": facet["field"],
            "type": "nominal",
            "sort": {"field": "row", "op": "min"},
            "header": {"title": None, "labelAnchor": "start"},
        }
        picture = {
            "data": document["data"],
            "transform": [order],
            "facet": header,
            "columns": facet["columns"],
            "spacing": {"row": 14, "column": 14},
            "spec": {**size, **cells},
            # each its own, as the last row may be shorter than the others
            "resolve": {"axis": {"x": "independent"}},
        }
    else:
        layers = [cells, *(part for line in document.get("layer", []) for part in _path(line))]
        picture = {"data": document["data"], **size, "layer": layers}
    return picture


def _cells(document: dict[str, Any]) -> dict[str, Any]:
    encoding = document["encoding"]
    x, y, z, color = (encoding[channel] for channel in ("x", "y", "z", "color"))
    edges = {key: encoding[key] for key in ("x2", "y2") if key in encoding}
    place = _bin if edges else _step
    return {
        "name": document["data"]["name"],
        # a cell without a value is a hole
        "transform": [{"filter": f"isValid(datum['{z['field']}'])"}],
        "mark": {"type": "rect"},
        "encoding": {
            "x": place(x),
            "y": place(y) | ({} if edges else {"sort": "descending"}),
            **edges,
            "color": {
                "field": color["field"],
                "type": "quantitative",
                "scale": shades(color),
                "legend": {"title": color["title"], "gradientLength": 130},
            },
            "tooltip": _told(*([encoding["facet"]] if "facet" in encoding else []), x, y, z),
        },
    }


def _step(channel: dict[str, Any]) -> dict[str, Any]:
    """Values side by side in the order of their numbers, or of the rows where they are names."""
    named = channel["type"] == "ordinal"
    axis = {"domain": False, "ticks": False, "labelAngle": 0, "labelOverlap": True}
    words = {} if named else {"labelExpr": "format(datum.value, ',')"}
    return {
        "field": channel["field"],
        "type": "ordinal",
        "title": channel["title"] or None,
        "axis": {**axis, **words},
        **({"sort": None} if named else {}),
    }


def _bin(channel: dict[str, Any]) -> dict[str, Any]:
    return {
        "field": channel["field"],
        "type": "quantitative",
        "bin": "binned",
        "title": channel["title"],
        "scale": {"zero": False, "nice": False, "padding": 6},
        "axis": {"grid": False, "tickCount": 5},
    }


def _path(line: dict[str, Any]) -> list[dict[str, Any]]:
    """A line through the rows as they come, and the names of some of its points."""
    name, encoding = line["data"]["name"], line["encoding"]
    axes = {axis: {k: encoding[axis][k] for k in ("field", "type")} for axis in ("x", "y")}
    order = {"window": [{"op": "row_number", "as": "row"}]}
    drawn = {"type": "line", "stroke": INK, "strokeWidth": 1.6, "point": {"color": INK, "size": 14}}
    text = encoding["text"]
    bold = {"type": "text", "fontWeight": "bold", "fontSize": LABEL_SIZE, "dy": -9}
    halo = {"color": "white", "stroke": "white", "strokeWidth": 3, "strokeJoin": "round"}
    words = {"data": line["data"], "encoding": {**axes, "text": text}}
    return [
        {
            "name": name,
            "data": line["data"],
            "transform": [order],
            "mark": drawn,
            "encoding": {
                **axes,
                "order": {"field": "row", "type": "quantitative"},
                "tooltip": _told(encoding["x"], encoding["y"], encoding["z"]),
            },
        },
        {"name": f"{name}_halo", "mark": {**bold, **halo}, **words},
        {"name": f"{name}_labels", "mark": {**bold, "color": INK}, **words},
    ]


def _told(*channels: dict[str, Any]) -> list[dict[str, Any]]:
    columns = {channel["field"]: channel["type"] for channel in channels}
    return tooltip(columns, {channel["field"]: channel.get("title", "") for channel in channels})
