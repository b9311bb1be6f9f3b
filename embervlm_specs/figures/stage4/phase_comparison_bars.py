"""What joint fine-tuning gains over a frozen backbone, and what it costs."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.stats.effects import phase_means
from embervlm_specs.tables import PHASES
from embervlm_specs.theme import INK, MUTED, STAGE4, STAGE4_SECOND
from embervlm_specs.words import joined, listed, signed, span, value

NAMES = {"frozen_backbone": "frozen", "joint_finetuning": "joint"}
MOST_METRICS, MOST_DOTS = 12, 12
WIDTH, HEIGHT, GAP, INDENT = 82, 150, 40, 34
GROUPS = ["metric", "unit", "phase"]


@figure(PHASES, steps=None)
def phase_comparison_bars(phases: Shown) -> Facts:
    """Frozen backbone against joint fine-tuning.

    One panel a metric, with its own axis from 0 and its unit; the arrow says whether higher or
    lower is better. Bars are means over seeds with 95 % t intervals (cut to [0, 1] for fractions;
    none for one seed or equal values), dots are seeds, at most 12. A phase that was not measured
    has no bar. Rows that name no seed are taken for one seed. The usual metrics come first, then
    the others by name, 12 in all.
    """
    shown = phases.once([*GROUPS, "seed"])
    values = shown.collect()
    every = phase_means(values)
    every["text"] = [signed(value(mean)) for mean in every["mean"]]
    means = every[every["order"] < MOST_METRICS]
    metrics, drawn = every["order"].nunique(), means["order"].nunique()
    named = means.assign(name=means["phase"].map(NAMES)).groupby(["order", "metric", "unit"])
    words = [
        f"{str(metric).replace('_', ' ')} ({unit}): {listed(bars, '{name} {text}')}"
        for (_, metric, unit), bars in named
    ]
    seeds = f"bars: mean over {span(means['n'])} seeds" if means["n"].max() > 1 else "one seed"
    sure = "lines: 95 % t interval" if means["low"].notna().any() else "no interval"
    few = f"{drawn} of {metrics} metrics" if drawn < metrics else ""
    panels = _panels(means, values)
    return Facts(panels=panels, about=joined(*words), say=[(seeds, sure), (few, shown.words)])


def _panels(means: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """The rows of all panels, each drawn by its `part`."""
    seeds = [evenly(list(rows), MOST_DOTS) for rows in values.groupby(GROUPS).indices.values()]
    dots = values.iloc[[row for rows in seeds for row in rows]].merge(means[[*GROUPS, "order"]])
    bars = means.merge(dots.groupby(GROUPS, as_index=False)["value"].max())
    bars["top"] = bars[["mean", "high", "value"]].max(axis="columns").clip(lower=0)
    phases = means.groupby("order")["phase"].agg(set)
    absent = [(order, p) for order, found in phases.items() for p in NAMES if p not in found]
    first = means.drop_duplicates("order")
    names = [n.upper() if len(n) < 4 else n.replace("_", " ") for n in first["metric"]]
    better = first["higher"].map({True: "↑ better · ", False: "↓ better · "})
    several = dots["order"].map(means.groupby("order")["n"].max() > 1)
    parts = {
        "head": first[["order"]].assign(text=names),
        "under": first[["order"]].assign(text=better + first["unit"]),
        "bar": bars[["order", "phase", "mean", "low", "high", "n", "top", "text"]],
        "absent": pd.DataFrame(absent, columns=["order", "absent"]).assign(text="not\nmeasured"),
        "seed": dots.loc[several, ["order", "phase", "value"]],
    }
    return pd.concat([rows.assign(part=part) for part, rows in parts.items()])


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
    tip = "phase mean n=seeds"
    panel = m.panel("panels", x, y, (WIDTH, HEIGHT)).draw(
        bar=m.bar("phase", ("mean", 0), part="bar", color=color, tip=tip),
        zero=m.rule(y=0, part="head", stroke=MUTED),
        interval=m.interval("phase", ("low", "high"), part="bar"),
        seed=m.point("phase", "value", part="seed", **dots),
        bar_text=m.text("phase", "top", part="bar", text="text", dy=-7),
        absent=m.text("absent", part="absent", at=(None, HEIGHT - 18), lineBreak="\n", **muted),
        head=m.text(part="head", at=(-INDENT, -32), fontWeight="bold", **above),
        under=m.text(part="under", at=(-INDENT, -19), **above | muted),
    )
    # the names of the panels are texts of their own, so the header takes no room
    return m.facet(
        panel,
        "order",
        columns=4,
        spacing={"row": 66, "column": GAP},
        header={"labelExpr": "''", "labelFontSize": 1, "labelPadding": 0},
        bounds="flush",
        resolve={"scale": {"y": "independent"}, "axis": {"x": "independent"}},
    )
