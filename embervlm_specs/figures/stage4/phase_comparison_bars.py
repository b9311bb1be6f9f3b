"""What joint fine-tuning gains over a frozen backbone, and what it costs."""

from __future__ import annotations

from typing import Any

import altair as alt
import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, noted
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.sequence import evenly
from embervlm_specs.stats.axis import bar_ticks, tick_words, value_words
from embervlm_specs.stats.phases import metric_order, phase_means
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.tables import PHASES
from embervlm_specs.theme import GRID, INK, LABEL_SIZE, MUTED, STAGE4, STAGE4_SECOND
from embervlm_specs.wording import joined, span

__all__ = ["phase_comparison_bars"]

NAMES = {"frozen_backbone": "frozen", "joint_finetuning": "joint"}
MOST_METRICS, MOST_DOTS = 12, 12
WIDTH, HEIGHT, GAP, INDENT = 82, 150, 40, 34
COLUMNS = ["part", "phase", "y", "y2", "low", "high", "label", "seed", "absent", "text"]
COLUMNS += ["mean", "n"]


@figure(PHASES)
def phase_comparison_bars(phases: Rows, /) -> Drawing:
    """Frozen backbone against joint fine-tuning.

    One panel a metric, with its own axis from 0 and its unit; the arrow says whether higher or
    lower is better. Bars are means over seeds with 95 % t intervals (cut to [0, 1] for fractions;
    none for one seed or equal values), dots are seeds, at most 12. A phase that was not measured
    has no bar.

    Parameters
    ----------
    phases
        `phases`; of a repeated key the last row counts, and rows that name no seed are taken for
        one seed. The usual metrics come first, then the others by name, 12 in all.

    """
    one_seed = phases.with_columns(nw.col("seed").fill_null(-1))
    rows, repeated = keep_last(one_seed, [*PHASES.key[:-1], "unit", PHASES.key[-1]])
    values = fetch(rows)
    means = phase_means(values)
    metrics = metric_order(means)
    shown = metrics[:MOST_METRICS]
    panels = [
        _panel(means[_is(means, *key)], values[_is(values, *key)]).assign(order=order)
        for order, key in enumerate(shown)
    ]
    n = f"bars: mean over {span(means['n'])} seeds" if means["n"].max() > 1 else "one seed"
    sure = "lines: 95 % t interval" if means["low"].notna().any() else "no interval"
    seeds = joined(n, sure)
    left_out = joined(
        f"{len(shown)} of {len(metrics)} metrics" if len(shown) < len(metrics) else "",
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    data = {"panels": pd.concat(panels, ignore_index=True), "note": note_rows(seeds, left_out)}
    said = joined(*(_said(means[_is(means, *key)]) for key in shown), seeds, left_out)
    return Drawing(noted(_chart(), lines=2), data, description=said)


def _is(table: pd.DataFrame, metric: str, unit: str) -> pd.Series[bool]:
    return (table["metric"] == metric) & (table["unit"] == unit)


def _panel(means: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """The rows of one panel, each drawn by its `part`; heights are shares of the panel's axis."""
    few = [part.iloc[evenly(range(len(part)), MOST_DOTS)] for _, part in values.groupby("phase")]
    dots = pd.concat(few)
    ends = pd.concat([means["low"], means["high"], means["mean"], dots["value"]])
    ticks = bar_ticks(ends.min(), ends.max())

    def up(value: Any) -> Any:
        return (value - ticks[0]) / (ticks[-1] - ticks[0])

    first = means.iloc[0]
    name = first["metric"].replace("_", " ")
    better = "↑ better" if first["higher"] else "↓ better"
    measured = set(means["phase"])
    top = dots.groupby("phase")["value"].max().reindex(means["phase"]).to_numpy()
    parts = [
        pd.DataFrame([{"part": "head", "text": name.upper() if len(name) < 4 else name}]),
        pd.DataFrame([{"part": "under", "text": f"{better} · {first['unit']}"}]),
        pd.DataFrame({"part": "tick", "y": up(ticks), "text": [tick_words(t) for t in ticks]}),
        pd.DataFrame({"part": "zero", "y": [up(0.0)]}),
        pd.DataFrame({"part": "name", "phase": list(NAMES), "text": list(NAMES.values())}),
        pd.DataFrame(
            {
                "part": "bar",
                "phase": means["phase"],
                "mean": means["mean"],
                "n": means["n"],
                "y": up(means["mean"]),
                "y2": up(0.0),
                "low": up(means["low"]),
                "high": up(means["high"]),
                "label": up(means[["mean", "high"]].assign(top=top, zero=0.0).max(axis="columns")),
                "text": means["mean"].map(value_words),
            }
        ),
        pd.DataFrame([{"part": "absent", "phase": p, "absent": 0.12} for p in {*NAMES} - measured]),
    ]
    if means["n"].max() > 1:
        seeds = {"part": "seed", "phase": dots["phase"], "seed": up(dots["value"])}
        parts.append(pd.DataFrame(seeds))
    return pd.concat(parts, ignore_index=True).reindex(columns=COLUMNS)


def _said(means: pd.DataFrame) -> str:
    """The means of one metric in words."""
    metric, unit = means["metric"].iloc[0].replace("_", " "), means["unit"].iloc[0]
    found = ", ".join(
        f"{NAMES[phase]} {value_words(mean)}"
        for phase, mean in zip(means["phase"], means["mean"], strict=True)
    )
    return f"{metric} ({unit}): {found}"


def _chart() -> alt.FacetChart:
    phases = alt.Scale(domain=list(NAMES), paddingInner=0.25, paddingOuter=0.2)
    x = alt.X("phase:N", scale=phases, axis=None)
    colors = alt.Scale(domain=list(NAMES), range=[STAGE4_SECOND, STAGE4])
    bars = _part("bar", type="bar").encode(
        x=x,
        y=_up("y"),
        y2="y2",
        color=alt.Color("phase:N", scale=colors, legend=None),
        tooltip=[
            alt.Tooltip("phase:N"),
            alt.Tooltip("mean:Q", format=",.4~g"),
            alt.Tooltip("n:Q", title="seeds"),
        ],
    )
    line = _part("bar", name="interval", type="rule", color=INK, strokeWidth=1.2)
    dots = _part("seed", type="point", stroke=INK, strokeOpacity=0.8, size=18, strokeWidth=0.9)
    left = {"align": "left", "x": -INDENT, "limit": WIDTH + GAP - 4}
    layers = [
        _part("tick", name="grid", type="rule", color=GRID).encode(y=_up("y")),
        _text("tick", align="right", x=-5).encode(y=_up("y")),
        bars,
        _part("zero", type="rule", color=MUTED).encode(y=_up("y")),
        line.encode(x=x, y=_up("low"), y2="high"),
        dots.encode(x=x, y=_up("seed")),
        _text("bar", dy=-7).encode(x=x, y=_up("label")),
        _text("absent", color=MUTED).encode(
            x=x, y=_up("absent"), text=alt.value(["not", "measured"])
        ),
        _text("name", y=HEIGHT + 12).encode(x=x),
        _text("head", **left, y=-32, fontWeight="bold"),
        _text("under", **left, y=-19, color=MUTED),
    ]
    # the names of the panels are texts of their own, so the header takes no room
    header = alt.Header(title=None, labelExpr="''", labelFontSize=1, labelPadding=0)
    return alt.FacetChart(
        data=alt.NamedData("panels"),
        spec=alt.layer(*layers, width=WIDTH, height=HEIGHT),
        facet=alt.Facet("order:O", header=header),
        columns=4,
        bounds="flush",
        spacing={"row": 66, "column": GAP},
    )


def _up(field: str) -> alt.Y:
    """A height within a panel, whose axis is drawn from data."""
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), axis=None)


def _part(part: str, *, name: str | None = None, **mark: Any) -> alt.Chart:
    """A mark for the rows of one part."""
    chart = alt.Chart(name=name or part, mark=alt.MarkDef(**mark))
    return chart.transform_filter(f"datum.part === '{part}'")


def _text(part: str, **mark: Any) -> alt.Chart:
    """The texts of one part."""
    style = {"color": INK, "fontSize": LABEL_SIZE, **mark}
    return _part(part, name=f"{part}_text", type="text", **style).encode(text="text:N")
