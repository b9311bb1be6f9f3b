"""A curve over training with its band, and the points of it that need a mark of their own."""

from __future__ import annotations

from typing import Any

import altair as alt

from embervlm_specs.marks.interval import interval_band

__all__ = ["curve", "written"]


def curve(
    data: str,
    *,
    name: str,
    x: alt.X,
    y: alt.Y,
    color: alt.Color,
    dash: list[float],
    tooltip: list[alt.Tooltip],
) -> list[alt.Chart]:
    """Band, line and points, as layers.

    The rows of `data` hold `low` and `high`, the line's `width`, and `mark`: a `dot`, a triangle
    for a value `above` or `below` the axis, or nothing where it is empty. Views are called after
    `name`.
    """
    here = alt.NamedData(data)
    line = alt.MarkDef(type="line", strokeWidth=alt.ExprRef("datum.width"), strokeDash=dash)
    shapes = "{above: 'triangle-up', below: 'triangle-down'}[datum.mark] || 'circle'"
    point = alt.MarkDef(
        type="point",
        filled=True,
        fillOpacity=1,
        shape=alt.ExprRef(shapes),
        size=alt.ExprRef("datum.mark ? 18 : 0"),
    )
    return [
        interval_band(data, name=f"{name}_band", x=x, y=y, low="low", high="high", color=color),
        alt.Chart(here, name=f"{name}_line", mark=line).encode(x=x, y=y, color=color),
        alt.Chart(here, name=f"{name}_points", mark=point).encode(
            x=x, y=y, color=color, tooltip=tooltip
        ),
    ]


def written(chart: alt.Chart) -> dict[str, Any]:
    """A chart as plain Vega-Lite, to be put into a layer or panel that is written by hand.

    Altair copies what it nests several times a level: for four panels of layered curves that costs
    ten times what drawing up their charts does.
    """
    plain: dict[str, Any] = chart.to_dict(validate=False, context={"top_level": False})
    return plain
