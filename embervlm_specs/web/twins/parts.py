"""What the twins have in common: channels as Vega-Lite has them."""

from __future__ import annotations

from typing import Any

__all__ = ["shades", "stripes", "tooltip", "unseen"]


def shades(channel: dict[str, Any]) -> dict[str, Any]:
    """The scale of an amount's colour; what is not said spans the data."""
    scale = channel.get("scale", {})
    return {"zero": False, **scale} if "domain" not in scale else dict(scale)


def tooltip(columns: dict[str, str], titles: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """What a mark says when it is pointed at: columns by their type, under these titles."""
    return [
        {
            "field": name,
            "type": kind,
            "title": (titles or {}).get(name) or name,
            **({"format": ",.4~g"} if kind == "quantitative" else {}),
        }
        for name, kind in columns.items()
    ]


def stripes(color: str, ground: str, *, count: int = 10) -> dict[str, Any]:
    """Hatching, which Vega-Lite lacks: a gradient that jumps between two colours."""
    stops = []
    for i in range(count):
        for start, end, shade in ((0, 0.75, ground), (0.75, 1, color)):
            stops += [{"offset": round((i + at) / count, 4), "color": shade} for at in (start, end)]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}


def unseen(data: str) -> dict[str, Any]:
    """A layer that shows nothing, so that a legend can read its data set."""
    return {
        "name": data,
        "data": {"name": data},
        "mark": {"type": "point", "size": 0, "strokeOpacity": 0, "fillOpacity": 0},
        "encoding": {},
    }
