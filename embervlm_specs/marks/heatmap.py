"""A matrix of cells with the value written in each."""

from __future__ import annotations

import altair as alt

from embervlm_specs.theme import EMPTY, INK, LABEL_SIZE

__all__ = ["annotated_heatmap"]


def annotated_heatmap(
    data: str | None,
    *,
    name: str,
    x: alt.X,
    y: alt.Y,
    value: str,
    scale: alt.Scale,
    legend: alt.Legend | None,
    label: str,
    light_on: str,
    cell: tuple[int, int] = (36, 36),
    tooltip: list[alt.Tooltip] | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Rectangles coloured by the column `value`, with the column `label` written in them.

    `data` names the data set, or is None inside a facet, whose panels hand their rows down.

    The picture grows with the number of cells, each `cell` pixels wide and high, so that a matrix
    of any size stays readable. A cell without a row in `data` stays white, and one whose value is
    null stays grey: nothing was measured there. `light_on` is an expression that holds where the
    cell is dark. A line break in a label starts a new line.
    """
    unknown = {"test": f"datum.{value} === null", "value": EMPTY}
    shade = alt.Color(f"{value}:Q", scale=scale, legend=legend, condition=unknown)
    rows = alt.NamedData(data) if data else alt.Undefined
    cells = alt.Chart(
        rows,
        name=name,
        # `invalid`: a null is drawn, where Vega-Lite would leave its row, and its place, out
        mark=alt.MarkDef(type="rect", stroke="white", strokeWidth=1, invalid=None),
        width=alt.Step(cell[0]),
        height=alt.Step(cell[1]),
    ).encode(x=x, y=y, color=shade, tooltip=tooltip or alt.Undefined)
    text = alt.MarkDef(
        type="text",
        color=alt.ExprRef(f"{light_on} ? 'white' : '{INK}'"),
        fontSize=LABEL_SIZE - 1,
        baseline="middle",
        lineBreak="\n",
        lineHeight=LABEL_SIZE + 1,
        # a label of two lines is centred on its cell
        dy=alt.ExprRef(f"indexof(datum.{label}, '\\n') >= 0 ? -{(LABEL_SIZE + 1) / 2} : 0"),
    )
    labels = alt.Chart(rows, name=f"{name}_labels", mark=text).encode(
        x=x, y=y, text=alt.Text(f"{label}:N")
    )
    return alt.layer(cells, labels)
