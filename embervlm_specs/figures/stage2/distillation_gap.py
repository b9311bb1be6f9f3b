"""How close the student comes to its teacher, and what that is worth."""

from __future__ import annotations

import altair as alt
import pandas as pd
from altair.typing import ChartType

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import interval_band, note_rows, noted
from embervlm_specs.marks.interval import over
from embervlm_specs.rows import Rows
from embervlm_specs.stats.dynamics import training_curves
from embervlm_specs.stats.seeds import choose_split, one_log
from embervlm_specs.tables import SCALARS
from embervlm_specs.theme import STAGE2, STAGE2_RANGE, STAGE2_SECOND, WORSE
from embervlm_specs.wording import flowing, joined, span

__all__ = ["distillation_gap"]

TABLE = SCALARS.needs("value")
STAGE = 2
NAMES = {"kl_divergence": "KL divergence", "student_accuracy": "student accuracy"}
COLORS = [STAGE2, STAGE2_SECOND]
INKS = [STAGE2_RANGE[3], WORSE]
"""The same two colours dark enough for letters."""

MOST_DOTS = 48


@figure(TABLE)
def distillation_gap(scalars: Rows, /) -> Drawing:
    """Distillation gap between teacher and student.

    The KL divergence between the teacher's and the student's distributions (left axis, solid) and
    the accuracy of the student (right axis, dashed, in [0, 1]) over the steps of stage 2. Lines are
    means over seeds with 95 % t intervals as bands, cut at the possible values; a point of one seed
    has no band, and the note says so. Nothing is smoothed; of long lines the extremes of each small
    stretch of the axis are drawn, so that no spike is lost.

    Parameters
    ----------
    scalars
        `scalars` with the metrics `kl_divergence` and `student_accuracy` in stage 2; the `val`
        split where there is one, else the rows without a split, else `train`.

    """
    rows, repeated = one_log(scalars, TABLE.key, stage=STAGE)
    rows, splits = choose_split(rows, list(NAMES))
    curves = training_curves(rows, list(NAMES))
    known = curves.points.dropna(subset="value")
    absent = " or ".join(f"'{metric}'" for metric in NAMES if metric not in set(known["metric"]))
    if absent:
        raise MissingDataError("scalars", [f"has no metric {absent} in stage {STAGE}"])
    kl, accuracy = (_line_rows(curves.points, metric) for metric in NAMES)
    _check_fractions(accuracy)

    seeds, steps = curves.curves["seeds"], int(curves.curves["steps"].sum())
    drawn, missing = len(curves.points), int(curves.curves["missing"].sum())
    ends = _ends([kl, accuracy])
    which = flowing(
        _split_words(splits),
        f"bands: 95 % t intervals over {span(seeds)} seeds"
        if seeds.max() > 1
        else "one seed a point, so no bands",
        f"{drawn:,} of {steps:,} points drawn: extremes of each 1/{curves.stretches} of the axis"
        if drawn < steps
        else "",
        f"{missing:,} logged values are not a number" if missing else "",
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    data = {"divergence": kl, "accuracy": accuracy, "note": note_rows(ends, *which)}
    words = f"KL divergence and student accuracy by step of stage 2. {ends}. {joined(*which)}"
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _line_rows(points: pd.DataFrame, metric: str) -> pd.DataFrame:
    """A line, its interval cut to the possible values, with a dot a point where they are few."""
    line = points[points["metric"] == metric]
    low = line["low"].clip(lower=0)
    high = line["high"].clip(upper=1) if metric == "student_accuracy" else line["high"]
    dot = line["value"] if len(line) <= MOST_DOTS else None
    named = line.assign(low=low, high=high, dot=dot, series=NAMES[metric])
    return named[["series", "step", "value", "low", "high", "n", "dot"]]


def _check_fractions(accuracy: pd.DataFrame) -> None:
    wrong = accuracy[(accuracy["value"] < 0) | (accuracy["value"] > 1)]
    if len(wrong):
        row = wrong.iloc[0]
        came = f"step {row['step']} of stage {STAGE} has {row['value']:g}"
        raise TableError("scalars", [f"metric 'student_accuracy' must lie in [0, 1], {came}"])


def _ends(lines: list[pd.DataFrame]) -> str:
    """Where each line ends; the step is named again where they end at different ones."""
    words: list[str] = []
    named = None
    for last in (line.dropna(subset="value").iloc[-1] for line in lines):
        interval = "" if pd.isna(last["low"]) else f" [{last['low']:.3f}, {last['high']:.3f}]"
        step = "" if last["step"] == named else f"step {last['step']:,}: "
        words.append(f"{step}{last['series']} {last['value']:.3f}{interval}")
        named = last["step"]
    return joined(*words)


def _split_words(splits: dict[str, str]) -> str:
    """Which split is shown, said once where both metrics have the same."""
    words = {m: s if s.startswith("split") else f"{s} split" for m, s in splits.items()}
    if len(set(words.values())) == 1:
        return next(iter(words.values()))
    return ", ".join(f"{NAMES[metric]}: {word}" for metric, word in words.items())


def _chart() -> ChartType:
    divergence = _line(
        "divergence", NAMES["kl_divergence"], [1, 0], alt.Scale(zero=True, nice=True)
    )
    accuracy = _line("accuracy", NAMES["student_accuracy"], [5, 3], alt.Scale(domain=[0, 1]))
    both: ChartType = alt.layer(divergence, accuracy, width=420, height=240)
    both.resolve = alt.Resolve(scale={"y": "independent"})
    return both


def _line(data: str, name: str, dash: list[int], scale: alt.Scale) -> ChartType:
    ink = INKS[list(NAMES.values()).index(name)]
    steps = alt.Axis(format=",d", tickMinStep=1, tickCount=8, labelOverlap=True, grid=False)
    x = alt.X("step:Q", title="step", axis=steps, scale=alt.Scale(zero=False, nice=False))
    side = alt.Axis(orient="left" if data == "divergence" else "right", titleColor=ink, tickCount=5)
    y = alt.Y("value:Q", title=name, scale=scale, axis=side)
    series = alt.Scale(domain=list(NAMES.values()), range=COLORS)
    legend = alt.Legend(orient="top", title=None, symbolType="stroke", symbolStrokeWidth=3)
    color = alt.Color("series:N", scale=series, legend=legend)
    tooltip = [
        alt.Tooltip("step:Q", format=","),
        alt.Tooltip("value:Q", title=name, format=".4f"),
        alt.Tooltip("low:Q", title="95 % interval from", format=".4f"),
        alt.Tooltip("high:Q", title="to", format=".4f"),
        alt.Tooltip("n:Q", title="seeds"),
    ]
    band = interval_band(data, name=f"{data}_band", x=x, y=y, low="low", high="high", color=color)
    drawn = alt.MarkDef(type="line", strokeWidth=1.8, strokeDash=dash, strokeJoin="round")
    line = alt.Chart(alt.NamedData(data), name=f"{data}_line", mark=drawn)
    dot = alt.MarkDef(type="circle", size=14, fillOpacity=1)
    dots = alt.Chart(alt.NamedData(data), name=f"{data}_dots", mark=dot)
    return alt.layer(
        band,
        line.encode(x=x, y=y, color=color),
        dots.encode(x=x, y=over(y, "dot"), color=color, tooltip=tooltip),
    )
