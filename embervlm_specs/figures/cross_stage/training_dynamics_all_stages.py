"""How the whole training went, stage after stage."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.curves import axis_ends, extreme_beyond, readable_range, within_range
from embervlm_specs.selection.logs import UNNAMED, one_log
from embervlm_specs.stats.dynamics import training_curves
from embervlm_specs.tables import SCALARS
from embervlm_specs.theme import FONT_SIZE, MUTED
from embervlm_specs.vocabulary import STAGES
from embervlm_specs.words import flowing, listed, some, span

METRICS, NUMBERS, NAMED = ("loss", "accuracy"), (1, 2, 3, 4), 2
WIDTH, HEIGHT = 168, 118
LABELS = "length(data('{}')) ? {} : ''"
SPLITS = {"train": "#443983", "val": "#1f988b", UNNAMED: MUTED}  # viridis at a quarter and a half
ENDS = "stage {stage} {metric} ({split}) {value:.3g} at step {step:,}, {last:.3g} at step {end:,}"


@figure(SCALARS.needs("value"), steps=None, version="2.0.0")
def training_dynamics_all_stages(scalars: Shown) -> Facts:
    """Loss and accuracy over all stages.

    One panel a stage: loss solid, on an axis of its own, accuracy dashed, on [0, 1] everywhere; by
    optimiser step within the stage. Lines are means over the seeds that have a number, bands their
    95 % t interval; a single seed has no band. The line at the end of a stage marks the transition
    to the next. Where a log is long, the steps are drawn at which a curve is highest and lowest in
    each stretch of the axis, so that no spike is lost. A line is broken where what was logged is
    not a number, and a loss of more than five times its usual size (the larger of first and median)
    is a triangle at the edge, with the extreme in the note. Bands are
    cut off at the axis, in the picture alone.
    """
    log = one_log(scalars)
    curves = training_curves(log.rows, METRICS)
    points, seeds = curves.points, curves.seeds
    if points["value"].isna().all():
        raise scalars.lacks("has no numbers of the metrics 'loss' or 'accuracy'")
    known = [split for split in SPLITS if split in set(points["split"])]
    sets, beyond = {"splits": pd.DataFrame({"split": known})}, list[str]()
    for stage in NUMBERS:
        beyond += _add_panel(sets, points[points["stage"] == stage], stage)
    several = f"mean and 95 % t interval over {span(seeds)} seeds a point"
    drawn = f"{len(points):,} of {curves.steps:,} points drawn (extremes)"
    return Facts(
        **sets,
        about=f"Training dynamics: {listed(curves.ends, ENDS, most=24, between='; ')}",
        say=flowing(
            several if seeds.max() > 1 else "one seed a point: no bands",
            drawn if len(points) < curves.steps else "",
            some(curves.missing, "values not a number"),
            *beyond[:NAMED],
            f"more beyond their axis: {len(beyond) - NAMED}" if len(beyond) > NAMED else "",
            log.words,
            most=92,
        ),
    )


def _add_panel(sets: dict[str, pd.DataFrame], points: pd.DataFrame, stage: int) -> list[str]:
    """Add the data sets of a stage, and return the words on what lies beyond an axis."""
    lines = {metric: points[points["metric"] == metric] for metric in METRICS}
    ranges = {"loss": readable_range(lines["loss"]), "accuracy": (0.0, 1.0)}
    absent = " or ".join(metric for metric, line in lines.items() if line.empty)
    after = f"→ stage {stage + 1}" if stage < NUMBERS[-1] else "end"
    ends = axis_ends(points["step"], ranges["loss"])
    sets[f"axes_{stage}"] = ends.assign(absent=[f"no {absent} recorded" if absent else "", ""])
    sets[f"end_{stage}"] = points[["step"]].nlargest(1, "step").assign(text=after)
    sets |= {f"{name}_{stage}": within_range(line, *ranges[name]) for name, line in lines.items()}
    far = {name: extreme_beyond(line["value"], *ranges[name]) for name, line in lines.items()}
    return [f"▲ stage {stage} {name} up to {most:.3g}" for name, most in far.items() if most]


@training_dynamics_all_stages.design
def design() -> m.Design:
    return m.wrapped(*map(_panel, NUMBERS), columns=2, spacing={"row": 22, "column": 18})


def _panel(stage: int) -> m.Group:
    """One stage; an axis has no labels where there is nothing to be read off it."""
    loss, accuracy, axes, end = (f"{name}_{stage}" for name in (*METRICS, "axes", "end"))
    shown = {name: LABELS.format(name, "datum.label") for name in (loss, accuracy)}
    short = LABELS.format(end, "format(datum.value, '~s')")
    titles = ("loss (solid)", None) if stage % 2 else (None, "accuracy (dashed)")
    x = m.axis("step", scale=m.DATA_SPAN, labelExpr=short, tickCount=4, grid=False)
    left = m.axis(titles[0], scale={"zero": False}, labelExpr=shown[loss], format="~g", tickCount=4)
    right = m.share(titles[1], labelExpr=shown[accuracy], orient="right", tickCount=4, grid=False)
    title = {"text": f"{stage}  {STAGES[f'stage{stage}']}", "fontSize": FONT_SIZE, "offset": 6}
    middle = WIDTH / 2, m.expr(f"length(data('{end}')) ? 8 : {HEIGHT / 2}")
    turned: m.Style = {"angle": 270, "align": "right", "baseline": "top", "dy": 3}
    marks = {
        "axes": m.unseen("step", "value", data=axes),
        "absent": m.small_text(data=axes, text="absent", at=middle, fill=MUTED),
        "splits": m.unseen(data="splits", detail="split"),
        "end": m.rule("step", data=end, stroke=MUTED, strokeDash=[2, 2]),
        "next": m.small_text("step", data=end, text="text", at=(None, 0), fill=MUTED, **turned),
    }
    losses = m.panel(loss, x, left, (WIDTH, HEIGHT), title=title)
    return m.dual(_curve(losses, [1, 0], marks), _curve(m.panel(accuracy, x, right), [4, 3], {}))


def _curve(panel: m.Panel, dash: list[int], below: m.Style) -> m.Panel:
    name, color = panel.data, m.palette("split", SPLITS, occurring="splits", symbolType="stroke")
    line: m.Style = {"strokeDash": dash, "strokeWidth": m.expr("datum.width")}
    shape = m.expr("{above: 'triangle-up', below: 'triangle-down'}[datum.mark] || 'circle'")
    point: m.Style = {"shape": shape, "filled": True, "fillOpacity": 1}
    point["size"] = {"value": m.expr("datum.mark ? 18 : 0")}
    tip = f"step split value={name.partition('_')[0]} low high n=seeds"
    marks = below | {
        "band": m.band("step", ("from", "to"), color=color),
        "line": m.line("step", "at", color=color, **line),
        "points": m.point("step", "at", color=color, tip=tip, **point),
    }
    return panel.draw(**{f"{name}_{kind}": mark for kind, mark in marks.items()})
