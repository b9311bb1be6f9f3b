"""For which tasks the right robot is found, and for which it is not."""

from __future__ import annotations

from functools import partial

import altair as alt
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import annotated_heatmap, note_rows, noted
from embervlm_specs.rows import Rows
from embervlm_specs.stats.accuracy import accuracy_of, count_hits, where_known
from embervlm_specs.stats.confusion import REST
from embervlm_specs.stats.rare import merge_rare
from embervlm_specs.stats.selection import select_predictions
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import STAGE3_RANGE
from embervlm_specs.vocabulary import class_order
from embervlm_specs.wording import flowing

__all__ = ["task_robot_heatmap"]

TABLE = ROBOT_PREDICTIONS.needs("task_type")
MOST_TASKS = 14
MOST_ROBOTS = 8
REST_OF_TASKS = "other task types"


@figure(TABLE)
def task_robot_heatmap(
    predictions: Rows, /, *, step: int | None = None, prompting: str = "direct"
) -> Drawing:
    """Robot selection accuracy by task type and robot.

    A cell holds the share of a robot's samples of one task type for which it was chosen, which sets
    the colour, over their number; 95 % Wilson intervals are in the data. A cell without samples is
    grey. Task types come with the most frequent first. Beyond 14 task types, or eight classes, the
    rarest are counted together.

    Parameters
    ----------
    predictions
        `robot_predictions` with `task_type`; rows without one are left out and counted.
    step
        The moment shown; the last one by default.
    prompting
        The prompting shown, where it was recorded.

    """
    shown = select_predictions(predictions, TABLE.key, prompting=prompting, step=step)
    rows, unknown = where_known(shown.rows, "task_type")
    rows, tasks = merge_rare(rows, "task_type", most=MOST_TASKS, rest=REST_OF_TASKS)
    rows, robots = merge_rare(rows, "true_robot", into="robot", most=MOST_ROBOTS, rest=REST)
    hits = count_hits(rows, ["task_type", "robot"])
    if hits.empty:
        raise MissingDataError(TABLE.name, ["has no rows with a 'task_type' at the step shown"])
    cells = _in_order(accuracy_of(hits, ["task_type", "robot"]))

    n, right = hits["n"].sum(), hits["correct"].sum()
    lines = flowing(
        f"accuracy {right / n:.3f} over n = {n:,}",
        "grey: no samples" if (cells["n"] == 0).any() else "",
        shown.words,
        f"{tasks} rarest task types counted together" if tasks else "",
        f"{robots} rarest classes counted together" if robots else "",
        f"{unknown:,} without a task type left out" if unknown else "",
    )
    worst = cells.sort_values("accuracy", kind="stable").iloc[0]
    least = f"lowest {worst['accuracy']:.2f} for {worst['robot']}, {worst['task_type']}"
    words = f"Accuracy by task type and robot: {least} (n = {worst['n']:,}). {' · '.join(lines)}"
    data = {"cells": cells, "note": note_rows(*lines)}
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _in_order(cells: pd.DataFrame) -> pd.DataFrame:
    """Task types from the most frequent on, robots in their order, what was merged last; labels."""
    frequent = cells.groupby("task_type")["n"].sum().sort_values(ascending=False, kind="stable")
    tasks = sorted(frequent.index, key=REST_OF_TASKS.__eq__)
    robots = sorted(class_order(cells["robot"]), key=REST.__eq__)
    ordered = cells.sort_values("robot", key=lambda names: names.map(robots.index))
    ordered = ordered.sort_values(
        "task_type", key=lambda names: names.map(tasks.index), kind="stable"
    )
    known = zip(ordered["accuracy"], ordered["n"], strict=True)
    written = [f"{share:.2f}\nn = {_short(n)}" if n else "" for share, n in known]
    return ordered.assign(label=written)


def _short(n: int) -> str:
    return f"{n:,}" if n < 10_000 else f"{n / 1000:.0f}k"


def _chart() -> alt.LayerChart | alt.FacetChart:
    axis = partial(alt.Axis, domain=False, ticks=False)
    return annotated_heatmap(
        "cells",
        name="cells",
        x=alt.X("robot:N", sort=None, title="robot", axis=axis(labelAngle=-40)),
        y=alt.Y("task_type:N", sort=None, title="task type", axis=axis()),
        value="accuracy",
        scale=alt.Scale(range=STAGE3_RANGE, domain=[0, 1]),
        legend=alt.Legend(title="accuracy", orient="top", gradientLength=140, tickCount=5),
        label="label",
        light_on="datum.accuracy > 0.6",
        cell=(48, 32),
        tooltip=[
            alt.Tooltip("task_type:N", title="task type"),
            alt.Tooltip("robot:N"),
            alt.Tooltip("accuracy:Q", format=".3f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
            alt.Tooltip("high:Q", title="to", format=".3f"),
            alt.Tooltip("n:Q", title="samples"),
        ],
    )
