"""Where in the sequence the model is surprised, and how that passes while training."""

from __future__ import annotations

import altair as alt
import narwhals.stable.v2 as nw
import pandas as pd
from altair.typing import ChartType

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, noted
from embervlm_specs.rows import Rows, collect
from embervlm_specs.sequence import evenly
from embervlm_specs.stats.perplexity import pooled_perplexity
from embervlm_specs.stats.probabilities import bin_width
from embervlm_specs.stats.selection import keep_last, recorded_steps
from embervlm_specs.tables import PERPLEXITY
from embervlm_specs.theme import GRID, STAGE2_RANGE
from embervlm_specs.wording import joined, span

__all__ = ["perplexity_heatmap"]

MOST_STEPS = 24
MOST_BINS = 64


@figure(PERPLEXITY)
def perplexity_heatmap(perplexity: Rows, /) -> Drawing:
    """Perplexity by position over training.

    One column a recorded step, the first position on top; colour is perplexity on a logarithmic
    scale. A cell that was not measured stays white. At most 24 steps are drawn, evenly spaced.
    Sequences longer than 64 positions are drawn in bins of positions: the perplexity of all tokens
    of a bin, the exp of their mean negative log-likelihood, weighted by `n` where it was recorded.

    Parameters
    ----------
    perplexity
        `perplexity`; of a repeated key the last row counts.

    """
    recorded = recorded_steps(perplexity)
    steps = evenly(recorded, MOST_STEPS)
    rows, repeated = keep_last(perplexity.filter(nw.col("step").is_in(steps)), PERPLEXITY.key)
    length = int(collect(rows.select(nw.col("position").max()))["position"][0]) + 1
    width = bin_width(length, most=MOST_BINS)
    cells = pooled_perplexity(rows, width=width)

    bins = (cells["first"].max() - cells["first"].min()) // width + 1
    empty = len(cells) < len(steps) * bins
    counted = cells["n"].notna().all()
    overall = _overall(pooled_perplexity(rows))
    which = joined(
        f"n = {span(cells['n'])} tokens a cell" if counted else "tokens were not counted",
        f"bins of {width} positions" if width > 1 else "",
        "white: not measured" if empty else "",
    )
    rest = joined(
        f"{len(steps)} of {len(recorded):,} recorded steps, evenly spaced"
        if len(steps) < len(recorded)
        else "",
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    data = {
        "cells": cells.assign(start=cells["first"] - 0.5, end=cells["first"] + width - 0.5),
        "note": note_rows(overall, which, rest),
    }
    words = f"Perplexity by step and position. {overall}. {joined(which, rest)}"
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _overall(steps: pd.DataFrame) -> str:
    first, last = steps.iloc[0], steps.iloc[-1]
    start = f"perplexity over all positions {first['perplexity']:,.4g} at step {first['step']:,.0f}"
    if len(steps) == 1:
        return start
    return f"{start}, {last['perplexity']:,.4g} at step {last['step']:,.0f}"


def _chart() -> ChartType:
    names = alt.Axis(
        labelExpr="format(datum.value, ',d')", labelAngle=0, labelOverlap=True, labelSeparation=8
    )
    positions = alt.Axis(format=",d", tickMinStep=1, grid=False)
    downwards = alt.Scale(reverse=True, zero=False, nice=False)
    legend = alt.Legend(title="perplexity (log scale)", gradientLength=220, format="~r")
    tooltip = [
        alt.Tooltip("step:Q", format=","),
        alt.Tooltip("first:Q", title="position", format=","),
        alt.Tooltip("perplexity:Q", format=".4~g"),
        alt.Tooltip("n:Q", title="tokens", format=","),
    ]
    cell = alt.MarkDef(type="rect")
    chart: ChartType = alt.Chart(
        alt.NamedData("cells"),
        name="cells",
        mark=cell,
        width=380,
        height=270,
        view=alt.ViewBackground(stroke=GRID),
    ).encode(
        x=alt.X("step:O", title="recorded step (not to scale)", axis=names),
        y=alt.Y("start:Q", title="position in the sequence", scale=downwards, axis=positions),
        y2="end",
        # the palest purple would look like a cell that was not measured
        color=alt.Color(
            "perplexity:Q", scale=alt.Scale(type="log", range=STAGE2_RANGE[1:]), legend=legend
        ),
        tooltip=tooltip,
    )
    return chart
