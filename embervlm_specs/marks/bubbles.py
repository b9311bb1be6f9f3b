"""Points whose area is an amount, with names beside them and the frontier of the best.

The data sets have fixed names: `bubbles` and `hollow` (points whose amount is not known), `rings`
(around those to look at first), `frontier`, `labels`, `axes` (the ends of their
domains) and `sizes` (the amounts in the legend).
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from embervlm_specs.marks.interval import over
from embervlm_specs.sequence import evenly
from embervlm_specs.stats.labels import Plane, place_labels
from embervlm_specs.theme import INK, LABEL_SIZE, MUTED
from embervlm_specs.wording import shortened

__all__ = ["MOST_LABELS", "MOST_POINTS", "bubble_chart", "bubble_rows", "bubble_words"]

MOST_POINTS = 400
"""Beyond the frontier, so many points are drawn, evenly spaced along the axis of cost."""

MOST_LABELS = 40
"""So many names are given a place at most; more would hide the points."""

_SIZE = LABEL_SIZE - 1
_BOLD = 1.13
"""How much wider bold letters are."""

_RING = 2.5
_AREA = (30.0, 700.0)
_UNKNOWN_AREA = 80.0
_MOST_LETTERS = 46


def bubble_rows(
    points: pd.DataFrame, *, x: str, y: str, amount: str, plane: Plane
) -> dict[str, pd.DataFrame]:
    """The data sets of `bubble_chart`.

    Parameters
    ----------
    points
        One row a point, with the columns `x`, `y` and `amount`, the booleans `optimal` (on the
        frontier) and `highlight`, and its `label`.
    x, y, amount
        The names of those columns.
    plane
        The axes; all points lie in them.

    """
    apart = points["highlight"] | points["optimal"]
    rest = points[~apart].sort_values(x)
    drawn = pd.concat([points[apart], rest.loc[evenly(list(rest.index), MOST_POINTS)]])
    most = points[amount].max()
    share = (drawn[amount] / most) if most > 0 else drawn[amount]
    area = (_AREA[0] + share * (_AREA[1] - _AREA[0])).fillna(_UNKNOWN_AREA)
    # what is named first finds a place first; what is drawn last lies on top
    drawn = drawn.assign(radius=np.sqrt(area) / 2).sort_values(
        ["highlight", "optimal", y], ascending=False, ignore_index=True
    )
    frontier = _steps(points[points["optimal"]], x, y)
    named = [shortened(text, most=_MOST_LETTERS) for text in drawn["label"]]
    labels = place_labels(
        plane,
        drawn[x],
        drawn[y],
        radius=drawn["radius"] + np.where(drawn["highlight"], _RING, 0),
        texts=named,
        size=np.where(drawn["highlight"], _SIZE * _BOLD, _SIZE),
        most=MOST_LABELS,
        path=(frontier[x], frontier[y]),
    )
    labels["highlight"] = drawn["highlight"].to_numpy()[labels["point"]]
    rings = drawn[drawn["highlight"]].assign(ring=lambda rows: (2 * (rows["radius"] + _RING)) ** 2)
    rows = drawn.sort_values("radius", ascending=False).drop(columns="radius")
    return {
        "bubbles": rows[rows[amount].notna()],
        "hollow": rows[rows[amount].isna()],
        "rings": rings[[x, y, "ring"]],
        "frontier": frontier,
        "labels": labels.drop(columns="point"),
        "axes": pd.DataFrame({x: plane.x, y: plane.y}),
        "sizes": pd.DataFrame({amount: _round_amounts(most)}),
    }


def bubble_words(points: pd.DataFrame, data: dict[str, pd.DataFrame], amount: str) -> list[str]:
    """What a reader must know of the points that `bubble_rows` made of these, for the note."""
    drawn, named = len(data["bubbles"]) + len(data["hollow"]), len(data["labels"])
    return [
        f"hollow: {amount} not recorded" if len(data["hollow"]) else "",
        f"{drawn:,} drawn: the frontier, and others evenly spaced" if drawn < len(points) else "",
        f"names only in the tooltips: {drawn - named:,}" if named < drawn else "",
    ]


def bubble_chart(
    *, x: alt.X, y: alt.Y, amount: str, title: str, color: alt.Color, tooltip: list[alt.Tooltip]
) -> list[alt.Chart]:
    """The layers, from the ground up; `x` and `y` must neither round their domain nor add 0.

    `title` names the amount in the legend, with its unit.
    """
    legend = alt.Legend(
        title=title,
        titleOrient="left",
        orient="bottom",
        labelExpr="length(data('bubbles')) ? format(datum.value, ',~f') : ''",
        values=alt.ExprRef(f"pluck(data('sizes'), '{amount}')"),
        symbolStrokeColor=MUTED,
        # where no amount is known there is nothing to explain
        titleOpacity=alt.ExprRef("length(data('bubbles')) ? 1 : 0"),
        symbolOpacity=alt.ExprRef("length(data('bubbles')) ? 1 : 0"),
    )
    scale = alt.Scale(type="linear", range=list(_AREA), domainMin=0)
    size = alt.Size(f"{amount}:Q", scale=scale, legend=legend)
    # a point whose colour is not known stays in the picture
    filled = alt.MarkDef(
        type="circle", invalid=None, fillOpacity=0.75, stroke="white", strokeWidth=0.6
    )
    outline = alt.MarkDef(type="circle", invalid=None, size=_UNKNOWN_AREA, fillOpacity=1)
    hole = alt.MarkDef(type="circle", fill="white", size=_UNKNOWN_AREA / 2.2, fillOpacity=1)
    ring = alt.MarkDef(type="point", filled=False, stroke=INK, strokeWidth=1.6)
    step = alt.MarkDef(type="line", stroke=INK, strokeWidth=1.2, strokeOpacity=0.8)
    unseen = alt.MarkDef(type="point", strokeOpacity=0, size=0)
    unsized = alt.MarkDef(type="point", strokeOpacity=0)
    leader = alt.MarkDef(type="rule", stroke=MUTED, strokeWidth=0.6)
    name = alt.MarkDef(
        type="text",
        align=alt.ExprRef("datum.align"),
        baseline="middle",
        fontSize=_SIZE,
        fontWeight=alt.ExprRef("datum.highlight ? 'bold' : 'normal'"),
    )
    return [
        _over("axes", unseen).encode(x=x, y=y),
        _over("sizes", unsized).encode(size=size),
        _over("frontier", step).encode(order=alt.Order("order:Q"), x=x, y=y),
        _over("bubbles", filled).encode(size=size, color=color, tooltip=tooltip, x=x, y=y),
        _over("hollow", outline).encode(color=color, tooltip=tooltip, x=x, y=y),
        _over("hollow", hole, name="holes").encode(x=x, y=y),
        _over("rings", ring).encode(size=alt.Size("ring:Q", scale=None), x=x, y=y),
        _over("labels", leader, name="leaders").encode(
            x=over(x, "from_x"), y=over(y, "from_y"), x2=alt.X2("to_x"), y2=alt.Y2("to_y")
        ),
        _over("labels", name).encode(x=over(x, "x"), y=over(y, "y"), text=alt.Text("text:N")),
    ]


def _over(data: str, mark: alt.MarkDef, *, name: str | None = None) -> alt.Chart:
    return alt.Chart(alt.NamedData(data), name=name or data, mark=mark)


def _steps(optimal: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    """The corners of the frontier: level until a point that costs more is better."""
    corners = optimal[[x, y]].drop_duplicates().sort_values(x, ignore_index=True)
    before = corners.assign(**{y: corners[y].shift()}).dropna()
    both = pd.concat([corners, before]).sort_values([x, y], ignore_index=True)
    return both.assign(order=range(len(both)))


def _round_amounts(most: float) -> list[float]:
    """Up to three round amounts below the largest one, for the legend."""
    if not most > 0:
        return [1.0]  # nothing is known, and the scale needs something to stand on
    top = 10 ** np.floor(np.log10(most))
    largest = next(top * factor for factor in (5, 2, 1) if top * factor <= most)
    return [float(f"{largest * share:.3g}") for share in (0.1, 0.4, 1)]
