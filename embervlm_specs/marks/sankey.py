"""A Sankey diagram, which matplotlib draws from a layout in [0, 1]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["sankey"]


def sankey(colors: Sequence[str], *, size: tuple[int, int] = (504, 400)) -> dict[str, Any]:
    """A diagram of the data sets that `layout.sankey` makes.

    `ribbons` and `nodes` are coloured by `shade`, from the first of the colours to the last; `gaps`
    are hatched; `labels` and `layers` are words.
    """
    shade = _channel("shade") | {"scale": {"domain": [0, 1], "range": list(colors)}}
    place = {"x": _channel("x"), "y": _channel("y")}
    ends = {**place, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    words = {**place, "text": {"field": "text", "type": "nominal"}}
    return {
        "width": size[0],
        "height": size[1],
        "data": {"name": "ribbons"},
        "mark": {"type": "sankey"},
        "encoding": {**ends, "size": _channel("height"), "color": shade},
        "layer": [
            _layer("gaps", ends, type="rect", hatch=True),
            _layer("nodes", {**ends, "color": shade}, type="rect"),
            _layer("labels", words, type="text", baseline="middle"),
            _layer("layers", words, type="text", baseline="bottom"),
        ],
    }


def _layer(data: str, encoding: dict[str, Any], **mark: Any) -> dict[str, Any]:
    return {"data": {"name": data}, "mark": mark, "encoding": encoding}


def _channel(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative"}
