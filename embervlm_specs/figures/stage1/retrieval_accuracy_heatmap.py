"""How often the right text is found for an image, and the right image for a text."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import annotated_heatmap, note_rows, noted
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.sequence import evenly
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.retrieval import recall_cells
from embervlm_specs.tables import RETRIEVAL
from embervlm_specs.theme import LABEL_SIZE, STAGE1_RANGE
from embervlm_specs.wording import few_of, flowing, span

__all__ = ["retrieval_accuracy_heatmap"]

MOST_DATASETS = 16
MOST_RANKS = 3
MOST_LETTERS = 76


@figure(RETRIEVAL)
def retrieval_accuracy_heatmap(retrieval: Rows, /, *, step: int | None = None) -> Drawing:
    """Retrieval between images and texts.

    One panel a k, recall at k: the share of queries whose match is among the first k, by data set
    and direction, which sets the colour, over the number of queries. The note gives the widest 95 %
    Wilson interval, the data all of them. Data sets come with the highest mean first. What was not
    measured is grey. Beyond 16 data sets (by mean) or three values of k, so many evenly spaced ones
    are shown.

    Parameters
    ----------
    retrieval
        `retrieval`; of a repeated key the last row counts.
    step
        The moment shown; the last one by default.

    """
    shown = select_moment(RETRIEVAL.name, retrieval, RETRIEVAL.key, step=step)
    every = recall_cells(fetch(shown.rows))
    datasets, ranks = list(every["dataset"].unique()), list(every["k"].unique())
    kept = evenly(datasets, MOST_DATASETS), evenly(ranks, MOST_RANKS)
    cells = every[every["dataset"].isin(kept[0]) & every["k"].isin(kept[1])]

    lines = flowing(
        shown.words,
        f"n = {span(cells['n'].dropna())} queries" if cells["n"].notna().any() else "",
        _widest(cells),
        "grey: not measured" if cells["accuracy"].isna().any() else "",
        few_of(len(kept[0]), len(datasets), "data sets"),
        few_of(len(kept[1]), len(ranks), "values of k"),
        most=MOST_LETTERS,
    )
    cells = cells.assign(
        direction=cells["direction"].str.replace("_to_", " → "),
        rank="recall at " + cells["k"].astype(str),
        label=_labels(cells),
    )
    data = {"cells": cells, "note": note_rows(*lines)}
    words = f"{_words(cells)} {' · '.join(lines)}"
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _widest(cells: pd.DataFrame) -> str:
    """How unsure the least sure cell is."""
    half = ((cells["high"] - cells["low"]) / 2).max()
    return f"95 % interval ± {half:.3f} at most" if half == half else "no intervals without n"


def _labels(cells: pd.DataFrame) -> list[str]:
    """Share over number of queries; empty where nothing was measured."""
    return [
        "" if pd.isna(share) else f"{share:.3f}\nn = {n:,.0f}" if n > 0 else f"{share:.3f}\nn = ?"
        for share, n in zip(cells["accuracy"], cells["n"], strict=True)
    ]


def _words(cells: pd.DataFrame) -> str:
    first = cells[cells["k"] == cells["k"].min()].dropna(subset="accuracy")
    ends = [first.loc[first["accuracy"].idxmax()], first.loc[first["accuracy"].idxmin()]]
    said = ", ".join(
        f"{word} {cell['accuracy']:.3f} ({cell['dataset']}, {cell['direction']})"
        for word, cell in zip(("highest", "lowest"), ends, strict=True)
    )
    return f"Retrieval accuracy; at k = {first['k'].iloc[0]} {said}."


def _chart() -> alt.FacetChart:
    plain: dict[str, Any] = {"domain": False, "ticks": False}
    cells = annotated_heatmap(
        None,
        name="cells",
        x=alt.X(
            "direction:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelAngle=0, labelFontSize=LABEL_SIZE - 1, **plain),
        ),
        y=alt.Y("dataset:N", sort=None, title=None, axis=alt.Axis(**plain)),
        value="accuracy",
        scale=alt.Scale(range=STAGE1_RANGE, domain=[0, 1]),
        legend=alt.Legend(title="accuracy", orient="top", gradientLength=140, tickCount=5),
        label="label",
        light_on="datum.accuracy > 0.6",
        cell=(58, 32),
        tooltip=[
            alt.Tooltip("dataset:N", title="data set"),
            alt.Tooltip("direction:N"),
            alt.Tooltip("k:Q"),
            alt.Tooltip("accuracy:Q", format=".3f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
            alt.Tooltip("high:Q", title="to", format=".3f"),
            alt.Tooltip("n:Q", title="queries"),
        ],
    )
    by_k = alt.EncodingSortField("k", op="min")
    header = alt.Header(title=None, labelAnchor="start")
    return alt.FacetChart(
        data=alt.NamedData("cells"),
        spec=cells,
        facet=alt.Facet("rank:N", header=header, sort=by_k),
        columns=3,
        spacing={"row": 16, "column": 12},
    )
