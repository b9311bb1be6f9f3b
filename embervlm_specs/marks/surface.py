"""A surface over two directions, which matplotlib draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from embervlm_specs.theme import SEQUENTIAL

__all__ = ["path_on_surface", "surface"]


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
    columns: int = 3,
    color_title: str | None = None,
    layer: Sequence[dict[str, Any]] = (),
    note: str = "note",
    size: tuple[int, int] = (504, 340),
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
    facet, columns
        One surface for each value of this column, on the same scales, and how many side by side.
    color_title
        The title of the colour bar, by default that of `z`.
    layer
        What is drawn over the surface; see `path_on_surface`.
    note, size
        The data set of the note, and width and height in points.

    """
    span: dict[str, Any] = {"domain": list(domain)} if domain else {"zero": True} if zero else {}
    shades = {"range": list(colors)} if colors else {"scheme": SEQUENTIAL}
    encoding: dict[str, Any] = {
        "x": _channel(*x) | ({"type": "ordinal"} if x_names else {}),
        "y": _channel(*y),
        "z": _channel(*z) | {"scale": span},
        "color": _channel(z[0], color_title or z[1]) | {"scale": shades | span},
    }
    if upper:
        encoding |= {"x2": {"field": upper[0]}, "y2": {"field": upper[1]}}
    if facet:
        encoding["facet"] = {"field": facet, "type": "nominal", "columns": columns}
    return {
        "width": size[0],
        "height": size[1],
        "data": {"name": data},
        "mark": {"type": "surface"},
        "encoding": encoding,
        **({"layer": list(layer)} if layer else {}),
        "note": {"data": {"name": note}},
    }


def path_on_surface(
    data: str, *, x: tuple[str, str], y: tuple[str, str], z: tuple[str, str], label: str
) -> dict[str, Any]:
    """A line through the rows of `data` in their order, with a dot where `label` is not empty."""
    encoding = {"x": _channel(*x), "y": _channel(*y), "z": _channel(*z)}
    return {
        "data": {"name": data},
        "mark": {"type": "line"},
        "encoding": encoding | {"text": {"field": label, "type": "nominal"}},
    }


def _channel(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title}
