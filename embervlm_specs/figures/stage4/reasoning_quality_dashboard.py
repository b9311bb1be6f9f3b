"""How good the reasoning chains are, and whether longer ones hang together better."""

from __future__ import annotations

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import caption, histogram, joined, note_rows, noted
from embervlm_specs.marks.histogram import EXTENT, WHOLE
from embervlm_specs.rows import Rows
from embervlm_specs.stats.histogram import Bins, histogram_2d, unit_bins, whole_bins
from embervlm_specs.stats.histogram import histogram as counted
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.reasoning import column_mean, trend
from embervlm_specs.tables import REASONING
from embervlm_specs.theme import INK, STAGE4, STAGE4_RANGE, STAGE4_SECOND

__all__ = ["reasoning_quality_dashboard"]

SIZE = (170, 120)
SHARE = alt.Scale(domain=[0, 1])
SCORE_BINS = unit_bins(20)
MOST_STEP_BINS = 24
MEASURES = ("coherence", "consistency", "step_count")


@figure(REASONING)
def reasoning_quality_dashboard(reasoning: Rows, /, *, step: int | None = None) -> Drawing:
    """Quality of reasoning chains.

    Histograms of coherence and consistency (20 equal-width, right-closed bins over [0, 1], the same
    count axis) and of the number of steps in a chain, each with its mean (dashed) and the 95 % t
    interval of the mean. At the lower right the number of chains by coherence and steps, with the
    least-squares line of coherence over steps; r is Pearson's, with Fisher's 95 % interval. Without
    at least three chains, and where one of the two is constant, there is no line, and the note says
    so.

    Parameters
    ----------
    reasoning
        `reasoning`; of a repeated key the last row counts.
    step
        The moment shown; the last one by default.

    """
    shown = select_moment(REASONING.name, reasoning, REASONING.key, step=step)
    rows = shown.rows
    steps = whole_bins(rows, "step_count", most=MOST_STEP_BINS)
    line = trend(rows, "step_count", "coherence")
    which = joined(f"n = {line.n:,}", shown.words, "dashed: mean, with its 95 % interval")
    related = f"coherence over steps: {line.words}"
    data = {
        **_distribution(rows, "coherence", SCORE_BINS),
        **_distribution(rows, "consistency", SCORE_BINS),
        **_distribution(rows, "step_count", steps),
        "chains": histogram_2d(rows, "step_count", steps, "coherence", SCORE_BINS),
        "trend": line.line(),
        "equation": pd.DataFrame({"text": [line.equation("steps", "coherence") or "no trend"]}),
        "note": note_rows(which, related),
    }
    means = joined(
        *(f"{column.replace('_', ' ')} {data[f'{column}_mean']['text'][0]}" for column in MEASURES)
    )
    return Drawing(noted(_chart(), lines=2), data, description=joined(means, related, which))


def _distribution(rows: Rows, column: str, bins: Bins) -> dict[str, pd.DataFrame]:
    """The data sets of a histogram: counts, and the mean in numbers and words."""
    mean, low, high, n = column_mean(rows, column)
    sure = f" [{low:#.3g}, {high:#.3g}]" if n > 1 else ""
    means = pd.DataFrame({"mean": [mean], "text": [f"mean {mean:#.3g}{sure}"]})
    return {column: counted(rows, column, bins), f"{column}_mean": means}


def _chart() -> alt.VConcatChart:
    scores = [
        histogram(name, title=name, count="chains", color=color, size=SIZE, scale=SHARE)
        for name, color in (("coherence", STAGE4), ("consistency", STAGE4_SECOND))
    ]
    compared = alt.hconcat(*scores, spacing=24)
    compared.resolve = alt.Resolve(scale={"y": "shared"})
    steps = histogram(
        "step_count", title="reasoning steps", count="chains", color=STAGE4_RANGE[2], size=SIZE
    )
    below = alt.hconcat(steps, _relation(), spacing=24)
    both = alt.vconcat(compared, below, spacing=26)
    both.resolve = below.resolve = alt.Resolve(legend={"color": "independent"})
    return both


def _relation() -> alt.LayerChart | alt.FacetChart:
    """Chains by steps and coherence as cells, with the line through them."""
    whole = alt.Scale(zero=False, nice=False)
    x = alt.X(
        "x_lower:Q",
        bin="binned",
        scale=whole,
        title="reasoning steps",
        axis=alt.Axis(tickCount=6, labelExpr=WHOLE, grid=False),
    )
    axis = alt.Axis(tickCount=5, minExtent=EXTENT)
    y = alt.Y("y_lower:Q", bin="binned", scale=SHARE, title="coherence", axis=axis)
    shade = alt.Color(
        "n:Q",
        scale=alt.Scale(range=STAGE4_RANGE[1:], domainMin=0),
        legend=alt.Legend(title="chains", gradientLength=90, labelExpr=WHOLE),
    )
    cells = alt.Chart(alt.NamedData("chains"), name="chains", mark=alt.MarkDef(type="rect"))
    counts = cells.encode(
        x=x,
        x2="x_upper",
        y=y,
        y2="y_upper",
        color=shade,
        tooltip=[alt.Tooltip("n:Q", title="chains", format=",")],
    )
    mark = alt.MarkDef(type="line", color=INK, strokeWidth=1.8)
    line = alt.Chart(alt.NamedData("trend"), name="trend", mark=mark).encode(
        x=alt.X("x:Q", scale=whole), y=alt.Y("y:Q", scale=SHARE)
    )
    words = caption("equation", name="equation")
    return alt.layer(counts, line, words, width=SIZE[0], height=SIZE[1])
