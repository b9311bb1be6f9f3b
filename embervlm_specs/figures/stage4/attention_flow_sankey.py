"""Where a decision's attention comes from, from visual tokens to the chosen robot."""

import narwhals.stable.v2 as nw

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.flow import ENDS, layer_columns, merge_small, node_flows
from embervlm_specs.layout.sankey import sankey_layout
from embervlm_specs.tables import ATTENTION_FLOW
from embervlm_specs.theme import STAGE4_RANGE, STAGE4_SECOND
from embervlm_specs.words import balance, joined, listed, value

MOST_NODES, MOST_LINKS = 12, 80


@figure(ATTENTION_FLOW)
def attention_flow_sankey(shown: Shown) -> Facts:
    """Attention flow from visual tokens to the selection.

    Columns are layers, in the order of the flow; nodes are as high as what flows through them, and
    ribbons as wide as the attention they carry, on one scale. Where less leaves a node than enters
    it, or more, the difference is hatched and its label gives both; elsewhere they are equal, but
    for what merged nodes balance among themselves, which the note adds up. In each layer the
    smallest nodes are merged into one, named by their number, until there are at most 12 nodes a
    layer and 80 links. Links without weight have no ribbon; nodes of the same name in different
    layers are different nodes. Layers that flow in a circle are refused.
    """
    table = shown.table.name
    links = shown.where(nw.col("weight") > 0).collect(*ENDS, "weight").sort_values(ENDS)
    if links.empty:
        raise shown.lacks("has no link with a weight above 0")
    few, rest = merge_small(links, most_nodes=MOST_NODES, most_links=MOST_LINKS)
    layout = sankey_layout(few, table=table, rest=rest)
    links["column"] = links["source_layer"].map(layer_columns(links, table))
    between = ["column", "source_layer", "target_layer"]
    largest = links.loc[links.groupby(between)["weight"].idxmax()]
    pattern = "{source} ({source_layer}) to {target} ({target_layer}) {words}"
    largest = largest.assign(words=largest["weight"].map(value))
    merged = f", drawn as {len(few):,}" if len(few) < len(links) else ""
    said = listed(largest, pattern, most=len(largest), between="; ")
    return Facts(
        **layout,
        about=f"Attention flow, the strongest links: {said}",
        say=[
            joined("width: attention weight", f"{len(links):,} links{merged}", shown.words),
            *balance(layout["gaps"], node_flows(links)),
            "the smallest nodes of a layer are merged" if rest else "",
        ],
    )


@attention_flow_sankey.design
def design() -> m.Design:
    return m.sankey([STAGE4_SECOND, *STAGE4_RANGE[2:]])
