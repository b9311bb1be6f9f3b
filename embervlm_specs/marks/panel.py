"""Panels: axes said once, marks over them, and panels beside, below and over one another.

All of it is plain data in Vega-Lite's vocabulary; Altair checks it when a template is made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from embervlm_specs.marks.axes import Axis
from embervlm_specs.marks.mark import Mark

__all__ = [
    "APART",
    "Design",
    "Group",
    "Panel",
    "column",
    "dual",
    "facet",
    "panel",
    "row",
    "wrapped",
]

APART = {"legend": {"color": "independent"}, "scale": {"color": "independent"}}
"""Each panel has its own colours, and its own legend of them."""


@dataclass(frozen=True)
class Panel:
    """Marks over the same two axes. `data` is the data set of the marks that name none.

    `facet` makes one panel a value of a column; `options` are further properties of the view.
    """

    data: str
    x: Axis | None
    y: Axis | None
    size: tuple[Any, Any]
    marks: Mapping[str, Mark]
    options: Mapping[str, Any] = field(default_factory=dict)
    facet: Mapping[str, Any] = field(default_factory=dict)

    def draw(self, **marks: Mark) -> Panel:
        """The panel with these marks, by the names of their views, from the ground up."""
        return replace(self, marks={**self.marks, **marks})

    def to_dict(self) -> dict[str, Any]:
        """The layers of the panel in Vega-Lite, or one such panel a facet."""
        size = {k: v for k, v in zip(("width", "height"), self.size, strict=True) if v is not None}
        layers = [self._unit(name, mark) for name, mark in self.marks.items()]
        view = {**self.options, **size, "layer": layers}
        return {**self.facet, "data": {"name": self.data}, "spec": view} if self.facet else view

    def _unit(self, name: str, mark: Mark) -> dict[str, Any]:
        data = mark.data or ("" if self.facet else self.data)
        return {
            "name": name,
            **({"data": {"name": data}} if data else {}),
            "mark": {"type": mark.kind, **mark.style},
            "encoding": mark.encoding(self.x, self.y),
            **({"transform": [*mark.transform]} if mark.transform else {}),
        }


@dataclass(frozen=True)
class Group:
    """Panels side by side, below, in rows of or over one another: `kind` is Vega-Lite's word."""

    kind: str
    parts: tuple[Panel | Group, ...]
    options: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The compound view in Vega-Lite."""
        return {**self.options, self.kind: [part.to_dict() for part in self.parts]}


Design: TypeAlias = Panel | Group | dict[str, Any]
"""What a design function of this package returns; a dictionary is a plot for matplotlib."""


def panel(
    data: str,
    x: Axis | None = None,
    y: Axis | None = None,
    size: tuple[Any, Any] = (430, 300),
    **options: Any,
) -> Panel:
    """Two axes for marks, which `draw` adds.

    Parameters
    ----------
    data
        The data set of all marks that name no other.
    x, y
        The axes, from `axes`.
    size
        Width and height in pixels; `{"step": 30}` for so many a name on that axis.
    options
        Further properties of the view, such as `title` and `view`.

    """
    return Panel(data, x, y, size, {}, options)


def facet(
    each: Panel,
    by: str,
    *,
    order: str = "order",
    columns: int = 1,
    spacing: Any = 12,
    header: Mapping[str, Any] | None = None,
    **options: Any,
) -> Panel:
    """The same panel for each value of `by`, in the order of the column `order`.

    The value is written above its panel, unless the options of `header` say otherwise.
    """
    above = {"title": None, "labelAnchor": "start", **(header or {})}
    sort = {"field": order, "op": "min"}
    made = {"field": by, "type": "nominal", "header": above, "sort": sort}
    return replace(each, facet={"facet": made, "columns": columns, "spacing": spacing, **options})


def row(*parts: Panel | Group, spacing: float = 24, **resolve: Any) -> Group:
    """Panels side by side; `resolve` as in Vega-Lite, see `APART`."""
    return Group("hconcat", parts, {"spacing": spacing} | _resolved(resolve))


def column(*parts: Panel | Group, spacing: float = 12, **resolve: Any) -> Group:
    """Panels below one another; `resolve` as in Vega-Lite, see `APART`."""
    return Group("vconcat", parts, {"spacing": spacing} | _resolved(resolve))


def wrapped(*parts: Panel | Group, columns: int, spacing: Any, **resolve: Any) -> Group:
    """Panels in rows of so many; `resolve` as in Vega-Lite, see `APART`."""
    return Group("concat", parts, {"columns": columns, "spacing": spacing} | _resolved(resolve))


def dual(left: Panel, right: Panel) -> Group:
    """Two panels over one another that share x, each with a y axis of its own."""
    width, height = left.size
    apart = {"scale": {"y": "independent"}}
    parts = tuple(replace(part, size=(None, None), options={}) for part in (left, right))
    return Group(
        "layer", parts, {**left.options, "width": width, "height": height, "resolve": apart}
    )


def _resolved(resolve: dict[str, Any]) -> dict[str, Any]:
    return {"resolve": resolve} if resolve else {}
