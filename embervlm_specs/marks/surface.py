"""A surface over two directions, which matplotlib draws."""

from __future__ import annotations

from typing import Any

from embervlm_specs.theme import SEQUENTIAL

__all__ = ["surface"]


def surface(
    data: str,
    *,
    x: tuple[str, str],
    y: tuple[str, str],
    z: tuple[str, str],
    domain: tuple[float, float] | None = None,
    facet: str | None = None,
    columns: int = 3,
    color_title: str | None = None,
    note: str = "note",
    size: tuple[int, int] = (504, 340),
) -> dict[str, Any]:
    """A surface of `z` over `x` and `y`, each a (column, axis title).

    `domain` fixes the z axis and the colours, so that surfaces compare; without it they span the
    data. With `facet` one surface is drawn for each value of that column, on the same scales. A
    missing cell is a hole.
    """
    scale = {"scheme": SEQUENTIAL, **({"domain": list(domain)} if domain else {})}
    height = {"domain": list(domain)} if domain else {}
    encoding: dict[str, Any] = {
        "x": _channel(*x),
        "y": _channel(*y),
        "z": _channel(*z) | {"scale": height},
        "color": _channel(z[0], color_title or z[1]) | {"scale": scale},
    }
    if facet:
        encoding["facet"] = {"field": facet, "type": "nominal", "columns": columns}
    return {
        "width": size[0],
        "height": size[1],
        "data": {"name": data},
        "mark": {"type": "surface"},
        "encoding": encoding,
        "note": {"data": {"name": note}},
    }


def _channel(field: str, title: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "title": title}
