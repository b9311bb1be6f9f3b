"""A Sankey diagram, which matplotlib draws from a layout in [0, 1]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["BODY", "sankey"]

SIZE = (504, 400)
BODY = (488, 300)
"""Width and height in points, of the document and of the part that the layout may count on."""


def sankey(
    ribbons: str,
    *,
    nodes: str,
    gaps: str,
    labels: str,
    layers: str,
    colors: Sequence[str],
    note: str = "note",
) -> dict[str, Any]:
    """A diagram of the data sets of a `stats.sankey.Sankey`, named for its tables.

    Ribbons and nodes are coloured by `shade`, from the first of `colors` to the last; gaps are
    hatched.
    """
    shade = _channel("shade") | {"scale": {"domain": [0, 1], "range": list(colors)}}
    ends = {
        "x": _channel("x"),
        "x2": {"field": "x2"},
        "y": _channel("y"),
        "y2": {"field": "y2"},
    }
    return {
        "width": SIZE[0],
        "height": SIZE[1],
        "data": {"name": ribbons},
        "mark": {"type": "sankey"},
        "encoding": {**ends, "size": _channel("height"), "color": shade},
        "layer": [
            _layer(gaps, {"type": "rect", "hatch": True}, ends),
            _layer(nodes, {"type": "rect"}, {**ends, "color": shade}),
            _layer(labels, {"type": "text", "baseline": "middle"}, _words()),
            _layer(layers, {"type": "text", "baseline": "bottom"}, _words()),
        ],
        "note": {"data": {"name": note}},
    }


def _layer(data: str, mark: dict[str, Any], encoding: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"name": data}, "mark": mark, "encoding": encoding}


def _words() -> dict[str, Any]:
    text = {"field": "text", "type": "nominal"}
    return {"x": _channel("x"), "y": _channel("y"), "text": text}


def _channel(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative"}
