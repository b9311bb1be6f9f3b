"""What joint fine-tuning gains over a frozen backbone, and what it costs."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.phases import phase_panels
from embervlm_specs.stats.effects import phase_effects, phase_means
from embervlm_specs.tables import PHASES
from embervlm_specs.theme import INK, MUTED, STAGE4, STAGE4_SECOND
from embervlm_specs.words import differences_cover, effects_told, listed, signed, span, value

NAMES = {"frozen_backbone": "frozen", "joint_finetuning": "joint"}
MOST_METRICS = 12
WIDTH, HEIGHT, GAP, INDENT, BELOW = 82, 150, 40, 34, 50


@figure(PHASES, steps=None, version="2.0.0")
def phase_comparison_bars(phases: Shown) -> Facts:
    """Frozen backbone against joint fine-tuning.

    One panel a metric, with its own axis from 0 and its unit; the arrow says whether higher or
    lower is better. Bars are means over seeds with 95 % t intervals (cut to [0, 1] for fractions;
    of other positive quantities on the log scale, so that they stay above 0; none for one seed or
    equal values), dots are seeds, at most 12. Below is the difference, joint minus frozen, paired
    by seed, on a scale of its own around 0: its 95 % t interval over seeds, or with one seed and a
    known number of samples that of the samples (Newcombe's, as if they were not the same). Its p is
    corrected for the number of metrics (Holm); at 0.05 or more it is a tie. A phase that was not
    measured has no bar. Rows that name no seed are taken for one seed. The usual metrics come
    first, then the others by name, 12 in all.
    """
    key = ["metric", "unit", "phase", "seed"]
    shown = phases.once(key)
    values = shown.collect().sort_values(key)
    every = phase_means(values)
    every["text"] = [signed(value(mean)) for mean in every["mean"]]
    means = every[every["order"] < MOST_METRICS]
    effects = _effects(means, values)
    metrics = every["order"].nunique()
    few = f"{len(effects)} of {metrics} metrics" if len(effects) < metrics else ""
    seeds = f"mean over {span(means['n'])} seeds" if means["n"].max() > 1 else "one seed"
    sure = "95 % intervals" if means["low"].notna().any() else "no interval"
    panels = phase_panels(means, values, effects, list(NAMES))
    cut = effects["order"].isin(panels["order"][panels["high"] > panels["drawn"]])
    unpaired = listed(effects[effects["alone"] != ""], "{name} {alone}")
    return Facts(
        panels=panels,
        about=listed(effects, "{name} ({unit}): {means}, joint − frozen {words}", between="; "),
        say=[
            (
                f"bars: {seeds}",
                sure,
                f"drawn shorter: {listed(effects[cut], '{name}')}" if cut.any() else "",
            ),
            ("joint − frozen, paired by seed", differences_cover(effects)),
            "tie: p ≥ 0.05, Holm-corrected" if effects["p"].notna().any() else "",
            (f"unpaired seeds: {unpaired}" if unpaired else "", few, shown.words),
        ],
    )


def _effects(means: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """The metrics that are drawn, each with its difference and what there is to say of it."""
    bars = means.assign(name=means["phase"].map(NAMES)).groupby("order")
    first = means.drop_duplicates("order")[["order", "metric", "unit", "higher"]]
    first = first.assign(means=[listed(of, "{name} {text}") for _, of in bars])
    table = effects_told(first.merge(phase_effects(values)))
    alone = [", ".join(map(str, seeds)) for seeds in table["unpaired"]]
    names = [n.upper() if len(n) < 4 else n.replace("_", " ") for n in table["metric"]]
    better = table["higher"].map({True: "↑ better · ", False: "↓ better · "})
    return table.assign(name=names, under=better + table["unit"], alone=alone)


@phase_comparison_bars.design
def design() -> m.Design:
    plain: m.Style = {"domain": False, "ticks": False}
    below = plain | {"labelAngle": 0, "labelBaseline": "middle", "labelPadding": 11.5}
    x = m.names(labelExpr=f"{NAMES}[datum.value]", **below)
    x["scale"] = {"domain": list(NAMES), "paddingInner": 0.25, "paddingOuter": 0.2}
    numbers = {"labelExpr": "format(datum.value, ',~g')", "labelPadding": 5, "tickCount": 4}
    # without `translate` the lines of the grid would lie half a pixel beside the bars
    y = m.axis(None, scale={"nice": 4}, translate=0, **plain, **numbers)
    color = m.palette("phase", dict(zip(NAMES, (STAGE4_SECOND, STAGE4), strict=True)))
    color["legend"] = None
    dots: m.Style = {"stroke": INK, "strokeOpacity": 0.8, "strokeWidth": 0.9, "size": 18}
    above: m.Style = {"text": "text", "align": "left", "limit": WIDTH + GAP - 4}
    muted: m.Style = {"text": "text", "fill": MUTED}
    tip = "phase mean low high n=seeds"
    changed = "change=joint_minus_frozen low high p n=seeds verdict"
    panel = m.panel("panels", x, y, (WIDTH, HEIGHT)).draw(
        bar=m.bar("phase", ("mean", 0), part="bar", color=color, tip=tip),
        zero=m.rule(y=0, part="head", stroke=MUTED),
        interval=m.interval("phase", ("low", "drawn"), part="bar"),
        seed=m.point("phase", "value", part="seed", **dots),
        bar_text=m.text("phase", "top", part="bar", text="text", dy=-7),
        absent=m.text("absent", part="absent", at=(None, HEIGHT - 18), lineBreak="\n", **muted),
        head=m.text(part="head", at=(-INDENT, -32), fontWeight="bold", **above),
        under=m.text(part="under", at=(-INDENT, -19), **above | muted),
        **m.effect(middle=WIDTH / 2, y=HEIGHT + BELOW, tip=changed),
    )
    # the names of the panels are texts of their own, so the header takes no room
    return m.facet(
        panel,
        "order",
        columns=4,
        spacing={"row": 146, "column": GAP},
        header={"labelExpr": "''", "labelFontSize": 1, "labelPadding": 0},
        bounds="flush",
        resolve={"scale": {"y": "independent"}, "axis": {"x": "independent"}},
    )
