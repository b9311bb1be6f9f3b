"""How sure a value is: a band along a line, or bars at points."""

from __future__ import annotations

from typing import TypeVar

import altair as alt

from embervlm_specs.theme import INK

__all__ = ["error_bars", "interval_band", "over"]

Channel = TypeVar("Channel", alt.X, alt.Y)


def interval_band(
    data: str,
    *,
    name: str,
    x: alt.X,
    y: alt.Y,
    low: str,
    high: str,
    color: alt.Color | alt.ColorValue,
) -> alt.Chart:
    """A band from `low` to `high` along `x`; `y` gives the scale and axis it shares with its line.

    `color` is one colour (`alt.value`), or an encoding with one band a class.
    """
    # a transparent fill; the opacity of the whole mark would bloat a PDF tenfold
    mark = alt.MarkDef(type="area", fillOpacity=0.22, strokeWidth=0)
    chart = alt.Chart(alt.NamedData(data), name=name, mark=mark)
    return chart.encode(x=x, y=over(y, low), y2=alt.Y2(high), color=color)


def error_bars(
    data: str, *, name: str, x: alt.X, y: alt.Y, low: str, high: str, color: str = INK
) -> alt.Chart:
    """A vertical line from `low` to `high` at `x`, for each row of `data`."""
    mark = alt.MarkDef(type="rule", color=color, strokeWidth=1.2)
    chart = alt.Chart(alt.NamedData(data), name=name, mark=mark)
    return chart.encode(x=x, y=over(y, low), y2=alt.Y2(high))


def over(channel: Channel, field: str) -> Channel:
    """The same axis and scale over another column."""
    other: Channel = channel.copy(deep=False)
    other["shorthand"] = f"{field}:Q"
    return other
