"""Where in the model a budget of trainable parameters is spent best."""

from __future__ import annotations

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, noted
from embervlm_specs.marks.interval import over
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.ranks import rank_counts, rank_summary, ranked
from embervlm_specs.tables import LAYER_IMPORTANCE
from embervlm_specs.theme import INK, STAGE3
from embervlm_specs.wording import flowing, joined, span

__all__ = ["layer_budget_ranks"]

PANELS = {"attention": "attention", "ffn": "feed-forward network (FFN)", "adapter": "adapter"}
MOST_CIRCLES = 800
KEY = "dot: median · bar: quartiles · line: range"


@figure(LAYER_IMPORTANCE)
def layer_budget_ranks(importance: Rows, /, *, step: int | None = None) -> Drawing:
    """Ranks of the layers by importance.

    One panel a module. In each trial the layers of a module are ranked by importance, 1 for the
    most important; layers that tie share the mean of their ranks. A dot is the median rank over
    trials, the bar around it runs between the quartiles and the line from the lowest to the highest
    rank. The area of a circle is the share of trials in which the layer had that rank; beyond 800
    circles there are none. Ranks compare the layers of one module, not modules with each other.

    Parameters
    ----------
    importance
        `layer_importance`; of a repeated key the last row counts.
    step
        The moment shown; the last one by default.

    """
    shown = select_moment("layer_importance", importance, LAYER_IMPORTANCE.key, step=step)
    table = fetch(shown.rows).assign(panel=lambda rows: rows["module"].map(PANELS))
    table["rank"] = ranked(table, "importance", within=["panel", "trial"])
    medians, counts = (count(table, ["panel", "layer"]) for count in (rank_summary, rank_counts))
    several = int(medians["trials"].max()) > 1
    circles = several and len(counts) <= MOST_CIRCLES
    # a facet hands one data set down: a row is either a layer's summary or one of its ranks
    ranks = pd.concat([medians, counts if circles else counts.head(0)])

    lines = flowing(
        f"n = {span(medians['trials'])} trial{'s' * several}",
        joined(KEY if several else "", "circle area: share of trials" if circles else ""),
        _gaps(table),
        shown.words,
    )
    best = medians.loc[medians.groupby("panel")["median"].idxmin()]
    said = ", ".join(f"layer {row.layer} of {row.panel}" for row in best.itertuples())
    words = f"Ranks of layers by importance; the best median rank has {said}. {' · '.join(lines)}"
    order = {panel: i for i, panel in enumerate(PANELS.values())}
    data = {"ranks": ranks.assign(place=ranks["panel"].map(order)), "note": note_rows(*lines)}
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _gaps(table: pd.DataFrame) -> str:
    """What was not measured: whole modules, or layers in some trials."""
    absent = [panel for module, panel in PANELS.items() if module not in set(table["module"])]
    layers = table.groupby("panel")["layer"]
    measured = table.groupby(["panel", "trial"])["layer"].nunique()
    partial = int(measured.lt(layers.nunique(), level="panel").sum())
    return joined(
        f"not recorded: {', '.join(absent)}" if absent else "",
        f"some layers are missing in {partial} of {len(measured)} rankings" if partial else "",
    )


def _chart() -> alt.FacetChart:
    x = alt.X("layer:O", title="layer", axis=alt.Axis(labelAngle=0, labelOverlap=True, grid=True))
    # the room above the first rank must not look like a rank
    label = "datum.value < 1 ? '' : datum.label"
    named = alt.Axis(
        labelExpr=label, grid=False, ticks=False, format="d", tickMinStep=1, tickCount=7
    )
    upwards = alt.Scale(reverse=True, zero=False, nice=False, padding=8)
    y = alt.Y("median:Q", title="rank (1 = top)", scale=upwards, axis=named)
    tooltip = [
        alt.Tooltip("layer:O"),
        alt.Tooltip("median:Q", title="median rank"),
        alt.Tooltip("lower:Q", title="quartiles from"),
        alt.Tooltip("upper:Q", title="to"),
        alt.Tooltip("trials:Q"),
    ]
    circle = alt.MarkDef(type="circle", fill=STAGE3, fillOpacity=0.7)
    area = alt.Size("share:Q", scale=alt.Scale(domain=[0, 1], range=[0, 170]), legend=None)
    range_ = alt.MarkDef(type="rule", stroke=INK, strokeWidth=0.8)
    bar = alt.MarkDef(type="rule", stroke=INK, strokeWidth=2.6)
    dot = alt.MarkDef(type="circle", fill=INK, fillOpacity=1, size=40)
    glyphs = [
        alt.Chart(name="ranks", mark=circle).encode(x=x, y=over(y, "rank"), size=area),
        alt.Chart(name="range", mark=range_).encode(x=x, y=over(y, "best"), y2=alt.Y2("worst")),
        alt.Chart(name="quartiles", mark=bar).encode(x=x, y=over(y, "lower"), y2=alt.Y2("upper")),
        alt.Chart(name="medians", mark=dot).encode(x=x, y=y, tooltip=tooltip),
    ]
    header = alt.Header(title=None, labelAnchor="start")
    order = alt.EncodingSortField("place", op="min")
    return alt.FacetChart(
        data=alt.NamedData("ranks"),
        spec=alt.layer(*glyphs, width=430, height=110),
        facet=alt.Facet("panel:N", header=header, sort=order),
        columns=1,
        spacing=12,
    )
