"""Where a decision's attention comes from, from visual tokens to the chosen robot."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, sankey
from embervlm_specs.marks.sankey import BODY
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.axis import value_words
from embervlm_specs.stats.flow import ENDS, merge_small
from embervlm_specs.stats.layered import Room
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.sankey import sankey_layout
from embervlm_specs.tables import ATTENTION_FLOW
from embervlm_specs.theme import STAGE4_RANGE, STAGE4_SECOND
from embervlm_specs.wording import joined, shortened

__all__ = ["attention_flow_sankey"]

ROOM = Room(*BODY, margin=106, node=9, gap=3, line=12)
MOST_NODES, MOST_LINKS = 12, 80


@figure(ATTENTION_FLOW, renderer="matplotlib")
def attention_flow_sankey(flow: Rows, /, *, step: int | None = None) -> Drawing:
    """Attention flow from visual tokens to the selection.

    Columns are layers, in the order of the flow; nodes are as high as what flows through them, and
    ribbons as wide as the attention they carry, on one scale. Where less leaves a node than enters
    it, or more, the difference is hatched and its label gives both; elsewhere they are equal. In
    each layer the smallest nodes are merged into one, named by their number, until there are at
    most 12 nodes a layer and 80 links. Layers that flow in a circle are refused.

    Parameters
    ----------
    flow
        `attention_flow`; of a repeated link the last row counts, links without weight have no
        ribbon. Nodes of the same name in different layers are different nodes.
    step
        The moment shown; the last one by default.

    """
    shown = select_moment(ATTENTION_FLOW.name, flow, ["step", *ENDS], step=step)
    links = fetch(shown.rows.select(*ENDS, "weight").filter(nw.col("weight") > 0)).sort_values(ENDS)
    if links.empty:
        raise MissingDataError(ATTENTION_FLOW.name, ["has no link with a weight above 0"])
    few, rest = merge_small(links, most_nodes=MOST_NODES, most_links=MOST_LINKS)
    layout = sankey_layout(few, ROOM, table=ATTENTION_FLOW.name, rest=rest)

    which = joined("width: attention weight", f"links: {len(links):,}", shown.words)
    balance = _balance(layout.gaps)
    merged = "the smallest nodes of a layer are merged" if rest else ""
    data = {
        "ribbons": layout.ribbons,
        "nodes": layout.nodes,
        "gaps": layout.gaps,
        "labels": layout.labels,
        "layers": layout.layers,
        "note": note_rows(which, *balance, merged),
    }
    plot = sankey(
        "ribbons",
        nodes="nodes",
        gaps="gaps",
        labels="labels",
        layers="layers",
        colors=[STAGE4_SECOND, *STAGE4_RANGE[2:]],
    )
    return Drawing(plot, data, description=joined(_largest(few), which, *balance, merged))


def _balance(gaps: pd.DataFrame) -> list[str]:
    """What does not leave the nodes that it enters, or did not enter those that it leaves."""
    told = []
    for sign, what in ((1, "ends"), (-1, "begins")):
        part = gaps[gaps["gap"] * sign > 0].sort_values("gap", key=abs) if len(gaps) else gaps
        if len(part):
            most = shortened(str(part["name"].iloc[-1]), most=24)
            total = value_words(part["gap"].abs().sum())
            told.append(f"hatched: {total} {what} on the way, most of it at {most}")
    return told


def _largest(links: pd.DataFrame) -> str:
    """The strongest link between each two layers."""
    strongest = links.loc[links.groupby(["source_layer", "target_layer"])["weight"].idxmax()]
    said = "; ".join(
        f"{source} ({before}) to {target} ({after}) {value_words(weight)}"
        for before, source, after, target, weight in strongest[[*ENDS, "weight"]].itertuples(
            index=False
        )
    )
    return f"Attention flow, the strongest links: {said}"
