"""Outlines over spokes around a centre: a radar chart."""

from __future__ import annotations

from typing import Any

from embervlm_specs.marks.axes import expr, hidden
from embervlm_specs.marks.colors import classes
from embervlm_specs.marks.mark import circle, class_names, line, rule, small_text, text
from embervlm_specs.marks.panel import Panel, panel
from embervlm_specs.theme import EMPTY, FONT_SIZE, MUTED

__all__ = ["radar"]


def radar(*, tip: str, size: int = 290) -> Panel:
    """A radar chart with one outline a class, `size` pixels wide and high.

    Reads the data sets that `layout.radar.radar_sets` makes, and `classes`. The rim is a regular
    polygon in the unit circle; labels lie outside.
    """
    color = classes(columns=3, offset=28, labelLimit=150)
    outside: dict[str, Any] = {
        "fontSize": FONT_SIZE,
        "lineBreak": "\n",
        "align": expr("datum.x > 0.1 ? 'left' : datum.x < -0.1 ? 'right' : 'center'"),
        "baseline": expr("datum.y > 0.9 ? 'bottom' : datum.y < -0.5 ? 'top' : 'middle'"),
        "dx": expr("9 * datum.x"),
        "dy": expr("-9 * datum.y"),
    }
    nested = {"value": expr("30 + 45 * datum.under")}
    beside: dict[str, Any] = {"align": "right", "dx": -6, "fill": MUTED}
    return panel("corners", hidden(-1, 1), hidden(-1, 1), (size, size)).draw(
        rings=line(
            "x", "y", data="rings", order="order", detail="ring", stroke=EMPTY, strokeWidth=1
        ),
        spokes=rule(("x", 0), ("y", 0), data="spokes", stroke=EMPTY),
        outlines=line("x", "y", order="order", color=color, strokeWidth=1.8, strokeJoin="round"),
        corners=circle("x", "y", color=color, tip=tip, size=nested),
        ring_labels=small_text("x", "y", data="ring_labels", text=("ring", ".2f"), **beside),
        spoke_labels=text("x", "y", data="spokes", text="label", **outside),
        classes=class_names(),
    )
