"""Nodes in columns, joined by ribbons: in which order they stand, and where.

Nodes are ordered by the barycentre heuristic of K. Sugiyama et al., "Methods for visual
understanding of hierarchical system structures", IEEE Transactions on Systems, Man, and Cybernetics
11 (1981). A ribbon that skips a column gets a place of its own there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

__all__ = ["Node", "Ribbon", "Room", "connect", "order_columns", "place_columns"]

_SWEEPS = 4
_HALVINGS = 60


@dataclass(frozen=True)
class Room:
    """What a diagram may take, in pixels.

    `margin` is the room for the labels of the last column, `node` the width of a node, `gap` the
    least distance between nodes, `line` the height of a line of a label.
    """

    width: float
    height: float
    margin: float
    node: float
    gap: float
    line: float


@dataclass(eq=False)
class Node:
    """A node, or the place where a ribbon passes a column.

    `about` says what a node is, and is empty where a ribbon passes; `lines` is the height of its
    label; `last` nodes stand below the others. `place_columns` sets its place in pixels; ribbons
    end at its `left`, and go on from its `right`. `shade` tells it from its neighbours.
    """

    column: int
    size: float
    about: Mapping[Any, Any] = field(default_factory=dict)
    lines: int = 0
    last: bool = False
    left: float = 0
    right: float = 0
    top: float = 0
    middle: float = 0
    height: float = 0
    shade: float = 0
    entering: list[Ribbon] = field(default_factory=list)
    leaving: list[Ribbon] = field(default_factory=list)


@dataclass(eq=False)
class Ribbon:
    """A link, or its part between two columns; `start` and `end` are its upper edges there.

    `link` are the ends of the whole link.
    """

    source: Node
    target: Node
    weight: float
    link: tuple[Node, Node]
    start: float = 0
    end: float = 0
    height: float = 0


def connect(source: Node, target: Node, weight: float, columns: list[list[Node]]) -> None:
    """Join two nodes, through a new place in every column between them."""
    link = (source, target)
    for column in range(source.column + 1, target.column + 1):
        end = target if column == target.column else Node(column, weight)
        if end is not target:
            columns[column].append(end)
        ribbon = Ribbon(source, end, weight, link)
        source.leaving.append(ribbon)
        end.entering.append(ribbon)
        source = end


def order_columns(columns: list[list[Node]]) -> None:
    """Sort the nodes by where their ribbons come from, then by where they go, and so on."""
    for column in columns:
        _settle(column)
    for sweep in range(_SWEEPS):
        back = sweep % 2 == 1
        for column in reversed(columns) if back else columns:
            column.sort(key=lambda node: (node.last, _pull(node, back=back)))
            _settle(column)


def _pull(node: Node, *, back: bool) -> float:
    """Where a node's ribbons draw it; a node without ribbons on that side stays."""
    ribbons = node.leaving if back else node.entering
    ends = [(r.target if back else r.source, r.weight) for r in ribbons]
    total = sum(weight for _, weight in ends)
    return sum(end.middle * weight for end, weight in ends) / total if ends else node.middle


def _settle(column: list[Node]) -> None:
    """The middle of each node as a share of its column."""
    total, above = sum(node.size for node in column), 0.0
    for node in column:
        node.middle = (above + node.size / 2) / total
        above += node.size


def place_columns(columns: list[list[Node]], room: Room) -> None:
    """Set where the nodes and their ribbons lie, in pixels.

    The scale is the largest at which every column fits, found by halving; columns are centred.
    """
    low, high = 0.0, min(room.height / sum(node.size for node in nodes) for nodes in columns)
    for _ in range(_HALVINGS):
        scale = (low + high) / 2
        fits = all(_tops(column, scale, room)[1] <= room.height for column in columns)
        low, high = (scale, high) if fits else (low, scale)
    pitch = (room.width - room.margin - room.node) / (len(columns) - 1)
    for column in columns:
        tops, used = _tops(column, low, room)
        for node, top in zip(column, tops, strict=True):
            node.left, node.right = node.column * pitch, node.column * pitch + room.node
            if not node.about:  # what passes a column goes on from its middle
                node.left = node.right = (node.left + node.right) / 2
            node.height = node.size * low
            node.top = top + (room.height - used) / 2
            node.middle = node.top + node.height / 2
    for node in (node for column in columns for node in column):
        _stack(node, low)


def _tops(column: list[Node], scale: float, room: Room) -> tuple[list[float], float]:
    """The top of each node and the height of the column, so that no two labels touch."""
    tops, bottom = [0.0], column[0].size * scale
    for above, below in pairwise(column):
        # labels stand at the middles of nodes; what only passes has none, and needs less distance
        apart = room.line * (above.lines + below.lines) / 2
        least = room.gap if above.about and below.about else room.gap / 2
        gap = max(least, apart - (above.size + below.size) * scale / 2)
        tops.append(bottom + gap)
        bottom = tops[-1] + below.size * scale
    return tops, bottom


def _stack(node: Node, scale: float) -> None:
    """Set where the ribbons of a node begin and end, one below the other, without crossings."""
    at = node.top
    for ribbon in sorted(node.entering, key=lambda r: r.source.middle):
        ribbon.end = at
        at += ribbon.weight * scale
    at = node.top
    for ribbon in sorted(node.leaving, key=lambda r: r.target.middle):
        ribbon.start, ribbon.height = at, ribbon.weight * scale
        at += ribbon.height
