"""Which robots the model learns to select, and when."""

from __future__ import annotations

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import interval_band, note_rows, noted
from embervlm_specs.marks.classes import OTHER_SLOTS, class_names, class_rows, slot_color
from embervlm_specs.marks.interval import over
from embervlm_specs.rows import Rows
from embervlm_specs.stats.accuracy import accuracy_of, count_hits
from embervlm_specs.stats.confusion import REST
from embervlm_specs.stats.rare import merge_rare
from embervlm_specs.stats.selection import select_predictions
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.vocabulary import ROBOTS, class_order
from embervlm_specs.wording import joined, span

__all__ = ["robot_performance_lines"]

TABLE = ROBOT_PREDICTIONS.needs("step")
MOST_STEPS = 48


@figure(TABLE)
def robot_performance_lines(predictions: Rows, /, *, prompting: str = "direct") -> Drawing:
    """Robot selection accuracy over training.

    One line a robot: the share of its samples for which it was chosen, at each step, with the 95 %
    Wilson interval as a band. Nothing is smoothed; a line breaks at a step without samples of its
    robot. At most 48 steps are drawn, evenly spaced. Beyond seven classes that are not robots, the
    rarest share one line.

    Parameters
    ----------
    predictions
        `robot_predictions` with `step`; rows without one are left out.
    prompting
        The prompting shown, where it was recorded.

    """
    shown = select_predictions(predictions, TABLE.key, prompting=prompting, frames=MOST_STEPS)
    named, merged = merge_rare(
        shown.rows, "true_robot", into="robot", most=OTHER_SLOTS, rest=REST, always=ROBOTS
    )
    accuracy = accuracy_of(count_hits(named, ["step", "robot"]), ["step", "robot"])
    classes = class_rows(sorted(class_order(accuracy["robot"]), key=REST.__eq__))
    lines = accuracy.merge(classes, left_on="robot", right_on="name").drop(columns="name")
    lines = lines.sort_values(["slot", "step"], ignore_index=True)

    counts = f"n = {span(lines['n'][lines['n'] > 0])} samples a point"
    rest = f"{merged} rarest classes share a line" if merged else ""
    which = joined(counts, "bands: 95 % Wilson intervals")
    chosen = joined(shown.words, rest)
    last = _last_words(accuracy)
    data = {
        "lines": lines,
        "alone": lines[_is_alone(lines)],
        "classes": classes,
        "note": note_rows(last, which, chosen),
    }
    words = f"Accuracy by step, one line a robot. {last}. {which}. {chosen}"
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _last_words(accuracy: pd.DataFrame) -> str:
    """Where training ended, over all robots."""
    step = accuracy["step"].max()
    total = accuracy[accuracy["step"] == step].assign(all="all")
    end = accuracy_of(total, ["all"]).iloc[0]
    share = f"{end['accuracy']:.3f} [{end['low']:.3f}, {end['high']:.3f}]"
    return f"step {step:,}: accuracy {share} over all robots, n = {end['n']:,}"


def _is_alone(lines: pd.DataFrame) -> pd.Series[bool]:
    """Where a robot has samples, but none at the steps beside, so that no band can show."""
    known = lines["n"] > 0
    beside = known.groupby(lines["slot"])
    return known & ~beside.shift(1, fill_value=False) & ~beside.shift(-1, fill_value=False)


def _chart() -> alt.LayerChart | alt.FacetChart:
    steps = alt.Axis(format=",d", tickMinStep=1, tickCount=8, labelOverlap=True, grid=False)
    x = alt.X("step:Q", title="step", axis=steps, scale=alt.Scale(zero=False, nice=False))
    share = alt.Axis(tickCount=5, format=".1f")
    y = alt.Y("accuracy:Q", title="accuracy", scale=alt.Scale(domain=[0, 1]), axis=share)
    color = slot_color(
        orient="top", columns=5, labelLimit=72, symbolType="stroke", symbolStrokeWidth=3
    )
    tooltip = [
        alt.Tooltip("robot:N"),
        alt.Tooltip("step:Q", format=","),
        alt.Tooltip("accuracy:Q", format=".3f"),
        alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
        alt.Tooltip("high:Q", title="to", format=".3f"),
        alt.Tooltip("n:Q", title="samples"),
    ]
    rows = alt.NamedData("lines")
    band = interval_band("lines", name="interval", x=x, y=y, low="low", high="high", color=color)
    line = alt.Chart(rows, name="line", mark=alt.MarkDef(type="line", strokeWidth=1.8))
    dots = alt.Chart(rows, name="dots", mark=alt.MarkDef(type="circle", size=16, fillOpacity=1))
    rule = alt.MarkDef(type="rule", strokeWidth=1.5, strokeOpacity=0.5)
    alone = alt.Chart(alt.NamedData("alone"), name="interval_alone", mark=rule)
    return alt.layer(
        band,
        alone.encode(x=x, y=over(y, "low"), y2=alt.Y2("high"), color=color),
        line.encode(x=x, y=y, color=color),
        dots.encode(x=x, y=y, color=color, tooltip=tooltip),
        class_names(),
        width=440,
        height=280,
    )
