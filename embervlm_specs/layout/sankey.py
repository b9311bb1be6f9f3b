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
    links: pd.DataFrame, *, table: str, rest: set[tuple[str, str]]
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
    place_columns(columns, ROOM)
    frames = _frames(columns, layers)
    sizes = pd.Series({"x": ROOM.width, "x2": ROOM.width, "y": ROOM.height, "y2": ROOM.height})
    sizes["height"] = ROOM.height
    for frame in frames.values():
        lengths = [name for name in sizes.index if name in frame]
        frame[lengths] = frame[lengths] / sizes[lengths]
    return frames


def _frames(columns: list[list[Node]], layers: dict[str, int]) -> dict[str, pd.DataFrame]:
    """The data sets of nodes that have their places, in pixels."""
    named = [[node for node in column if node.about] for column in columns]
    lefts = [column[0].left for column in named]
    ends = [*lefts[1:], lefts[-1] + ROOM.node + ROOM.margin]
    boxes, labels, headings = [], [], []
    for i, (column, left, end) in enumerate(zip(named, lefts, ends, strict=True)):
        heading = " / ".join(layer for layer, place in layers.items() if place == i)
        room = (end - left) / _BOLD - _ASIDE
        headings.append({"x": left, "y": 0, "text": _fit(heading, "", room)})
        for j, node in enumerate(column):
            node.shade = (i + 0.5 * (j % 2)) / (len(columns) - 0.5)
            bottom = node.top + node.height
            place = {"x": node.left, "x2": node.right, "y": node.top, "y2": bottom}
            boxes.append({**node.about, **place, "height": node.height, "shade": node.shade})
            words = _words(node, end - node.right - 2 * _ASIDE)
            labels.append({"x": node.right + _ASIDE, "y": node.middle, "text": words})
    nodes = pd.DataFrame(boxes)
    ribbons = [_ribbon(each) for column in columns for node in column for each in node.leaving]
    return {
        "nodes": nodes.drop(columns=["size", "gap", "height"]),
        "gaps": _gaps(nodes[nodes["gap"] != 0]),
        "ribbons": pd.DataFrame(ribbons),
        "labels": pd.DataFrame(labels),
        "layers": pd.DataFrame(headings),
    }


def _gaps(nodes: pd.DataFrame) -> pd.DataFrame:
    """What stands out from these nodes, at their lower ends."""
    x = nodes["x2"].where(nodes["gap"] > 0, nodes["x"] - _STUB)
    top = nodes["y2"] - nodes["gap"].abs() / nodes["size"] * nodes["height"]
    placed = nodes.assign(x=x, x2=x + _STUB, y=top)
    return placed[["layer", "name", "gap", "x", "x2", "y", "y2"]]


def _ribbon(ribbon: Ribbon) -> dict[str, Any]:
    source, target = ribbon.link
    told = {"source": source.about["name"], "target": target.about["name"]}
    told |= {"weight": ribbon.weight, "height": ribbon.height, "shade": source.shade}
    ends = {"x": ribbon.source.right, "x2": ribbon.target.left, "y": ribbon.start}
    return {**told, **ends, "y2": ribbon.end}


def _words(node: Node, width: float) -> str:
    """The label of a node, as exactly as there is room for."""
    name, inflow, outflow = (node.about[key] for key in ("name", "inflow", "outflow"))
    if not node.about["gap"]:
        return _fit(name, f" · {_short(node.size)}", width)
    both = f"{value(inflow)} in, {value(outflow)} out", f"{_short(inflow)}→{_short(outflow)}"
    fitting = next((words for words in both if _wide(words) <= width), "")
    return f"{_fit(name, '', width)}\n{fitting}"


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
