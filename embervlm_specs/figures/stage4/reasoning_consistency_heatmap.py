"""Whether a chain that names its robot early agrees with its own answer."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import annotated_heatmap, joined, note_rows, noted
from embervlm_specs.rows import Rows
from embervlm_specs.stats.means import grouped_means, within
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.rare import merge_rare
from embervlm_specs.tables import REASONING
from embervlm_specs.theme import STAGE4_RANGE

__all__ = ["reasoning_consistency_heatmap"]

MENTIONS = ["early", "late"]
ALL, REST = "all categories", "other categories"
MOST_CATEGORIES = 24


@figure(REASONING)
def reasoning_consistency_heatmap(reasoning: Rows, /, *, step: int | None = None) -> Drawing:
    """Consistency by task and mention of the robot.

    Rows are task categories, columns tell whether the chain names its robot early or late. A cell
    holds the mean consistency, its 95 % t interval (cut to [0, 1]; none for a single chain or for
    equal values) and the number of chains; colours run over [0, 1]. The first row takes all chains
    together, the others follow from the most to the least consistent. A cell without chains is
    grey.

    Parameters
    ----------
    reasoning
        `reasoning`; of a repeated key the last row counts. Beyond 24 task categories the rarest are
        taken together and named so.
    step
        The moment shown; the last one by default.

    """
    shown = select_moment(REASONING.name, reasoning, REASONING.key, step=step)
    rows, merged = merge_rare(shown.rows, "task_category", most=MOST_CATEGORIES, rest=REST)
    overall = grouped_means(rows, ["mention"], "consistency").assign(task_category=ALL)
    cells = _every_cell(overall, grouped_means(rows, ["task_category", "mention"], "consistency"))
    said = "; ".join(f"{row.mention} {_words(row, ', ')}" for row in cells.head(2).itertuples())
    merging = f"{merged} rare categories together" if merged else ""
    which = joined(shown.words, merging)
    data = {
        "cells": cells.assign(label=[_words(cell, "\n") for cell in cells.itertuples()]),
        "note": note_rows("mean, 95 % interval and number of chains", which),
    }
    words = joined(f"Mean consistency by mention of the robot: {said}", which)
    return Drawing(noted(_chart(), lines=2), data, description=words)


def _every_cell(overall: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """All categories first, then the most consistent; cells without chains have `n` 0."""
    score = (means["mean"] * means["n"]).groupby(means["task_category"]).sum()
    score = (score / means.groupby("task_category")["n"].sum()).sort_values(ascending=False)
    order = sorted(score.index, key=lambda name: name == REST)  # the rest comes last
    every = pd.MultiIndex.from_product([[ALL, *order], MENTIONS])
    known = within(pd.concat([overall, means]), 0, 1).set_index(["task_category", "mention"])
    cells = known.reindex(every).rename_axis(["task_category", "mention"]).reset_index()
    return cells.assign(n=cells["n"].fillna(0).astype("int64"))


def _words(cell: Any, between: str) -> str:
    """What is known of a cell: mean, interval and n."""
    if not cell.n:
        return "no chain"
    sure = "" if pd.isna(cell.low) else f" [{cell.low:.2f}, {cell.high:.2f}]"
    return f"{cell.mean:.2f}{sure}{between}n = {cell.n:,}"


def _chart() -> alt.LayerChart | alt.FacetChart:
    return annotated_heatmap(
        "cells",
        name="cells",
        x=alt.X(
            "mention:N",
            sort=MENTIONS,
            title="first mention of the robot",
            axis=alt.Axis(labelAngle=0, orient="top", domain=False, ticks=False),
        ),
        y=alt.Y(
            "task_category:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelLimit=170, domain=False, ticks=False),
        ),
        value="mean",
        scale=alt.Scale(range=STAGE4_RANGE, domain=[0, 1]),
        legend=alt.Legend(title="consistency", gradientLength=120),
        label="label",
        light_on="datum.mean > 0.7",
        cell=(112, 32),
        tooltip=[
            alt.Tooltip("task_category:N", title="task category"),
            alt.Tooltip("mention:N", title="mention"),
            alt.Tooltip("mean:Q", title="mean consistency", format=".3f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
            alt.Tooltip("high:Q", title="to", format=".3f"),
            alt.Tooltip("n:Q", title="chains"),
        ],
    )
