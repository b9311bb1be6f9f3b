"""Which robot is taken for which, and how that changes while training."""

from __future__ import annotations

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import (
    annotated_heatmap,
    frame_columns,
    note_rows,
    noted,
    step_panels,
)
from embervlm_specs.rows import Rows
from embervlm_specs.spec import MAX_FRAMES
from embervlm_specs.stats.confusion import confusion_cells, confusion_counts
from embervlm_specs.stats.selection import select_predictions
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import STAGE3_RANGE

__all__ = ["confusion_evolution"]

FEW_CLASSES = 8


@figure(ROBOT_PREDICTIONS, animate="frame")
def confusion_evolution(predictions: Rows, /, *, prompting: str = "direct") -> Drawing:
    """Confusion between robots over training.

    One matrix a step: rows are the true robot, columns the predicted one. A cell holds its count
    and its share of the row, which also sets the colour, on one scale for all steps. A row without
    samples is grey, not zero. At most 24 steps are kept, evenly spaced; the still picture shows
    four of them (one where there are more than eight classes), the GIF shows all.

    Parameters
    ----------
    predictions
        `robot_predictions`; beyond 24 classes the rarest are counted together and named so.
    prompting
        The prompting shown, where it was recorded.

    """
    key = ROBOT_PREDICTIONS.key
    shown = select_predictions(predictions, key, prompting=prompting, frames=MAX_FRAMES)
    cells = confusion_cells(confusion_counts(shown.rows))
    few = cells["true"].nunique() <= FEW_CLASSES
    frames = frame_columns(cells["step"], panels=4 if few else 1)

    data = {
        "cells": pd.concat([frames, cells, _labels(cells, zeros=few)], axis="columns"),
        "note": note_rows(
            "count and share of the row · grey: no sample of this class", shown.words
        ),
    }
    return Drawing(noted(_chart(), lines=2), data, description=_words(cells, shown.words))


def _labels(cells: pd.DataFrame, *, zeros: bool) -> pd.Series[str]:
    """Count over share; an empty text where nothing is known, or to keep large matrices calm."""
    written = [
        f"{n:,}\n{share:.0%}" if n else "0" if zeros and share == 0 else ""
        for n, share in zip(cells["n"], cells["share"], strict=True)
    ]
    return pd.Series(written, index=cells.index, name="label")


def _words(cells: pd.DataFrame, selection: str) -> str:
    right = cells["n"].where(cells["true"] == cells["predicted"], 0)
    steps = cells.assign(right=right).groupby("step")[["right", "n"]].sum()
    first, last = steps.iloc[0], steps.iloc[-1]
    start = f"{first['right']:,} of {first['n']:,} right"
    change = f"{start} at first, {last['right']:,} of {last['n']:,} at last"
    said = start if len(steps) == 1 else change
    classes = cells["true"].nunique()
    what = f"Confusion matrices of {classes} classes, {len(steps)} step(s)"
    return f"{what}: {said}. {selection}".strip()


def _chart() -> alt.FacetChart:
    matrix = annotated_heatmap(
        None,
        name="matrix",
        x=alt.X(
            "predicted:N",
            sort=None,
            title="predicted",
            axis=alt.Axis(labelAngle=-40, domain=False, ticks=False),
        ),
        y=alt.Y("true:N", sort=None, title="true", axis=alt.Axis(domain=False, ticks=False)),
        value="share",
        scale=alt.Scale(range=STAGE3_RANGE, domain=[0, 1]),
        legend=alt.Legend(title="share of row", format=".0%", gradientLength=140),
        label="label",
        light_on="datum.share > 0.45",
        tooltip=[
            alt.Tooltip("true:N", title="true"),
            alt.Tooltip("predicted:N", title="predicted"),
            alt.Tooltip("n:Q", title="samples"),
            alt.Tooltip("share:Q", title="share of row", format=".1%"),
        ],
    )
    return step_panels("cells", matrix, columns=2)
