"""From which layer on the right robot can be read, and when that comes about."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import joined, note_rows, span, surface
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.grid import thin_steps
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.tables import LAYER_ACCURACY
from embervlm_specs.vocabulary import class_order

__all__ = ["layer_accuracy_3d_surface"]

MOST_STEPS = 24


@figure(LAYER_ACCURACY, renderer="matplotlib")
def layer_accuracy_3d_surface(accuracy: Rows, /) -> Drawing:
    """Probe accuracy by layer over training.

    One surface a robot: the accuracy of a linear probe on each layer at each step, in [0, 1], with
    the same axes and colours for all. Layers or steps that were not measured are holes. At most 24
    steps are drawn, evenly spaced.

    Parameters
    ----------
    accuracy
        `layer_accuracy`; of a repeated key the last row counts.

    """
    rows, repeated = keep_last(accuracy, LAYER_ACCURACY.key)
    cells, recorded = thin_steps(fetch(rows), most=MOST_STEPS)
    robots = class_order(cells["robot"])
    cells = cells.sort_values(
        ["robot", "step", "layer"], key=lambda c: c.map(robots.index) if c.name == "robot" else c
    )
    shown = cells["step"].nunique()
    steps = f"{shown} of {recorded} recorded steps, evenly spaced" if shown < recorded else ""
    dropped = f"{repeated:,} repeated rows replaced" if repeated else ""
    counts = f"n = {span(cells['n'])} samples a value" if cells["n"].notna().any() else ""
    which = joined(counts, steps, dropped)

    data = {
        "accuracy": cells[["robot", "layer", "step", "accuracy", "n"]],
        "note": note_rows(which),
    }
    plot = surface(
        "accuracy",
        x=("layer", "layer"),
        y=("step", "step"),
        z=("accuracy", "probe accuracy"),
        domain=(0, 1),
        facet="robot",
    )
    return Drawing(plot, data, description=_words(cells, which))


def _words(cells: pd.DataFrame, which: str) -> str:
    last = cells[cells["step"] == cells["step"].max()]
    best = last.loc[last.groupby("robot", sort=False)["accuracy"].idxmax()]
    said = "; ".join(
        f"{row.robot} {row.accuracy:.2f} at layer {row.layer}" for row in best.itertuples()
    )
    step = f"{last['step'].iloc[0]:,}"
    return f"Accuracy of linear probes, the best layer at step {step}: {said}. {which}"
