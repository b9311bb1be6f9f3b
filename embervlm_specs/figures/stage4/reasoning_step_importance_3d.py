"""What the model attends to while it reasons, and how that changes."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.tables import REASONING_ATTENTION
from embervlm_specs.theme import STAGE4_RANGE
from embervlm_specs.words import behind

CHAIN = [str(part).replace("_", " ") for part in REASONING_ATTENTION["reasoning_step"].choices]


@figure(REASONING_ATTENTION, steps=24)
def reasoning_step_importance_3d(shown: Shown) -> Facts:
    """Importance of the reasoning steps over training.

    Attention weight, from 0, of each part of the chain at each step, as one ribbon a part, in the
    order of the chain; between the parts there is nothing. Weights are means over n samples, drawn
    as recorded. What was not measured is a gap. At most 24 steps are drawn, evenly spaced.
    """
    cells = shown.collect()
    cells["part"] = pd.Categorical(cells["reasoning_step"].str.replace("_", " "), CHAIN)
    cells = cells.sort_values(["part", "step"])
    last = cells[cells["step"] == cells["step"].max()]
    top = last[last["weight"] == last["weight"].max()]
    first = f"{' and '.join(top['part'])} ({top['weight'].iloc[0]:.2f})"
    weights = "; ".join(f"{row.part} {row.weight:.2f}" for row in last.itertuples())
    return Facts(
        attention=cells[["part", "step", "weight", "n"]],
        about=f"Attention weight at the last step: {weights}",
        say=[
            f"most weight at step {top['step'].iloc[0]:,}: {first}",
            (behind(cells["n"]), shown.words),
        ],
    )


@reasoning_step_importance_3d.design
def design() -> m.Design:
    x, y, z = ("part", ""), ("step", "step"), ("weight", "attention weight")
    return m.surface("attention", x=x, y=y, z=z, x_names=True, zero=True, colors=STAGE4_RANGE[1:])
