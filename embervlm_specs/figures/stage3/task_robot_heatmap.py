"""For which tasks the right robot is found, and for which it is not."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.selection.rare import merge_rare
from embervlm_specs.stats.accuracy import accuracies, balanced_accuracy, where_known
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import STAGE3_RANGE
from embervlm_specs.vocabulary import REST, class_order
from embervlm_specs.words import covering, few_samples, flowing, labelled, listed, some

MOST_TASKS, MOST_ROBOTS, REST_OF_TASKS = 14, 8, "other task types"
MOST_LETTERS = 72
CELL = ["task_type", "robot"]


@figure(ROBOT_PREDICTIONS.needs("task_type"), version="2.0.0")
def task_robot_heatmap(shown: Shown) -> Facts:
    """Robot selection accuracy by task type and robot.

    A cell holds the share of a robot's samples of one task type for which it was chosen, which sets
    the colour, over their number, all seeds together; a star marks fewer than ten. 95 % intervals
    over seeds, groups and samples are in the data. A cell without samples is grey. Task types come
    with the most frequent first. Beyond 14 task types, or eight classes, the rarest are counted
    together. Rows without a task type are left out and counted. Balanced accuracy is the mean of
    the shares of all classes, each over all task types.
    """
    known, unknown = where_known(shown.rows, "task_type")
    rows, tasks = merge_rare(known, "task_type", most=MOST_TASKS, rest=REST_OF_TASKS)
    rows, robots = merge_rare(rows, "true_robot", into="robot", most=MOST_ROBOTS, rest=REST)
    hits = accuracies(rows, CELL)
    if hits.empty:
        raise shown.lacks("has no rows with a 'task_type' at the step shown")
    frequent = hits.groupby("task_type")["n"].sum().sort_values(ascending=False, kind="stable")
    order = [sorted(frequent.index, key=REST_OF_TASKS.__eq__), class_order(hits["robot"])]
    cells = hits.set_index(CELL)
    cells = cells.loc[pd.MultiIndex.from_product(order, names=CELL)].reset_index()
    least = cells[cells["accuracy"] == cells["accuracy"].min()]
    worst = listed(least, "{robot}, {task_type} (n = {n:,})", most=3, between="; ")
    more = f" and {len(least) - 3} more" if len(least) > 3 else ""
    n = hits["n"].sum()
    return Facts(
        cells=cells.assign(label=labelled(cells["accuracy"], cells["n"], ".2f")),
        about="Accuracy by task type and robot: "
        f"lowest {least['accuracy'].iloc[0]:.2f} for {worst}{more}",
        say=flowing(
            f"accuracy {hits['correct'].sum() / n:.3f} over n = {n:,}",
            f"balanced accuracy {balanced_accuracy(known):.3f}",
            covering(hits),
            few_samples(cells["n"]),
            "grey: no samples" if (cells["n"] == 0).any() else "",
            shown.words,
            some(tasks, "rarest task types counted together"),
            some(robots, "rarest classes counted together"),
            some(unknown, "without a task type left out"),
            most=MOST_LETTERS,
        ),
    )


@task_robot_heatmap.design
def design() -> m.Design:
    x, y = ("robot", m.names("robot", labelAngle=-40)), ("task_type", m.names("task type"))
    color = m.shares("accuracy", STAGE3_RANGE, "accuracy", orient="top", tickCount=5)
    dark, tip = "datum.accuracy > 0.6", "task_type robot accuracy low high n"
    return m.annotated_heatmap("cells", x, y, color, light_on=dark, cell=(48, 32), tip=tip)
