"""The boxes, ribbons and labels of a Sankey diagram, as tables in [0, 1].

Every node is as high as the larger of what enters and what leaves it, every ribbon as wide as its
weight, all on one scale.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from embervlm_specs.layout.flow import ENDS, layer_columns, node_flows
from embervlm_specs.layout.labels import text_width
from embervlm_specs.layout.layered import Node, Ribbon, Room, connect, order_columns, place_columns
from embervlm_specs.theme import LABEL_SIZE
from embervlm_specs.words import value

__all__ = ["ROOM", "sankey_layout"]

ROOM = Room(488, 300, margin=106, node=9, gap=3, line=12)

_ASIDE = 4
"""The distance of a label from its node, in pixels."""

_FEWEST = 5
"""A name that must be cut down to so few letters is worth more than the value beside it."""

_STUB = 6
"""How far a gap stands out from its node, in pixels."""

_BOLD = 1.1
"""How much wider the bold letters of headings are."""


def sankey_layout(
    links: pd.DataFrame, *, table: str, rest: set[tuple[str, str]], room: Room = ROOM
) -> dict[str, pd.DataFrame]:
    """The data sets of the mark `sankey`, for links between layers.

    x runs from the left, y from the top. `nodes` and `gaps` are boxes (`x`, `x2`, `y`, `y2`); a gap
    is what enters a node and does not leave, at its right side, or leaves and did not enter, at its
    left. `ribbons` run from (`x`, `y`) to (`x2`, `y2`), their upper edges, and are `height` high
    all along. `labels` begin at (`x`, `y`), right of the middle of their node; `layers` are the
    headings of the columns. `shade` runs from 0 at the first column to 1 at the last, and tells
    neighbours apart.

    Parameters
    ----------
    links
        Columns as in `layout.flow`, each pair of nodes once, with positive weights.
    table
        The name of the table, for the error where its layers flow in a circle.
    rest
        The nodes, as (layer, name), that stand last in their column.
    room
        The pixels there are.

    """
    layers = layer_columns(links, table)
    columns: list[list[Node]] = [[] for _ in range(max(layers.values()) + 1)]
    nodes: dict[tuple[str, str], Node] = {}
    for flow in node_flows(links).to_dict("records"):
        key = flow["layer"], flow["name"]
        nodes[key] = Node(layers[key[0]], flow["size"], flow, 2 if flow["gap"] else 1, key in rest)
        columns[nodes[key].column].append(nodes[key])
    for *ends, weight in links[[*ENDS, "weight"]].itertuples(index=False):
        connect(nodes[ends[0], ends[1]], nodes[ends[2], ends[3]], weight, columns)
    order_columns(columns)
    place_columns(columns, room)
    return _tables(columns, list(layers.items()), room)


def _tables(
    columns: list[list[Node]], layers: list[tuple[str, int]], room: Room
) -> dict[str, pd.DataFrame]:
    """The tables of nodes that have their places, in shares of the room."""
    named = [[node for node in column if node.about] for column in columns]
    lefts = [column[0].left for column in named]
    ends = [*lefts[1:], lefts[-1] + room.node + room.margin]
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("nodes", "gaps", "ribbons", "labels", "layers")
    }
    for i, (column, left, end) in enumerate(zip(named, lefts, ends, strict=True)):
        heading = " / ".join(layer for layer, place in layers if place == i)
        width = (end - left) / _BOLD - _ASIDE
        rows["layers"].append({"x": left, "y": 0, "text": _fit(heading, "", width)})
        for j, node in enumerate(column):
            node.shade = (i + 0.5 * (j % 2)) / (len(columns) - 0.5)
            rows["nodes"].append(_box(node))
            rows["labels"].append(_label(node, end - node.right - 2 * _ASIDE))
            rows["gaps"] += [_gap(node)] if node.about["gap"] else []
    every = (node for column in columns for node in column)
    rows["ribbons"] = [_ribbon(ribbon) for node in every for ribbon in node.leaving]
    across, down = room.width, room.height
    sizes = {"x": across, "x2": across, "y": down, "y2": down, "height": down}
    frames = {name: pd.DataFrame(found) for name, found in rows.items()}
    return {
        name: frame.assign(**{at: frame[at] / size for at, size in sizes.items() if at in frame})
        for name, frame in frames.items()
    }


def _box(node: Node) -> dict[str, Any]:
    told = {name: node.about[name] for name in ("layer", "name", "inflow", "outflow")}
    ends = {"x": node.left, "x2": node.right, "y": node.top, "y2": node.top + node.height}
    return {**told, **ends, "shade": node.shade}


def _gap(node: Node) -> dict[str, Any]:
    gap, bottom = node.about["gap"], node.top + node.height
    x = node.right if gap > 0 else node.left - _STUB
    top = bottom - abs(gap) / node.size * node.height
    told = {name: node.about[name] for name in ("layer", "name", "gap")}
    return {**told, "x": x, "x2": x + _STUB, "y": top, "y2": bottom}


def _ribbon(ribbon: Ribbon) -> dict[str, Any]:
    source, target = ribbon.link
    told = {"source": source.about["name"], "target": target.about["name"]}
    told |= {"weight": ribbon.weight, "height": ribbon.height, "shade": source.shade}
    ends = {"x": ribbon.source.right, "x2": ribbon.target.left, "y": ribbon.start}
    return {**told, **ends, "y2": ribbon.end}


def _label(node: Node, width: float) -> dict[str, Any]:
    name, inflow, outflow = (node.about[key] for key in ("name", "inflow", "outflow"))
    text = _fit(name, f" · {_short(node.size)}", width)
    if node.lines > 1:  # what enters and what leaves, as exactly as there is room for
        both = f"{value(inflow)} in, {value(outflow)} out", f"{_short(inflow)}→{_short(outflow)}"
        fitting = next((words for words in both if _wide(words) <= width), "")
        text = f"{_fit(name, '', width)}\n{fitting}"
    return {"x": node.right + _ASIDE, "y": node.middle, "text": text}


def _short(number: float) -> str:
    return f"{number:#.2g}".rstrip(".") if number < 99.5 else value(number)


def _fit(name: str, amount: str, width: float) -> str:
    """The name and its amount; where that is too wide, a shortened name, and no amount at last."""
    whole = f"{name}{amount}"
    cut = [f"{name[:length].rstrip()}…" for length in range(len(name) - 1, 0, -1)]
    both = [f"{text}{amount}" for text in cut[: max(len(name) - 1 - _FEWEST, 0)]]
    return next((text for text in (whole, *both, name, *cut) if _wide(text) <= width), "")


def _wide(text: str) -> float:
    return text_width(text, LABEL_SIZE)
