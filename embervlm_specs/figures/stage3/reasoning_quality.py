"""How good the reasoning behind a choice is, and whether good reasoning chooses well."""

from __future__ import annotations

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import (
    error_bars,
    histogram,
    note_rows,
    noted,
    reference_line,
    reference_rows,
)
from embervlm_specs.marks.classes import OTHER_SLOTS, class_rows
from embervlm_specs.marks.histogram import EXTENT, WHOLE
from embervlm_specs.rows import Rows
from embervlm_specs.stats.confusion import REST
from embervlm_specs.stats.histogram import histogram as counted
from embervlm_specs.stats.histogram import unit_bins, whole_bins
from embervlm_specs.stats.means import grouped_means, within
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.rare import merge_rare
from embervlm_specs.stats.reasoning import column_mean, share_by_bin, trend
from embervlm_specs.tables import REASONING
from embervlm_specs.theme import CLASS_PALETTE, INK, LABEL_SIZE, MUTED, STAGE3
from embervlm_specs.vocabulary import ROBOTS, class_order
from embervlm_specs.wording import joined

__all__ = ["reasoning_quality"]

SHARE = alt.Scale(domain=[0, 1])
MOST_STEP_BINS = 24
LEFT, RIGHT = 195, 120


@figure(REASONING)
def reasoning_quality(reasoning: Rows, /, *, step: int | None = None, n_bins: int = 10) -> Drawing:
    """Reasoning quality and right choices.

    At the left the accuracy of chains in equal-width, right-closed bins of coherence, with 95 %
    Wilson intervals and the number of chains in each bin; dots stand at a bin's mean coherence,
    empty bins have none, and the dashed line is the accuracy of all chains. r is the point-biserial
    correlation of coherence and a right choice, with Fisher's 95 % interval; where one of them is
    constant there is none, and the note says so. At the right the number of steps in a chain, with
    its mean (dashed) and 95 % t interval, and the mean keyword accuracy for each robot with its
    95 % t interval (cut to [0, 1]; none for one chain or equal values).

    Parameters
    ----------
    reasoning
        `reasoning`; of a repeated key the last row counts. Beyond seven classes that are not
        robots, the rarest are taken together and named so.
    step
        The moment shown; the last one by default.
    n_bins
        Number of bins of coherence.

    """
    if n_bins < 1:
        raise ValueError(f"n_bins must be at least 1, got {n_bins}")
    shown = select_moment(REASONING.name, reasoning, REASONING.key, step=step)
    bins = share_by_bin(shown.rows, "coherence", "correct", unit_bins(n_bins))
    related = trend(shown.rows, "coherence", "correct")
    mean, low, high, n = column_mean(shown.rows, "step_count")
    sure = f" [{low:#.3g}, {high:#.3g}]" if n > 1 else ""
    steps = whole_bins(shown.rows, "step_count", most=MOST_STEP_BINS)
    named, merged = merge_rare(shown.rows, "robot", most=OTHER_SLOTS, rest=REST, always=ROBOTS)

    right = int(bins["hits"].sum())
    kind = "" if related.absent else "point-biserial "
    result = f"coherence and right choice: {kind}{related.words}"
    which = joined(
        f"{right:,} of {n:,} chains right ({right / n:.3f}, dashed)",
        shown.words,
        f"{merged} rare classes taken together" if merged else "",
    )
    data = {
        "accuracy": bins,
        "overall": reference_rows((0, right / n), (1, right / n)),
        "step_count": counted(shown.rows, "step_count", steps),
        "step_count_mean": pd.DataFrame({"mean": [mean], "text": [f"mean {mean:#.3g}{sure}"]}),
        "keywords": _by_robot(within(grouped_means(named, ["robot"], "keyword_accuracy"), 0, 1)),
        "note": note_rows(result, which),
    }
    words = f"{which}; {result}; mean number of steps {mean:#.3g}{sure}."
    return Drawing(noted(_chart(), lines=2), data, description=words)


def _by_robot(means: pd.DataFrame) -> pd.DataFrame:
    classes = class_rows(sorted(class_order(means["robot"]), key=REST.__eq__))
    table = classes.merge(means, left_on="name", right_on="robot").drop(columns="name")
    return table.assign(count=[f"n = {n:,}" for n in table["n"]])


def _chart() -> alt.HConcatChart:
    steps = histogram(
        "step_count", title="reasoning steps", count="chains", color=STAGE3, size=(RIGHT, 84)
    )
    right = alt.vconcat(steps, _keywords(), spacing=22)
    return alt.hconcat(_accuracy(), right, spacing=22)


def _accuracy() -> alt.VConcatChart:
    """Accuracy over coherence, with the counts of the bins below."""
    x = alt.X("value:Q", scale=SHARE, title=None, axis=alt.Axis(tickCount=5, format=".1f"))
    axis = alt.Axis(tickCount=5, format=".1f", minExtent=EXTENT)
    y = alt.Y("share:Q", scale=SHARE, title="accuracy", axis=axis)
    rows = alt.NamedData("accuracy")
    mark = alt.MarkDef(
        type="circle", fill=STAGE3, stroke=INK, strokeWidth=0.8, size=60, fillOpacity=1
    )
    dots = alt.Chart(rows, name="dots", mark=mark).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("n:Q", title="chains"),
            alt.Tooltip("value:Q", title="mean coherence", format=".3f"),
            alt.Tooltip("share:Q", title="accuracy", format=".3f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
            alt.Tooltip("high:Q", title="to", format=".3f"),
        ],
    )
    sure = error_bars("accuracy", name="interval", x=x, y=y, low="low", high="high")
    overall = reference_line("overall", x=x, y=y)
    accuracy = alt.layer(overall, sure, dots, width=LEFT, height=158)

    tenths = alt.Axis(tickCount=5, format=".1f")
    below = alt.X("lower:Q", bin="binned", scale=SHARE, title="coherence", axis=tenths)
    whole = alt.Axis(tickCount=2, labelExpr=WHOLE, minExtent=EXTENT)
    counts = alt.Chart(rows, name="counts", mark=alt.MarkDef(type="bar", fill=MUTED)).encode(
        x=below, x2="upper", y=alt.Y("n:Q", title="chains", axis=whole)
    )
    return alt.vconcat(accuracy, counts.properties(width=LEFT, height=44), spacing=12)


def _keywords() -> alt.LayerChart | alt.FacetChart:
    """Mean keyword accuracy, one bar a robot."""
    plain = alt.Axis(labelLimit=76, domain=False, ticks=False)
    y = alt.Y("robot:N", sort=None, title=None, axis=plain)
    x = alt.X("mean:Q", scale=SHARE, title="keyword accuracy", axis=alt.Axis(values=[0, 0.5, 1]))
    palette = alt.Scale(domain=list(range(len(CLASS_PALETTE))), range=list(CLASS_PALETTE))
    color = alt.Color("slot:N", scale=palette, legend=None)
    rows = alt.NamedData("keywords")
    bars = alt.Chart(rows, name="keywords", mark=alt.MarkDef(type="bar")).encode(
        x=x,
        y=y,
        color=color,
        tooltip=[
            alt.Tooltip("robot:N"),
            alt.Tooltip("mean:Q", format=".3f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
            alt.Tooltip("high:Q", title="to", format=".3f"),
            alt.Tooltip("n:Q", title="chains"),
        ],
    )
    line = alt.MarkDef(type="rule", color=INK, strokeWidth=1.2)
    sure = alt.Chart(rows, name="keyword_interval", mark=line).encode(
        x=alt.X("low:Q", scale=SHARE), x2="high", y=y
    )
    style = alt.MarkDef(
        type="text", align="left", color=MUTED, x=RIGHT + 5, fontSize=LABEL_SIZE - 1
    )
    counts = alt.Chart(rows, name="keyword_counts", mark=style).encode(
        y=y, text=alt.Text("count:N")
    )
    return alt.layer(bars, sure, counts, width=RIGHT, height=alt.Step(19))
