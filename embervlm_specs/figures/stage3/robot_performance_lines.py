"""Which robots the model learns to select, and when."""

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.classes import class_rows
from embervlm_specs.selection.rare import few_classes
from embervlm_specs.stats.accuracy import accuracy_of, count_hits, is_alone
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.vocabulary import class_order
from embervlm_specs.words import some, span, sure


@figure(ROBOT_PREDICTIONS.needs("step"), steps=48)
def robot_performance_lines(shown: Shown) -> Facts:
    """Robot selection accuracy over training.

    One line a robot: the share of its samples for which it was chosen, at each step, with the 95 %
    Wilson interval as a band. Nothing is smoothed; a line breaks at a step without samples of its
    robot, and rows without a step are left out. At most 48 steps are drawn, evenly spaced. Beyond
    seven classes that are not robots, the rarest share one line.
    """
    named, merged = few_classes(shown.rows, "true_robot", into="robot")
    accuracy = accuracy_of(count_hits(named, ["step", "robot"]), ["step", "robot"])
    classes = class_rows(class_order(accuracy["robot"]))
    lines = accuracy.merge(classes, left_on="robot", right_on="name").drop(columns="name")
    lines = lines.sort_values(["slot", "step"], ignore_index=True)
    step = accuracy["step"].max()
    end = accuracy_of(accuracy[accuracy["step"] == step].assign(all="all"), ["all"]).iloc[0]
    overall = sure(end["accuracy"], end["low"], end["high"])
    return Facts(
        lines=lines,
        alone=lines[is_alone(lines["n"] > 0, lines["slot"])],
        classes=classes,
        about="Accuracy by step, one line a robot",
        say=[
            f"step {step:,}: accuracy {overall} over all robots, n = {end['n']:,}",
            (
                f"n = {span(lines['n'][lines['n'] > 0])} samples a point",
                "bands: 95 % Wilson intervals",
            ),
            (shown.words, some(merged, "rarest classes share a line")),
        ],
    )


@robot_performance_lines.design
def design() -> m.Design:
    color = m.classes(columns=5, labelLimit=72)
    tip = "robot step accuracy low high n"
    return m.panel("lines", m.steps(), m.share("accuracy"), (440, 280)).draw(
        interval=m.band("step", ("low", "high"), color=color),
        interval_alone=m.rule(
            "step", ("low", "high"), data="alone", color=color, strokeWidth=1.5, strokeOpacity=0.5
        ),
        line=m.line("step", "accuracy", color=color, strokeWidth=1.8),
        dots=m.circle("step", "accuracy", color=color, size=16, tip=tip),
        classes=m.class_names(),
    )
