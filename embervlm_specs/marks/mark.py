"""Marks: what is drawn of each row, by the columns of the panel's axes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from embervlm_specs.marks.axes import Axis
from embervlm_specs.tables.display import display
from embervlm_specs.theme import INK, LABEL_SIZE

__all__ = [
    "Mark",
    "Place",
    "Style",
    "area",
    "band",
    "bar",
    "circle",
    "class_names",
    "interval",
    "line",
    "mark",
    "point",
    "rect",
    "reference",
    "rule",
    "small_text",
    "text",
    "tooltips",
    "unseen",
]

Place: TypeAlias = str | float | tuple[str, str | float] | tuple[float, float] | None
"""Where along an axis: a column, a number on the axis, or the two ends of a range."""

Style: TypeAlias = dict[str, Any]
"""Options of a mark or an axis that several share, or that find no room in one line."""

_KINDS = {"Q": "quantitative", "N": "nominal", "O": "ordinal"}


@dataclass(frozen=True)
class Mark:
    """One mark. `channels` are Vega-Lite's, `style` is that of its mark definition."""

    kind: str
    x: Place = None
    y: Place = None
    data: str = ""
    tip: str = ""
    channels: Mapping[str, Any] = field(default_factory=dict)
    style: Mapping[str, Any] = field(default_factory=dict)
    transform: tuple[dict[str, Any], ...] = ()
    binned: bool = False

    def encoding(self, x: Axis | None, y: Axis | None) -> dict[str, dict[str, Any]]:
        """Its channels on these axes."""
        bins = {"bin": "binned"}
        bar = self.kind == "bar" and isinstance(self.x, tuple)
        across = _along("x", self.x, x or {}, bins if bar or self.binned else {})
        along = _along("y", self.y, y or {}, bins if self.binned else {})
        found = {**across, **along, **self.channels}
        return found | ({"tooltip": tooltips(self.tip)} if self.tip else {})


def mark(
    kind: str,
    x: Place = None,
    y: Place = None,
    *,
    data: str = "",
    part: str = "",
    where: str = "",
    tip: str = "",
    at: tuple[Any, Any] = (None, None),
    color: Any = None,
    only: str = "",
    size: Any = None,
    text: str | tuple[str, str] | None = None,
    order: str | None = None,
    detail: str | None = None,
    channels: Mapping[str, Any] | None = None,
    binned: bool = False,
    **style: Any,
) -> Mark:
    """A mark of any kind; `bar`, `line` and the others are this with the kind given.

    Parameters
    ----------
    kind
        Vega-Lite's name of the mark.
    x, y
        Its place on the axes of the panel.
    data
        Its data set, where it is not that of the panel.
    part
        Draws only the rows whose column `part` has this value.
    where
        Draws only the rows for which this Vega expression holds.
    tip
        The columns of the tooltip, see `tooltips`.
    at
        Its place in pixels, for what does not lie on an axis.
    color
        A channel of `colors`; one colour for all is given as `fill` or `stroke`.
    only
        The entry of the colour's legend that all rows of this mark are, where it is not a column.
    size
        A number of square pixels, or a channel.
    text
        The column that is written, or that of a number with its format.
    order, detail
        The columns that order the points of a line, and that tell lines apart.
    channels
        Further channels as Vega-Lite has them.
    binned
        Whether its ends along both axes are edges of bins.
    style
        Options of Vega-Lite's mark definition.

    """
    further: dict[str, Any] = dict(channels or {})
    if color is not None:
        further["color"] = color
    if isinstance(size, Mapping):
        further["size"] = size
    elif size is not None:
        style["size"] = size
    if text is not None:
        column, form = (text, "") if isinstance(text, str) else text
        written = {"type": "quantitative", "format": form} if form else {"type": "nominal"}
        further["text"] = {"field": column, **written}
    if order is not None:
        further["order"] = {"field": order, "type": "quantitative"}
    if detail is not None:
        further["detail"] = {"field": detail, "type": "nominal"}
    placed = {name: place for name, place in zip("xy", at, strict=True) if place is not None}
    chosen = " && ".join(filter(None, [f"datum.part === '{part}'" if part else "", where]))
    transform: list[dict[str, Any]] = [{"filter": chosen}] if chosen else []
    if only:
        transform.append({"calculate": f"'{only}'", "as": color["field"]})
    return Mark(kind, x, y, data, tip, further, style | placed, tuple(transform), binned)


area = partial(mark, "area")
bar = partial(mark, "bar")
circle = partial(mark, "circle", fillOpacity=1)
line = partial(mark, "line")
point = partial(mark, "point")
rect = partial(mark, "rect")
rule = partial(mark, "rule")
text = partial(mark, "text", fontSize=LABEL_SIZE, fill=INK)
small_text = partial(mark, "text", fontSize=LABEL_SIZE - 1, fill=INK)

# a transparent fill, as the opacity of the whole mark would bloat a PDF tenfold
band = partial(mark, "area", fillOpacity=0.22, strokeWidth=0)
"""How sure a line is: from `low` to `high` along it."""

interval = partial(mark, "rule", stroke=INK, strokeWidth=1.2)
"""How sure a point is: a line from `low` to `high`."""

reference = partial(mark, "line", stroke=INK, strokeDash=[5, 4], strokeWidth=1)
"""Where a value would lie if all were well."""

unseen = partial(mark, "point", size=0, strokeOpacity=0, fillOpacity=0)
"""Shows nothing, but stretches the axes to its rows, or lets a legend read its data set."""


def class_names() -> Mark:
    """What a panel draws so that the legend of `colors.classes` can read the names of classes."""
    return unseen(data="classes", detail="slot")


def tooltips(columns: str) -> list[dict[str, Any]]:
    """The lines of a tooltip, one a word of `columns`: "n=chains accuracy low high".

    A word is a column, with another title after "=" (underscores are spaces) where its usual one
    (`tables.display`) does not fit; ":O" and the like give another type. `low` and `high` are
    written like the column before them.
    """
    lines: list[dict[str, Any]] = []
    form = ""
    for word in columns.split():
        named, _, title = word.partition("=")
        column, _, short = named.partition(":")
        shown = display(column)
        form = shown.format if column not in ("low", "high") else form
        kind = _KINDS.get(short) or ("quantitative" if form else "nominal")
        called = title.replace("_", " ") or shown.title
        lines.append({"field": column, "type": kind, "title": called})
        if form and kind == "quantitative":
            lines[-1]["format"] = form
    return lines


def _along(channel: str, place: Place, axis: Axis, more: dict[str, Any]) -> dict[str, Any]:
    """The channels of a place along one axis."""
    if place is None:
        return {}
    start, end = place if isinstance(place, tuple) else (place, None)
    found = {channel: (axis | more | _value(start))}
    return found if end is None else found | {f"{channel}2": _value(end)}


def _value(place: str | float) -> dict[str, Any]:
    return {"field": place} if isinstance(place, str) else {"datum": place}
