"""A surface seen from above: a heat map in the same colours, on the same scale."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from embervlm_specs import marks as m
from embervlm_specs.theme import INK
from embervlm_specs.web.twins.parts import ROWS, haloed, places, told

__all__ = ["surface_twin"]

_ALONE = (380, 230)
_BESIDE = (124, 100)
"""Width and height of the heat map, alone and among others."""


def surface_twin(document: dict[str, Any]) -> m.Panel:
    """The picture of a surface's twin: `x` across, `y` upwards, `z` as colour."""
    encoding, data = document["encoding"], document["data"]["name"]
    x, y, z, color = (encoding[channel] for channel in ("x", "y", "z", "color"))
    by, bins = encoding.get("facet"), "x2" in encoding
    scale = color.get("scale", {})
    if "domain" not in scale:  # it spans the data
        scale = {"zero": False} | scale
    cells = m.rect(
        *places(encoding),
        where=f"isValid(datum['{z['field']}'])",  # a cell without a value is a hole
        color=color | {"scale": scale, "legend": {"gradientLength": 130}},
        channels=told(*filter(None, [by, x, y, z])),
        binned=bins,
    )
    axes = (_bins(x), _bins(y)) if bins else (_values(x), _values(y) | {"sort": "descending"})
    heat_map = m.panel(data, *axes, _BESIDE if by else _ALONE).draw(**{data: cells})
    if by:
        return m.facet(
            heat_map,
            by["field"],
            order="row",
            columns=by["columns"],
            spacing=14,
            transform=[ROWS],
            # each its own, as the last row may be shorter than the others
            resolve={"axis": {"x": "independent"}},
        )
    for line in document.get("layer", []):
        heat_map = heat_map.draw(**_path(line))
    return heat_map


def _values(channel: dict[str, Any]) -> m.Axis:
    """Values side by side in the order of their numbers, or of the rows where they are names."""
    axis = partial(m.ordinal, channel["title"] or None, domain=False, ticks=False)
    if channel["type"] == "ordinal":
        return axis() | {"sort": None}
    return axis(labelExpr="format(datum.value, ',')")


def _bins(channel: dict[str, Any]) -> m.Axis:
    return m.axis(channel["title"], scale=m.DATA_SPAN | {"padding": 6}, grid=False, tickCount=5)


def _path(line: dict[str, Any]) -> dict[str, m.Mark]:
    """A line through the rows as they come, and the names of some of its points."""
    name, encoding = line["data"]["name"], line["encoding"]
    path = m.line(
        *places(encoding),
        data=name,
        order="row",
        channels=told(*(encoding[axis] for axis in "xyz")),
        stroke=INK,
        strokeWidth=1.6,
        point={"color": INK, "size": 14},
    )
    text = encoding["text"]["field"]
    words = partial(m.text, *places(encoding), data=name, text=text, fontWeight="bold", dy=-9)
    return {name: replace(path, transform=(ROWS,)), **haloed(f"{name}_labels", words, 3)}
