"""What the model attends to while it reasons, and how that changes."""

from __future__ import annotations

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, surface
from embervlm_specs.rows import Rows
from embervlm_specs.stats.grid import over_steps
from embervlm_specs.tables import REASONING_ATTENTION
from embervlm_specs.theme import STAGE4_RANGE

__all__ = ["reasoning_step_importance_3d"]

STEPS = REASONING_ATTENTION["reasoning_step"].choices


@figure(REASONING_ATTENTION, renderer="matplotlib")
def reasoning_step_importance_3d(attention: Rows, /) -> Drawing:
    """Importance of the reasoning steps over training.

    Attention weight, from 0, of each part of the chain at each step, as one ribbon a part, in the
    order of the chain; between the parts there is nothing. Weights are means over n samples, drawn
    as recorded. What was not measured is a gap. At most 24 steps are drawn, evenly spaced.

    Parameters
    ----------
    attention
        `reasoning_attention`; of a repeated key the last row counts.

    """
    cells, which = over_steps(attention, REASONING_ATTENTION.key)
    place = {name: i for i, name in enumerate(STEPS)}
    cells = cells.assign(place=cells["reasoning_step"].map(place)).sort_values(["place", "step"])
    cells["part"] = cells["reasoning_step"].str.replace("_", " ")

    last = cells[cells["step"] == cells["step"].max()]
    top = last.loc[last["weight"].idxmax()]
    finding = f"most weight at step {top['step']:,}: {top['part']} ({top['weight']:.2f})"
    data = {
        "attention": cells[["part", "step", "weight", "n"]],
        "note": note_rows(finding, which),
    }
    chart = surface(
        "attention",
        x=("part", ""),
        y=("step", "step"),
        z=("weight", "attention weight"),
        x_names=True,
        zero=True,
        colors=STAGE4_RANGE[1:],
    )
    words = "; ".join(f"{row.part} {row.weight:.2f}" for row in last.itertuples())
    return Drawing(chart, data, description=f"Attention weight at the last step: {words}. {which}")
