"""How often values occur: bars between the edges of bins, and the mean."""

from __future__ import annotations

import altair as alt

from embervlm_specs.marks.caption import caption
from embervlm_specs.theme import INK

__all__ = ["EXTENT", "WHOLE", "histogram"]

WHOLE = "datum.value % 1 ? '' : format(datum.value, ',')"
"""Labels of an axis of whole numbers: there is no half a thing to count."""

EXTENT = 26
"""Room for the labels of the vertical axes, so that panels in a column align."""


def histogram(
    data: str,
    *,
    title: str,
    count: str,
    color: str,
    size: tuple[int, int],
    scale: alt.Scale | None = None,
) -> alt.LayerChart | alt.FacetChart:
    """Bars of the counts `n` between the columns `lower` and `upper` of `data`.

    The data set `<data>_mean` has one row: `mean`, where a line stands, and `text`, which is
    written above the panel. `title` names the values and `count` what is counted. Without a `scale`
    the values are whole numbers.
    """
    x = alt.X(
        "lower:Q",
        bin="binned",
        scale=scale or alt.Scale(zero=False, nice=False),
        title=title,
        axis=alt.Axis(tickCount=6, grid=False, labelExpr=WHOLE if scale is None else alt.Undefined),
    )
    axis = alt.Axis(tickCount=4, labelExpr=WHOLE, minExtent=EXTENT)
    y = alt.Y("n:Q", title=count, axis=axis)
    bars = alt.Chart(
        alt.NamedData(data),
        name=data,
        mark=alt.MarkDef(type="bar", fill=color, binSpacing=1),
    ).encode(
        x=x,
        x2="upper",
        y=y,
        tooltip=[
            alt.Tooltip("lower:Q", title="above", format=".3~g"),
            alt.Tooltip("upper:Q", title="up to", format=".3~g"),
            alt.Tooltip("n:Q", title=count, format=","),
        ],
    )
    line = alt.MarkDef(type="rule", color=INK, strokeWidth=1.2, strokeDash=[5, 3])
    mean = alt.Chart(alt.NamedData(f"{data}_mean"), name=f"{data}_mean", mark=line)
    words = caption(f"{data}_mean", name=f"{data}_words")
    return alt.layer(bars, mean.encode(x=alt.X("mean:Q")), words, width=size[0], height=size[1])
