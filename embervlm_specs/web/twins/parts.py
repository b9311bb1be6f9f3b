"""What the twins have in common: places and words of a document's channels, and hatching."""

from __future__ import annotations

from functools import partial

from embervlm_specs.marks import Mark, Place, Style

__all__ = ["ROWS", "haloed", "places", "stripes", "told"]

ROWS: Style = {"window": [{"op": "row_number", "as": "row"}]}
"""Gives each row its place in the data set."""


def places(encoding: Style) -> list[Place]:
    """The columns of x and y; of both ends where they are ranges."""
    columns = {name: channel["field"] for name, channel in encoding.items()}
    ends = ([columns[axis], columns.get(f"{axis}2")] for axis in "xy")
    return [(start, end) if end else start for start, end in ends]


def told(*channels: Style) -> Style:
    """What a mark says when it is pointed at: these channels, numbers with four digits."""
    lines: list[Style] = []
    for each in channels:
        digits = {"format": ",.4~g"} if each["type"] == "quantitative" else {}
        title = each.get("title") or each["field"]
        lines.append({"field": each["field"], "type": each["type"], "title": title, **digits})
    return {"tooltip": lines}


def haloed(name: str, words: partial[Mark], width: float) -> dict[str, Mark]:
    """Words with a white edge of this width, so that they can be read on anything."""
    halo = words(fill="white", stroke="white", strokeWidth=width, strokeJoin="round")
    return {f"{name}_halo": halo, name: words()}


def stripes(color: str, ground: str, *, count: int = 10) -> Style:
    """Hatching, which Vega-Lite lacks: a gradient that jumps between two colours."""
    stops = []
    for i in range(count):
        for start, end, shade in ((0, 0.75, ground), (0.75, 1, color)):
            stops += [{"offset": round((i + at) / count, 4), "color": shade} for at in (start, end)]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 1, "stops": stops}
