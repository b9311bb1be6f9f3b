"""Nested rectangles, which matplotlib draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embervlm_specs.theme import SEQUENTIAL

__all__ = ["treemap"]


def treemap(
    groups: str,
    *,
    box: tuple[float, float],
    color: tuple[str, str],
    special: tuple[str, Mapping[str, str]],
    hatch: tuple[str, str],
    size: tuple[int, int] = (504, 396),
) -> dict[str, Any]:
    """The rectangles that `layout.treemap` has laid out, with the words of `layout.treemap_labels`.

    Reads the data sets `rectangles`, `ticks` (of the colour bar: `value` and `text`) and `beside`
    (lines of words at the right).

    Parameters
    ----------
    groups
        The data set of the boxes around the rectangles, each with a `title`.
    box
        Width and height of the whole layout.
    color
        Column and title of the amount that sets the colour, on a logarithmic scale.
    special
        A column, and the colours of its values, which stand in for an amount that is missing.
    hatch
        A boolean column, and what it means in the legend.
    size
        Width and height in points.

    """
    shade = _amount(color[0], scheme=SEQUENTIAL, type="log") | {"title": color[1]}
    kinds = {"domain": list(special[1]), "range": list(special[1].values())}
    return {
        "width": size[0],
        "height": size[1],
        "data": {"name": "rectangles"},
        "mark": {"type": "treemap"},
        "encoding": {
            "x": _amount("x", domain=[0, box[0]]),
            "y": _amount("y", domain=[0, box[1]]),
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "color": shade,
            "fill": {"field": special[0], "type": "nominal", "scale": kinds},
            "hatch": {"field": hatch[0], "type": "nominal", "title": hatch[1]},
            "text": {"field": "label", "type": "nominal"},
        },
        "groups": {"data": {"name": groups}},
        "ticks": {"data": {"name": "ticks"}},
        "aside": {"data": {"name": "beside"}},
    }


def _amount(field: str, **scale: Any) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": scale}
