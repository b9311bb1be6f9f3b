"""What each part of the model is good for."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, noted
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.ablation import ablation_effects
from embervlm_specs.stats.labels import text_width
from embervlm_specs.stats.metric import choose_metric
from embervlm_specs.stats.names import short_names
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.tables import ABLATIONS
from embervlm_specs.theme import BETTER, INK, LABEL_SIZE, MUTED, WORSE
from embervlm_specs.wording import flowing, shortened, span

__all__ = ["ablation_tornado"]

MOST_COMPONENTS = 24
NAME_ROOM = 160
"""Pixels for the name of a component."""

WIDTH = 310
DIRECTIONS = ["worse without it", "better without it"]


@figure(ABLATIONS)
def ablation_tornado(ablations: Rows, /, *, metric: str | None = None) -> Drawing:
    """What removing a component does.

    One bar a component, the largest effect on top: the change of the metric when it is removed, in
    the metric's own unit, so that harm points to the left (also where less is better). Over several
    seeds it is the mean of the differences to the whole model of the same row, with a 95 % t
    interval; a single seed has none. At most 24 components are drawn, those of the largest effect.

    Parameters
    ----------
    ablations
        `ablations`; of a repeated component, metric and seed the last row counts.
    metric
        The metric shown; by default the one that most rows have.

    """
    chosen = choose_metric("ablations", ablations, metric=metric)
    rows, repeated = keep_last(ablations.filter(chosen.condition), ABLATIONS.key)
    every = ablation_effects(fetch(rows.select(ABLATIONS.column_names)))
    effects = every.head(MOST_COMPONENTS)
    several = bool((every["n"] > 1).any())
    lines = flowing(
        f"metric: {shortened(str(chosen.name), most=40)}",
        f"whole model {effects['baseline'].mean():.3g}",
        f"mean and 95 % t interval over {span(every['n'])} seeds"
        if several
        else "one seed: no interval",
        f"{len(effects)} of {len(every):,} components, the largest effects"
        if len(effects) < len(every)
        else "",
        f"other metrics: {chosen.words}" if chosen.others else "",
        f"{repeated:,} repeated rows replaced" if repeated else "",
        most=62,
    )
    bars = _rows(effects)
    data = {"effects": bars, "axes": _ends(bars), "note": note_rows(*lines)}
    said = ", ".join(f"{e.component} {e.change:+.3g}" for e in effects.head(12).itertuples())
    words = f"Change of the metric when a component is removed: {said}. {'; '.join(lines)}."
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _rows(effects: pd.DataFrame) -> pd.DataFrame:
    low, high = (effects[end].fillna(effects["change"]) for end in ("low", "high"))
    decimals = _decimals(effects)
    harm = effects["change"] < 0
    names = short_names(effects["component"], size=LABEL_SIZE, room=NAME_ROOM)
    return effects.assign(
        name=effects["component"].map(names),
        direction=harm.map({True: DIRECTIONS[0], False: DIRECTIONS[1]}),
        label=[_signed(change, decimals) for change in effects["change"]],
        # beyond the bar and its interval, so that neither crosses it
        label_at=low.clip(upper=0).where(harm, high.clip(lower=0)),
    )


def _decimals(effects: pd.DataFrame) -> int:
    """So many that the largest effect has three digits."""
    largest = effects["change"].abs().max()
    return max(0, 2 - math.floor(math.log10(largest))) if largest else 0


def _signed(change: float, decimals: int) -> str:
    return f"{change:+.{decimals}f}".replace("-", "−") if change else "0"


def _ends(effects: pd.DataFrame) -> pd.DataFrame:
    """The ends of the axis: all bars and intervals, 0, and room for the labels beyond them."""
    values = pd.concat([effects["change"], effects["low"], effects["high"]]).dropna()
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    room = max(text_width(label, LABEL_SIZE) for label in effects["label"]) + 10
    more = ((high - low) or 1.0) * room / (WIDTH - 2 * room)
    return pd.DataFrame({"change": [low - more, high + more]})


def _chart() -> alt.LayerChart | alt.FacetChart:
    x = alt.X(
        "change:Q",
        title="change when removed, positive is better",
        scale=alt.Scale(nice=False),
        axis=alt.Axis(tickCount=6),
    )
    y = alt.Y(
        "name:N",
        sort=None,
        title="removed",
        axis=alt.Axis(domain=False, ticks=False, labelLimit=0),
        scale=alt.Scale(paddingInner=0.35),
    )
    direction = alt.Color(
        "direction:N",
        scale=alt.Scale(domain=DIRECTIONS, range=[WORSE, BETTER]),
        legend=alt.Legend(orient="top", title=None),
    )
    tooltip = [
        alt.Tooltip("component:N", title="removed"),
        alt.Tooltip("change:Q", format="+.4~g"),
        alt.Tooltip("low:Q", title="95 % interval from", format="+.4~g"),
        alt.Tooltip("high:Q", title="to", format="+.4~g"),
        alt.Tooltip("score:Q", title="without it", format=".4~g"),
        alt.Tooltip("baseline:Q", title="whole model", format=".4~g"),
        alt.Tooltip("n:Q", title="seeds"),
    ]
    unseen = alt.MarkDef(type="point", strokeOpacity=0, size=0)
    text = alt.MarkDef(
        type="text",
        align=alt.ExprRef("datum.change < 0 ? 'right' : 'left'"),
        dx=alt.ExprRef("datum.change < 0 ? -5 : 5"),
        color=INK,
        fontSize=LABEL_SIZE,
    )
    zero = alt.Chart(alt.NamedData("axes"), name="zero", mark=alt.MarkDef(type="rule", color=MUTED))
    return alt.layer(
        alt.Chart(alt.NamedData("axes"), name="axes", mark=unseen).encode(x=x),
        _effects("bars", alt.MarkDef(type="bar")).encode(
            x=x, y=y, color=direction, tooltip=tooltip
        ),
        _effects("interval", alt.MarkDef(type="rule", color=INK, strokeWidth=1.2)).encode(
            x=alt.X("low:Q"), x2=alt.X2("high"), y=y
        ),
        zero.encode(x=alt.XDatum(0)),
        _effects("labels", text).encode(x=alt.X("label_at:Q"), y=y, text=alt.Text("label:N")),
        width=WIDTH,
        height=alt.Step(24),
    )


def _effects(name: str, mark: alt.MarkDef) -> alt.Chart:
    return alt.Chart(alt.NamedData("effects"), name=name, mark=mark)
