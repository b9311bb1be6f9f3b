"""A surface over two directions, which matplotlib draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from embervlm_specs.theme import SEQUENTIAL

__all__ = ["surface"]

_SIZE = {"width": 504, "height": 340}
"""In points."""


def surface(
    data: str,
    *,
    x: tuple[str, str],
    y: tuple[str, str],
    z: tuple[str, str],
    upper: tuple[str, str] | None = None,
    x_names: bool = False,
    domain: tuple[float, float] | None = None,
    zero: bool = False,
    colors: Sequence[str] | None = None,
    facet: str | None = None,
    path: tuple[str, str, str, str, str] | None = None,
) -> dict[str, Any]:
    """A surface of `z` over `x` and `y`, each a (column, axis title); a missing cell is a hole.

    Parameters
    ----------
    data
        The data set, one row a cell.
    x, y, z
        Columns and titles of the axes.
    upper
        The columns of the upper edges of `x` and `y`, where those are the lower edges of bins: each
        row is then a face of its own, and faces join at the mean height of those that meet.
    x_names
        Whether `x` holds names, in the order of the rows. Nothing lies between two names, so each
        gets a ribbon of its own along `y`.
    domain
        Fixes the z axis and the colours; without it they span the data.
    zero
        Whether what spans the data includes 0.
    colors
        From the lowest to the highest value; viridis by default.
    facet
        One surface for each value of this column, three side by side, on the same scales.
    path
        A line over the surface through the rows of a data set, in their order: its name, its
        columns of `x`, `y` and `z`, and that of the labels, which is empty where there is no dot.

    """
    span: dict[str, Any] = {"domain": list(domain)} if domain else {"zero": True} if zero else {}
    shades = {"range": list(colors)} if colors else {"scheme": SEQUENTIAL}
    encoding: dict[str, Any] = {
        "x": _channel(*x) | ({"type": "ordinal"} if x_names else {}),
        "y": _channel(*y),
        "z": _channel(*z) | {"scale": span},
        "color": _channel(*z) | {"scale": shades | span},
    }
    if upper:
        encoding |= {"x2": {"field": upper[0]}, "y2": {"field": upper[1]}}
    if facet:
        encoding["facet"] = {"field": facet, "type": "nominal", "columns": 3}
    made = {**_SIZE, "data": {"name": data}, "mark": {"type": "surface"}, "encoding": encoding}
    if path:
        name, *columns, label = path
        places = {
            c: _channel(column, title)
            for c, column, (_, title) in zip("xyz", columns, (x, y, z), strict=True)
        }
        words = {"text": {"field": label, "type": "nominal"}}
        line = {"data": {"name": name}, "mark": {"type": "line"}, "encoding": places | words}
        made["layer"] = [line]
    return made


def _channel(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title}
