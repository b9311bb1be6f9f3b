"""How the whole training went, stage after stage."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note, note_rows
from embervlm_specs.marks.curve import curve, written
from embervlm_specs.rows import Rows
from embervlm_specs.stats.dynamics import (
    Curves,
    extreme_beyond,
    readable_range,
    training_curves,
    within_range,
)
from embervlm_specs.stats.seeds import UNNAMED, one_log
from embervlm_specs.tables import SCALARS
from embervlm_specs.theme import LABEL_SIZE, MUTED
from embervlm_specs.vocabulary import STAGES
from embervlm_specs.wording import flowing, span

__all__ = ["training_dynamics_all_stages"]

TABLE = SCALARS.needs("value")
METRICS: dict[str, list[float]] = {"loss": [1, 0], "accuracy": [4, 3]}
"""And how their lines are dashed."""

NUMBERS = (1, 2, 3, 4)
NOTE_LINES = 3
NAMED = 2
SIZE = (168, 118)
SPLITS = {"train": "#443983", "val": "#1f988b", UNNAMED: MUTED}
"""Viridis at a quarter and at a half."""

APART = {
    "resolve": {"legend": {"color": "independent"}, "scale": {"color": "independent"}},
}
DENSE = 150
"""A curve of more points has a thinner line."""


@figure(TABLE)
def training_dynamics_all_stages(scalars: Rows, /) -> Drawing:
    """Loss and accuracy over all stages.

    One panel a stage: loss solid, on an axis of its own, accuracy dashed, on [0, 1] everywhere; by
    optimiser step within the stage. Lines are means over the seeds that have a number, bands their
    95 % t interval; a single seed has no band. The line at the end of a stage marks the transition
    to the next. Where a log is long, the steps are drawn at which a curve is highest and lowest in
    each stretch of the axis, so that no spike is lost. A line is broken where what was logged is
    not a number, and a loss of more than five times its usual size (the larger of first and median)
    is a triangle at the edge, with the extreme in the note.

    Parameters
    ----------
    scalars
        `scalars` with the metrics `loss` and `accuracy`; of a repeated key the last row counts.

    """
    rows, repeated = one_log(scalars, TABLE.key)
    curves = training_curves(rows, list(METRICS))
    if curves.points["value"].isna().all():
        raise MissingDataError("scalars", ["has no numbers of the metrics 'loss' or 'accuracy'"])
    data, beyond = _panels(curves)
    more = len(beyond) - NAMED
    lines = flowing(
        *_said(curves),
        *beyond[:NAMED],
        f"more beyond their axis: {more}" if more > 0 else "",
        f"{repeated:,} repeated rows replaced" if repeated else "",
        most=92,
    )
    data["note"] = note_rows(*lines)
    return Drawing(_chart(), data, description=_words(curves, " · ".join(lines)))


def _panels(curves: Curves) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """The data sets of the panels, and the words on what lies beyond an axis."""
    known = [split for split in SPLITS if split in set(curves.points["split"])]
    data = {"splits": pd.DataFrame({"split": known})}
    beyond = []
    for stage in NUMBERS:
        here = curves.points[curves.points["stage"] == stage]
        loss = here[here["metric"] == "loss"]
        ranges = {
            "loss": readable_range([part["value"] for _, part in loss.groupby("split")]),
            "accuracy": (0.0, 1.0),
        }
        for metric, (low, high) in ranges.items():
            part = here[here["metric"] == metric]
            fitted = within_range(part, low, high).drop(columns=["stage", "metric"])
            dense = fitted.groupby("split")["value"].transform("count") > DENSE
            data[f"{metric}_{stage}"] = fitted.assign(width=dense.map({True: 0.7, False: 1.4}))
            if value := extreme_beyond(part["value"], low, high):
                beyond.append(f"▲ stage {stage} {metric} up to {value:.3g}")
        data[f"axes_{stage}"] = _axes(here, ranges["loss"])
        data[f"end_{stage}"] = _end(here["step"], stage)
    return data, beyond


def _axes(points: pd.DataFrame, loss: tuple[float, float]) -> pd.DataFrame:
    """The ends of the axes, with room for the mark at the end, and what a panel lacks."""
    absent = [metric for metric in METRICS if metric not in set(points["metric"])]
    first, last = (points["step"].min(), points["step"].max()) if len(points) else (0, 1)
    room = 0.09 * max(last - first, 1)
    text = f"no {' or '.join(absent)} recorded" if absent else ""
    return pd.DataFrame(
        {"step": [first, last + room], "value": loss, "share": [0.0, 1.0], "absent": [text, ""]}
    )


def _end(steps: pd.Series[int], stage: int) -> pd.DataFrame:
    text = f"→ stage {stage + 1}" if stage < NUMBERS[-1] else "end"
    return pd.DataFrame({"step": [steps.max()], "text": [text]} if len(steps) else {})


def _said(curves: Curves) -> list[str]:
    """How the lines were made, and what they leave out."""
    seeds, steps = curves.curves["seeds"], int(curves.curves["steps"].sum())
    missing = int(curves.curves["missing"].sum())
    one = "one run: no bands"
    return [
        f"mean and 95 % t interval over {span(seeds)} seeds" if seeds.max() > 1 else one,
        f"{len(curves.points):,} of {steps:,} points drawn (extremes)"
        if len(curves.points) < steps
        else "",
        f"{missing:,} values not a number" if missing else "",
    ]


def _words(curves: Curves, which: str) -> str:
    known = curves.points.dropna(subset="value")
    said = [
        f"stage {stage} {metric} ({split}) {part['value'].iloc[0]:.3g} at step "
        f"{part['step'].iloc[0]:,}, {part['value'].iloc[-1]:.3g} at step {part['step'].iloc[-1]:,}"
        for (stage, metric, split), part in known.groupby(["stage", "metric", "split"])
    ]
    return f"Training dynamics: {'; '.join(said)}. {which}"


def _chart() -> dict[str, Any]:
    """The panels below the note, written as plain Vega-Lite; Altair copies nested charts often."""
    panels = {
        "concat": [_panel(stage) for stage in NUMBERS],
        "columns": 2,
        "spacing": {"row": 22, "column": 18},
    }
    return {"vconcat": [written(note("note", lines=NOTE_LINES)), panels], "spacing": 10} | APART


def _panel(stage: int) -> dict[str, Any]:
    """One stage; loss and accuracy have an axis each, on which their own layers agree."""
    left, right = stage % 2 == 1, stage % 2 == 0
    has_loss, has_accuracy = (f"length(data('{metric}_{stage}'))" for metric in METRICS)
    has_any = f"({has_loss} + {has_accuracy})"
    loss = alt.Y(
        "value:Q",
        scale=alt.Scale(zero=False),
        title="loss (solid)" if left else None,
        axis=alt.Axis(tickCount=4, format="~g", labelExpr=_label_if(has_loss)),
    )
    accuracy = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[0, 1]),
        title="accuracy (dashed)" if right else None,
        axis=alt.Axis(
            tickCount=4,
            format=".1f",
            orient="right",
            grid=False,
            labelExpr=_label_if(has_accuracy),
        ),
    )
    x = alt.X(
        "step:Q",
        title="step",
        scale=alt.Scale(nice=False, zero=False),
        axis=alt.Axis(
            tickCount=4,
            grid=False,
            labelExpr=_label_if(has_any, "format(datum.value, '~s')"),
        ),
    )
    axes, end = alt.NamedData(f"axes_{stage}"), alt.NamedData(f"end_{stage}")
    unseen = alt.MarkDef(type="point", strokeOpacity=0, size=0)
    rule = alt.MarkDef(type="rule", stroke=MUTED, strokeDash=[2, 2])
    small: dict[str, Any] = {"type": "text", "fontSize": LABEL_SIZE - 1, "color": MUTED}
    turned = alt.MarkDef(**small, angle=270, align="right", baseline="top", y=0, dy=3)
    centred = alt.MarkDef(**small, x=SIZE[0] / 2, y=alt.ExprRef(f"{has_any} ? 8 : {SIZE[1] / 2}"))
    losses = [
        alt.Chart(axes, name=f"stage{stage}_axes", mark=unseen).encode(x=x, y=loss),
        alt.Chart(axes, name=f"stage{stage}_absent", mark=centred).encode(
            text=alt.Text("absent:N")
        ),
        # unseen, so that the splits are there for the legend to read
        alt.Chart(alt.NamedData("splits"), name=f"stage{stage}_splits", mark=unseen).encode(
            detail=alt.Detail("split:N")
        ),
        alt.Chart(end, name=f"stage{stage}_end", mark=rule).encode(x=alt.X("step:Q")),
        alt.Chart(end, name=f"stage{stage}_next", mark=turned).encode(
            x=alt.X("step:Q"), text=alt.Text("text:N")
        ),
        *_curve(stage, "loss", x, loss),
    ]
    title = {"text": f"{stage}  {STAGES[f'stage{stage}']}", "fontSize": LABEL_SIZE + 1, "offset": 6}
    return {
        "title": title,
        "width": SIZE[0],
        "height": SIZE[1],
        "layer": [
            {"layer": [written(chart) for chart in losses]},
            {"layer": [written(chart) for chart in _curve(stage, "accuracy", x, accuracy)]},
        ],
        "resolve": {"scale": {"y": "independent"}},
    }


def _label_if(condition: str, label: str = "datum.label") -> str:
    """The labels of an axis, which has none where there is nothing to be read off it."""
    return f"{condition} ? {label} : ''"


def _curve(stage: int, metric: str, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    color = alt.Color(
        "split:N",
        scale=alt.Scale(domain=list(SPLITS), range=list(SPLITS.values())),
        legend=alt.Legend(
            title=None,
            orient="top",
            values=alt.ExprRef("pluck(data('splits'), 'split')"),
            symbolType="stroke",
        ),
    )
    tooltip = [
        alt.Tooltip("step:Q", format=","),
        alt.Tooltip("split:N"),
        alt.Tooltip("value:Q", title=metric, format=".4~g"),
        alt.Tooltip("low:Q", title="95 % interval from", format=".4~g"),
        alt.Tooltip("high:Q", title="to", format=".4~g"),
        alt.Tooltip("n:Q", title="seeds"),
    ]
    return curve(
        f"{metric}_{stage}",
        name=f"stage{stage}_{metric}",
        x=x,
        y=y,
        color=color,
        dash=METRICS[metric],
        tooltip=tooltip,
    )
