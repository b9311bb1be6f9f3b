"""How close the student comes to its teacher, and what that is worth."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.errors import TableError
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.selection.logs import UNNAMED, choose_split, one_log
from embervlm_specs.stats.dynamics import CURVE, training_curves
from embervlm_specs.tables import SCALARS
from embervlm_specs.theme import STAGE2, STAGE2_RANGE, STAGE2_SECOND, WORSE
from embervlm_specs.words import flowing, listed, some, span, sure

STAGE, MOST_DOTS = 2, 48
NAMES = {"kl_divergence": "KL divergence", "student_accuracy": "student accuracy"}
COLORS = dict(zip(NAMES.values(), (STAGE2, STAGE2_SECOND), strict=True))


@figure(SCALARS.needs("value"), steps=None)
def distillation_gap(scalars: Shown) -> Facts:
    """Distillation gap between teacher and student.

    The KL divergence between the teacher's and the student's distributions (left axis, solid) and
    the accuracy of the student (right axis, dashed, in [0, 1]) over the steps of stage 2. Lines are
    means over seeds with 95 % t intervals as bands, cut at the possible values; a point of one seed
    has no band, and the note says so. Nothing is smoothed; of long lines the extremes of each small
    stretch of the axis are drawn, so that no spike is lost. Drawn is the `val` split where there is
    one, else the rows without a split, else `train`.
    """
    log = one_log(scalars, stage=STAGE)
    rows, splits = choose_split(log.rows, list(NAMES))
    curves = training_curves(rows, list(NAMES))
    absent = " or ".join(f"'{name}'" for name in NAMES if name not in set(curves.ends["metric"]))
    if absent:
        raise log.lacks(f"has no metric {absent} in stage {STAGE}")
    kl, accuracy = (_line(curves.points, *each) for each in zip(NAMES, (None, 1), strict=True))
    if len(wrong := accuracy.query("value < 0 or value > 1")):
        came = listed(wrong, "step {step} of stage 2 has {value:g}", most=1)
        raise TableError("scalars", [f"metric 'student_accuracy' must lie in [0, 1], {came}"])
    seeds, drawn, steps = curves.points["n"], len(curves.points), curves.steps
    seeds = seeds[seeds > 0]
    each = " a point" if seeds.nunique() > 1 else ""
    several = f"bands: 95 % t intervals over {span(seeds)} seeds{each}"
    few = f"{drawn:,} of {steps:,} points drawn: extremes of each 1/{curves.stretches} of the axis"
    return Facts(
        divergence=kl,
        accuracy=accuracy,
        about="KL divergence and student accuracy by step of stage 2",
        say=[
            _ends(pd.concat([kl, accuracy])),
            *flowing(
                _split_words(splits),
                several if seeds.max() > 1 else "one seed a point, so no bands",
                few if drawn < steps else "",
                some(curves.missing, "logged values are not a number"),
                log.words,
            ),
        ],
    )


def _line(points: pd.DataFrame, metric: str, highest: float | None) -> pd.DataFrame:
    """A line, its interval cut to the possible values, with a dot a point where they are few."""
    line = points[points["metric"] == metric].drop(columns=CURVE)
    cut = line[["low", "high"]].clip(0, highest)
    dot = line["value"] if len(line) <= MOST_DOTS else float("nan")
    return line.assign(**cut, dot=dot, series=NAMES[metric])


def _ends(lines: pd.DataFrame) -> str:
    """Where each line ends; the step is named again where they end at different ones."""
    last = lines.dropna(subset="value").groupby("series", sort=False).tail(1)
    at = last["step"].map("step {:,}: ".format).where(last["step"].diff() != 0, "")
    value = [sure(*each) for each in zip(last["value"], last["low"], last["high"], strict=True)]
    return listed(last.assign(at=at, value=value), "{at}{series} {value}", between=" · ")


def _split_words(splits: dict[str, str]) -> str:
    """Which split is shown, said once where both metrics have the same."""
    words = [split if split == UNNAMED else f"{split} split" for split in splits.values()]
    each = [f"{NAMES[name]}: {word}" for name, word in zip(splits, words, strict=True)]
    return words[0] if len(set(words)) == 1 else ", ".join(each)


@distillation_gap.design
def design() -> m.Design:
    # the titles of the axes in the colours of the lines, dark enough for letters
    kl = m.axis("KL divergence", orient="left", titleColor=STAGE2_RANGE[3], tickCount=5)
    accuracy = m.share("student accuracy", orient="right", titleColor=WORSE)
    return m.dual(_curve("divergence", kl, [1, 0]), _curve("accuracy", accuracy, [5, 3]))


def _curve(data: str, y: m.Axis, dash: list[int]) -> m.Panel:
    color = m.palette("series", COLORS, symbolType="stroke", symbolStrokeWidth=3)
    tip = f"step value={y['title'].replace(' ', '_')} low high n=seeds"
    line: m.Style = {"strokeWidth": 1.8, "strokeDash": dash, "strokeJoin": "round"}
    marks = {
        f"{data}_band": m.band("step", ("low", "high"), color=color),
        f"{data}_line": m.line("step", "value", color=color, **line),
        f"{data}_dots": m.circle("step", "dot", color=color, size=14, tip=tip),
    }
    return m.panel(data, m.steps(), y, (420, 240)).draw(**marks)
