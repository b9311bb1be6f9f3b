"""From which layer on the right robot can be read, and when that comes about."""

from __future__ import annotations

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, surface
from embervlm_specs.rows import Rows
from embervlm_specs.stats.grid import over_steps
from embervlm_specs.tables import LAYER_ACCURACY
from embervlm_specs.vocabulary import class_order

__all__ = ["layer_accuracy_3d_surface"]


@figure(LAYER_ACCURACY, renderer="matplotlib")
def layer_accuracy_3d_surface(accuracy: Rows, /) -> Drawing:
    """Probe accuracy by layer over training.

    One surface a robot: the share of its samples that a linear probe on each layer gets right at
    each step, with the same axes and colours for all. Layers or steps that were not measured are
    holes. At most 24 steps are drawn, evenly spaced.

    Parameters
    ----------
    accuracy
        `layer_accuracy`; of a repeated key the last row counts.

    """
    cells, which = over_steps(accuracy, LAYER_ACCURACY.key)
    place = {robot: i for i, robot in enumerate(class_order(cells["robot"]))}
    cells = cells.assign(place=cells["robot"].map(place)).sort_values(["place", "step", "layer"])

    last = (
        cells[cells["step"] == cells["step"].max()].groupby("robot", sort=False)["accuracy"].max()
    )
    best = "; ".join(f"{robot} {value:.2f}" for robot, value in last.items())
    words = f"Accuracy of linear probes; the best layer at the last step: {best}. {which}"
    x, y, z = ("layer", "layer"), ("step", "step"), ("accuracy", "probe accuracy")
    chart = surface("accuracy", x=x, y=y, z=z, domain=(0, 1), facet="robot")
    data = {
        "accuracy": cells[["robot", "layer", "step", "accuracy", "n"]],
        "note": note_rows(which),
    }
    return Drawing(chart, data, description=words)
