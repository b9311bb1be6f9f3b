"""Nested rectangles, which matplotlib draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embervlm_specs.theme import SEQUENTIAL

__all__ = ["treemap"]


def treemap(
    data: str,
    *,
    groups: str,
    box: tuple[float, float],
    color: tuple[str, str],
    ticks: str,
    special: tuple[str, Mapping[str, str]],
    hatch: tuple[str, str],
    label: str,
    aside: str,
    note: str = "note",
    size: tuple[int, int] = (504, 378),
) -> dict[str, Any]:
    """Rectangles (columns `x`, `y`, `x2`, `y2`) laid out before, in pixels from the top left.

    Parameters
    ----------
    data
        The data set of the rectangles. `label_x` and `label_y` tell where a label begins.
    groups
        The data set of the rectangles around them, each with a `title`, which may be empty.
    box
        Width and height of the whole layout.
    color
        Column and title of the amount that sets the colour, on a logarithmic scale.
    ticks
        The data set of the colour bar: `value` and `text`.
    special
        A column, and the colours of its values, which stand in for an amount that is missing.
    hatch
        A boolean column, and what it means in the legend.
    label
        The column of the labels, empty where there is no room.
    aside
        The data set of the lines beside the picture: `text`, and whether it is a `heading`.
    note, size
        The data set of the note, and width and height in points.

    """
    column, colors = special
    return {
        "width": size[0],
        "height": size[1],
        "data": {"name": data},
        "mark": {"type": "treemap"},
        "encoding": {
            "x": _position("x", box[0]),
            "y": _position("y", box[1]),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "color": {
                "field": color[0],
                "type": "quantitative",
                "title": color[1],
                "scale": {"scheme": SEQUENTIAL, "type": "log"},
            },
            "fill": {
                "field": column,
                "type": "nominal",
                "scale": {"domain": list(colors), "range": list(colors.values())},
            },
            "hatch": {"field": hatch[0], "type": "nominal", "title": hatch[1]},
            "text": {"field": label, "type": "nominal"},
        },
        "groups": {"data": {"name": groups}},
        "ticks": {"data": {"name": ticks}},
        "aside": {"data": {"name": aside}},
        "note": {"data": {"name": note}},
    }


def _position(field: str, length: float) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, length]}}
