"""A matrix of cells with the value written in each."""

from __future__ import annotations

from embervlm_specs.marks.axes import Axis, expr
from embervlm_specs.marks.colors import Channel
from embervlm_specs.marks.mark import rect, small_text
from embervlm_specs.marks.panel import Panel, panel
from embervlm_specs.theme import INK, LABEL_SIZE

__all__ = ["annotated_heatmap"]

_LINE = LABEL_SIZE + 1


def annotated_heatmap(
    name: str,
    x: tuple[str, Axis],
    y: tuple[str, Axis],
    color: Channel,
    *,
    data: str = "cells",
    light_on: str,
    cell: tuple[int, int] = (36, 36),
    tip: str,
) -> Panel:
    """Rectangles in a colour of `colors.ramp`, with the column `label` written in them.

    The picture grows with the number of cells, each `cell` pixels wide and high, so that a matrix
    of any size stays readable. A cell without a row in `data` stays white, and one whose value is
    null takes the colour of the unknown: nothing was measured there. `light_on` is an expression
    that holds where the cell is dark. A line break in a label starts a new line.
    """
    column, row = x[0], y[0]
    cells = rect(column, row, color=color, tip=tip, stroke="white", strokeWidth=1, invalid=None)
    labels = small_text(
        column,
        row,
        text="label",
        fill=expr(f"{light_on} ? 'white' : '{INK}'"),
        baseline="middle",
        lineBreak="\n",
        lineHeight=_LINE,
        # a label of two lines is centred on its cell
        dy=expr(f"indexof(datum.label, '\\n') >= 0 ? -{_LINE / 2} : 0"),
    )
    # `invalid`: a null is drawn, where Vega-Lite would leave its row, and its place, out
    matrix = panel(data, x[1], y[1], ({"step": cell[0]}, {"step": cell[1]}))
    return matrix.draw(**{name: cells, f"{name}_labels": labels})
