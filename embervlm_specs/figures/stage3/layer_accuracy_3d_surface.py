"""From which layer on the right robot can be read, and when that comes about."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.tables import LAYER_ACCURACY
from embervlm_specs.vocabulary import class_order
from embervlm_specs.words import behind, few_of

MOST_CLASSES = 12


@figure(LAYER_ACCURACY, steps=24)
def layer_accuracy_3d_surface(shown: Shown) -> Facts:
    """Probe accuracy by layer over training.

    One surface a robot: the share of its samples that a linear probe on each layer gets right at
    each step, with the same axes and colours for all. Layers or steps that were not measured are
    holes. At most 24 steps and twelve classes are drawn, both evenly spaced.
    """
    every = shown.collect()
    classes = class_order(every["robot"])
    drawn = evenly(classes, MOST_CLASSES)
    cells = every[every["robot"].isin(drawn)]
    cells = cells.assign(robot=pd.Categorical(cells["robot"], drawn)).sort_values(
        ["robot", "step", "layer"]
    )
    last = cells[cells["step"] == cells["step"].max()]
    best = last.groupby("robot", observed=True)["accuracy"].max()
    told = [f"{robot} {accuracy:.2f}" for robot, accuracy in best.items()]
    told += [f"{robot} not measured" for robot in drawn if robot not in best.index]
    return Facts(
        accuracy=cells,
        about=f"Accuracy of linear probes; the best layer at the last step: {'; '.join(told)}",
        say=[(behind(cells["n"]), few_of(len(drawn), len(classes), "classes"), shown.words)],
    )


@layer_accuracy_3d_surface.design
def design() -> m.Design:
    x, y, z = ("layer", "layer"), ("step", "step"), ("accuracy", "probe accuracy")
    return m.surface("accuracy", x=x, y=y, z=z, domain=(0, 1), facet="robot")
