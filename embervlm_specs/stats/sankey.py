"""The boxes, ribbons and labels of a Sankey diagram, as tables in [0, 1].

Every node is as high as the larger of what enters and what leaves it, every ribbon as wide as its
weight, all on one scale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from embervlm_specs.stats.axis import value_words
from embervlm_specs.stats.flow import ENDS, layer_columns, node_flows
from embervlm_specs.stats.labels import text_width
from embervlm_specs.stats.layered import (
    Node,
    Ribbon,
    Room,
    connect,
    order_columns,
    place_columns,
    stack,
)

__all__ = ["Sankey", "sankey_layout"]

_FONT = 9
_ASIDE = 4
"""The size of labels, and their distance from the node, in pixels."""

_FEWEST = 5
"""A name that must be cut down to so few letters is worth more than the value beside it."""

_STUB = 6
"""How far a gap stands out from its node, in pixels."""


@dataclass(frozen=True)
class Sankey:
    """A layout in [0, 1], x from the left and y from the top.

    `nodes` and `gaps` are boxes (`x`, `x2`, `y`, `y2`); a gap is what enters a node and does not
    leave, at its right side, or leaves and did not enter, at its left. `ribbons` run from (`x`,
    `y`) to (`x2`, `y2`), their upper edges, and are `height` high all along. `labels` begin at
    (`x`, `y`), right of the middle of their node; `layers` are the headings of the columns. `shade`
    runs from 0 at the first column to 1 at the last, and tells neighbours apart. `scale` is the
    height of a weight of 1.
    """

    nodes: pd.DataFrame
    gaps: pd.DataFrame
    ribbons: pd.DataFrame
    labels: pd.DataFrame
    layers: pd.DataFrame
    scale: float


def sankey_layout(
    links: pd.DataFrame, room: Room, *, table: str, rest: set[tuple[str, str]]
) -> Sankey:
    """The layout of links between layers.

    Parameters
    ----------
    links
        Columns as in `stats.flow`, each pair of nodes once, with positive weights.
    room
        The pixels there are.
    table
        The name of the table, for the error where its layers flow in a circle.
    rest
        The nodes, as (layer, name), that stand last in their column.

    """
    layers = layer_columns(links, table)
    columns: list[list[Node]] = [[] for _ in range(max(layers.values()) + 1)]
    nodes: dict[tuple[str, str], Node] = {}
    flows = node_flows(links).sort_values(["size", "name"], ascending=[False, True])
    for flow in flows.to_dict("records"):
        key = flow["layer"], flow["name"]
        column = layers[flow["layer"]]
        about = {str(name): value for name, value in flow.items()}
        nodes[key] = Node(column, flow["size"], about, 2 if flow["gap"] else 1, key in rest)
        columns[column].append(nodes[key])
    for source_layer, source, target_layer, target, weight in _rows(links):
        connect(nodes[source_layer, source], nodes[target_layer, target], weight, columns)
    order_columns(columns)
    scale = place_columns(columns, room)
    for node in (node for column in columns for node in column):
        stack(node, scale)
    return _Drawing(columns, room, scale).tables(layers)


def _rows(links: pd.DataFrame) -> Iterator[tuple[str, str, str, str, float]]:
    yield from links[[*ENDS, "weight"]].itertuples(index=False)


@dataclass(frozen=True)
class _Drawing:
    """Turns placed nodes into tables in shares of the room."""

    columns: list[list[Node]]
    room: Room
    scale: float

    def tables(self, layers: dict[str, int]) -> Sankey:
        every = [node for column in self.columns for node in column]
        named = [node for node in every if node.about]
        headings = [
            " / ".join(layer for layer, column in layers.items() if column == i)
            for i in range(len(self.columns))
        ]
        return Sankey(
            nodes=pd.DataFrame([self._box(node) for node in named]),
            gaps=pd.DataFrame([self._gap(node) for node in named if node.about["gap"]]),
            ribbons=pd.DataFrame([self._ribbon(r) for node in every for r in node.leaving]),
            labels=pd.DataFrame([self._label(node) for node in named]),
            layers=pd.DataFrame([self._heading(i, text) for i, text in enumerate(headings)]),
            scale=self.scale / self.room.height,
        )

    @property
    def _pitch(self) -> float:
        """The pixels from one column to the next."""
        inside = self.room.width - self.room.margin - self.room.node
        return inside / (len(self.columns) - 1)

    def _left(self, column: int) -> float:
        return column * self._pitch

    def _at(self, x: float, y: float) -> dict[str, float]:
        return {"x": x / self.room.width, "y": y / self.room.height}

    def _edges(self, x: float, x2: float, y: float, y2: float) -> dict[str, float]:
        end = self._at(x2, y2)
        return {**self._at(x, y), "x2": end["x"], "y2": end["y"]}

    def _shade(self, node: Node) -> float:
        named = [other for other in self.columns[node.column] if other.about]
        step = 0.5 * (named.index(node) % 2)
        return (node.column + step) / (len(self.columns) - 0.5)

    def _box(self, node: Node) -> dict[str, Any]:
        left, height = self._left(node.column), node.size * self.scale
        told = {name: node.about[name] for name in ("layer", "name", "inflow", "outflow")}
        edges = self._edges(left, left + self.room.node, node.top, node.top + height)
        return {**told, **edges, "shade": self._shade(node)}

    def _gap(self, node: Node) -> dict[str, Any]:
        gap = node.about["gap"]
        bottom = node.top + node.size * self.scale
        top = bottom - abs(gap) * self.scale
        left = self._left(node.column)
        x = left + self.room.node if gap > 0 else left - _STUB
        told = {name: node.about[name] for name in ("layer", "name", "gap")}
        return {**told, **self._edges(x, x + _STUB, top, bottom)}

    def _ribbon(self, ribbon: Ribbon) -> dict[str, Any]:
        source, target = ribbon.source, ribbon.target
        # what passes a column goes on from its middle
        x = self._left(source.column) + self.room.node / (1 if source.about else 2)
        x2 = self._left(target.column) + (0 if target.about else self.room.node / 2)
        height = ribbon.weight * self.scale / self.room.height
        first, last = ribbon.link
        names = {"source": first.about["name"], "target": last.about["name"]}
        edges = self._edges(x, x2, ribbon.start, ribbon.end)
        told = {"weight": ribbon.weight, "height": height, "shade": self._shade(first)}
        return {**names, **told, **edges}

    def _label(self, node: Node) -> dict[str, Any]:
        last = node.column == len(self.columns) - 1
        room = (self.room.margin if last else self._pitch - self.room.node) - 2 * _ASIDE
        x = self._left(node.column) + self.room.node + _ASIDE
        if node.lines == 1:
            text = _fit(node.about["name"], f" · {_short(node.size)}", room)
        else:
            text = f"{_fit(node.about['name'], '', room)}\n{_both(node, room)}"
        return {**self._at(x, node.middle), "text": text}

    def _heading(self, column: int, text: str) -> dict[str, Any]:
        last = column == len(self.columns) - 1
        room = self.room.margin + self.room.node if last else self._pitch
        # headings are bold, which is a tenth wider
        return {**self._at(self._left(column), 0), "text": _fit(text, "", room / 1.1 - _ASIDE)}


def _both(node: Node, width: float) -> str:
    """What enters and what leaves a node, as exactly as there is room for."""
    inflow, outflow = node.about["inflow"], node.about["outflow"]
    long = f"{value_words(inflow)} in, {value_words(outflow)} out"
    short = f"{_short(inflow)}→{_short(outflow)}"
    return next((text for text in (long, short) if text_width(text, _FONT) <= width), "")


def _short(value: float) -> str:
    return f"{value:#.2g}".rstrip(".") if value < 99.5 else value_words(value)


def _fit(name: str, value: str, width: float) -> str:
    """The name and its value; where that is too wide, a shortened name, and no value at last."""
    whole = f"{name}{value}"
    cut = [f"{name[:length].rstrip()}…{value}" for length in range(len(name) - 1, _FEWEST, -1)]
    bare = [f"{name[:length].rstrip()}…" for length in range(len(name) - 1, 0, -1)]
    fitting = (t for t in (whole, *cut, name, *bare) if text_width(t, _FONT) <= width)
    return next(fitting, "")
