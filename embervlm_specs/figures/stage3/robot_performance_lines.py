"""Which robots the model learns to select, and when."""

from typing import Any

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.classes import class_rows
from embervlm_specs.layout.labels import apart
from embervlm_specs.selection.rare import few_classes
from embervlm_specs.stats.accuracy import accuracies, balanced_accuracy, is_alone
from embervlm_specs.stats.baselines import accuracy_baselines
from embervlm_specs.tables import BASELINES, ROBOT_PREDICTIONS
from embervlm_specs.theme import INK, LABEL_SIZE, MUTED
from embervlm_specs.vocabulary import class_order
from embervlm_specs.words import covering, shortened, some, span, sure

HEIGHT, STAGE = 280, 3


@figure(ROBOT_PREDICTIONS.needs("step"), also=(BASELINES,), steps=48, version="2.0.0")
def robot_performance_lines(shown: Shown, *, baselines: Any = None) -> Facts:
    """Robot selection accuracy over training.

    One line a robot: the share of its samples for which it was chosen (its recall), at each step,
    all seeds together, with a band for the 95 % interval over seeds, groups and samples. The dark
    line is the accuracy over all robots, for which alone the dashed lines are: what is right if the
    commonest robot of the last step is always named, or what was recorded of simple rules. Nothing
    is smoothed; a line breaks at a step without samples of its robot, and rows without a step are
    left out. At most 48 steps are drawn, evenly spaced. Beyond seven classes that are not robots,
    the rarest share one line. Balanced accuracy is the mean of the recalls of all classes.
    """
    named, merged = few_classes(shown.rows, "true_robot", into="robot")
    accuracy, overall = accuracies(named, ["step", "robot"]), accuracies(shown.rows, ["step"])
    classes = class_rows(class_order(accuracy["robot"]))
    lines = accuracy.merge(classes, left_on="robot", right_on="name").drop(columns="name")
    lines = lines.sort_values(["slot", "step"], ignore_index=True)
    end = overall.to_dict("records")[-1]
    last = shown.where(nw.col("step") == end["step"]).rows
    recorded = baselines.collect() if baselines else None
    rules = accuracy_baselines(last, recorded, stage=shown.elsewhere or STAGE)
    ends = pd.concat([rules, pd.DataFrame([{"name": "all robots", "accuracy": end["accuracy"]}])])
    names = [shortened(str(name), most=17) for name in ends["name"]]
    labels = [f"{name} {at:.2f}" for name, at in zip(names, ends["accuracy"], strict=True)]
    return Facts(
        lines=lines,
        alone=lines[is_alone(lines["n"] > 0, lines["slot"])],
        overall=overall,
        ends=ends.assign(label=labels, at=apart(ends["accuracy"], LABEL_SIZE / HEIGHT)),
        classes=classes,
        about="Accuracy by step, one line a robot",
        say=[
            f"step {end['step']:,}: accuracy {sure(end['accuracy'], end['low'], end['high'])}"
            f" over all robots, n = {end['n']:,}",
            f"balanced accuracy {balanced_accuracy(last):.3f}"
            " · dashed: rules without a model, over all robots",
            (f"n = {span(lines['n'][lines['n'] > 0])} a point", covering(lines)),
            (shown.words, some(merged, "rarest classes share a line")),
        ],
    )


@robot_performance_lines.design
def design() -> m.Design:
    color, tip = m.classes(columns=5, labelLimit=72), "robot step accuracy low high n"
    ends = ("low", "high")
    right: m.Style = {"align": "left", "baseline": "middle"}
    return m.panel("lines", m.steps(), m.share("accuracy"), (350, HEIGHT)).draw(
        interval=m.band("step", ends, color=color, fillOpacity=0.12),
        interval_alone=m.rule(
            "step", ends, data="alone", color=color, strokeWidth=1.5, strokeOpacity=0.5
        ),
        baselines=m.rule(
            y="accuracy", data="ends", where="datum.rule", stroke=MUTED, strokeDash=[5, 4]
        ),
        overall=m.line("step", "accuracy", data="overall", stroke=INK, strokeWidth=3),
        overall_dots=m.circle("step", "accuracy", data="overall", fill=INK, size=30, tip=tip[6:]),
        line=m.line("step", "accuracy", color=color, strokeWidth=1.8),
        dots=m.circle("step", "accuracy", color=color, size=16, tip=tip),
        moved=m.rule(
            y=("accuracy", "at"), data="ends", at=(m.expr("width + 4"), None), stroke=MUTED
        ),
        labels=m.small_text(
            y="at", data="ends", text="label", at=(m.expr("width + 8"), None), **right
        ),
        classes=m.class_names(),
    )
