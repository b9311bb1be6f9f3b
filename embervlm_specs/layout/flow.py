"""Weighted links between the nodes of layers: their order, their balance, and the small ones.

Links are a table with columns `source_layer`, `source`, `target_layer`, `target` and `weight`. A
node is known by its layer and its name, so that the same token may stand in several layers.
"""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pandas as pd

from embervlm_specs.errors import TableError

__all__ = ["ENDS", "layer_columns", "merge_small", "node_flows"]

ENDS = ["source_layer", "source", "target_layer", "target"]
NODE = ["layer", "name"]

_TOLERANCE = 1e-4
"""A difference below this share of a node is rounding, and too thin to be seen."""


def layer_columns(links: pd.DataFrame, table: str) -> dict[str, int]:
    """The column of each layer, counted from 0: the longest way to it along the links.

    Raises `TableError` where the layers flow in a circle, so that none of them comes first.
    """
    before: dict[str, list[str]] = {}
    pairs = links[["source_layer", "target_layer"]].drop_duplicates()
    for source, target in pairs.itertuples(index=False):
        before.setdefault(source, [])
        before.setdefault(target, []).append(source)
    columns: dict[str, int] = {}
    try:
        for layer in TopologicalSorter(before).static_order():
            columns[layer] = max((columns[source] + 1 for source in before[layer]), default=0)
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise TableError(table, [f"has layers that flow in a circle: {circle}"]) from None
    return columns


def node_flows(links: pd.DataFrame) -> pd.DataFrame:
    """What enters and leaves each node, the largest nodes first.

    Returns columns `layer`, `name`, `inflow`, `outflow`, `size` (the larger of the two) and `gap`,
    which is inflow - outflow where the node's layer is passed through, and 0 where a layer is only
    the beginning or the end, or the difference is rounding.
    """
    leaving = links.groupby(["source_layer", "source"])["weight"].sum().rename_axis(NODE)
    entering = links.groupby(["target_layer", "target"])["weight"].sum().rename_axis(NODE)
    both = pd.concat([entering.rename("inflow"), leaving.rename("outflow")], axis="columns")
    flows = both.fillna(0.0).sort_index().reset_index()
    flows["size"] = flows[["inflow", "outflow"]].max(axis="columns")
    passed = set(links["source_layer"]) & set(links["target_layer"])
    gap = flows["inflow"] - flows["outflow"]
    told = flows["layer"].isin(passed) & (gap.abs() > _TOLERANCE * flows["size"])
    flows["gap"] = gap.where(told, 0.0)
    return flows.sort_values(["size", "name"], ascending=[False, True], ignore_index=True)


def merge_small(
    links: pd.DataFrame, *, most_nodes: int, most_links: int
) -> tuple[pd.DataFrame, set[tuple[str, str]]]:
    """Links between few enough nodes, whose flows stay the same.

    In each layer the smallest nodes become one, named "<count> others", until no layer has more
    than `most_nodes` and there are at most `most_links` links (or two nodes a layer). Returns the
    links, added up, and the (layer, name) of the merged nodes.
    """
    nodes = node_flows(links)
    layers = nodes.groupby("layer")["name"]
    count, place = layers.transform("size"), layers.cumcount()
    for most in range(most_nodes, 1, -1):
        small = nodes[(count > most) & (place >= most - 1)]
        others = (count[small.index] - most + 1).astype(str) + " others"
        names = dict(zip(zip(small["layer"], small["name"], strict=True), others, strict=True))
        renamed = links.copy()
        for end in ("source", "target"):
            ends = zip(links[f"{end}_layer"], links[end], strict=True)
            renamed[end] = [names.get(node, node[1]) for node in ends]
        merged = renamed.groupby(ENDS, as_index=False, sort=False)[["weight"]].sum()
        if len(merged) <= most_links:
            break
    return merged, set(zip(small["layer"], others, strict=True))
