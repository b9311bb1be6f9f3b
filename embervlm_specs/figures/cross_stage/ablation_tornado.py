"""What each part of the model is good for."""

import math

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs import words as w
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.labels import text_width
from embervlm_specs.layout.names import short_names
from embervlm_specs.selection.choice import choose_metric
from embervlm_specs.stats.effects import ablation_effects, whole_models
from embervlm_specs.tables import ABLATIONS
from embervlm_specs.theme import BETTER, EMPTY, LABEL_SIZE, MUTED, WORSE

MOST_COMPONENTS, NAME_ROOM, WIDTH = 24, 160, 310
DIRECTIONS = {"worse without it": WORSE, "better without it": BETTER, "tie": EMPTY}
WORSE_WITHOUT, BETTER_WITHOUT, TIE = DIRECTIONS


@figure(ABLATIONS, steps=None, version="2.0.0")
def ablation_tornado(ablations: Shown, *, metric: str | None = None) -> Facts:
    """What removing a component does.

    One bar a component, the largest effect on top: the change of the metric when it is removed, in
    the metric's own unit, so that harm points to the left (also where less is better). Over several
    seeds it is the mean of the differences to the whole model of the same row, with a 95 % t
    interval. A single seed has the interval of its samples, where their number is known and the
    metric is a mean over them in [0, 1]: Newcombe's, as if those of both models were not the same.
    p is corrected for the number of components (Holm); where it is 0.05 or more the difference is a
    tie, and its bar is pale. The whole model is the mean over seeds, each counted once, and a range
    where components of one seed name different ones. At most 24 components are drawn, those of the
    largest effect.

    Parameters
    ----------
    metric
        The metric shown; by default the one that most rows have.

    """
    chosen = choose_metric(ablations, metric)
    shown = ablations.where(chosen.condition).once()
    rows = shown.collect()
    every = ablation_effects(rows)
    effects = every.head(MOST_COMPONENTS)
    few = f"{len(effects)} of {len(every):,} components, the largest effects"
    bars = _bars(effects)
    changes = w.listed(bars, "{component} {label}{tied}")
    unknown = int(every["p"].isna().sum())
    seeds = "one seed: " if every["n"].max() == 1 else ""
    return Facts(
        effects=bars.drop(columns=["tied", "of_samples"]),
        axes=_ends(bars),
        about=f"Change of the metric when a component is removed: {changes}",
        say=w.flowing(
            f"metric: {w.shortened(chosen.name or '', most=40)}",
            f"whole model {w.span(whole_models(rows), '{:.3g}')}",
            w.differences_cover(every) or f"{seeds}no interval",
            w.some(unknown, "without interval") if unknown < len(every) else "",
            "tie: p ≥ 0.05, Holm-corrected" if unknown < len(every) else "",
            few if len(effects) < len(every) else "",
            f"other metrics: {w.first_names(chosen.others)}" if chosen.others else "",
            shown.words,
            most=62,
        ),
    )


def _bars(effects: pd.DataFrame) -> pd.DataFrame:
    """The effects with their names, and labels of so many digits that the largest has three."""
    largest = effects["change"].abs().max()
    decimals = max(0, 2 - math.floor(math.log10(largest))) if largest else 0
    low, high = (effects[end].fillna(effects["change"]) for end in ("low", "high"))
    harm = effects["change"] < 0
    names = short_names(effects["component"], size=LABEL_SIZE, room=NAME_ROOM)
    tied = (effects["p"].map(w.verdict) == TIE) | (effects["change"] == 0)
    direction = harm.map({True: WORSE_WITHOUT, False: BETTER_WITHOUT})
    return effects.assign(
        name=effects["component"].map(names),
        direction=direction.mask(tied, TIE),
        tied=tied.map({True: " (tie)", False: ""}),
        label=[w.signed(f"{c:+.{decimals}f}") if c else "0" for c in effects["change"]],
        # beyond the bar and its interval, so that neither crosses it
        label_at=low.clip(upper=0).where(harm, high.clip(lower=0)),
    )


def _ends(bars: pd.DataFrame) -> pd.DataFrame:
    """The ends of the axis: all bars and intervals, 0, and room for the labels beyond them."""
    values = bars[["change", "low", "high"]].stack()
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    room = max(text_width(label, LABEL_SIZE) for label in bars["label"]) + 10
    more = ((high - low) or 1.0) * room / (WIDTH - 2 * room)
    return pd.DataFrame({"change": [low - more, high + more]})


@ablation_tornado.design
def design() -> m.Design:
    x = m.axis("change when removed, positive is better", scale={"nice": False}, tickCount=6)
    y = m.names("removed", labelLimit=0) | {"scale": {"paddingInner": 0.35}}
    color = m.palette("direction", DIRECTIONS)
    tip = "component=removed change low high p score=without_it baseline n=seeds"
    sides = "datum.change < 0 ? 'right' : 'left'", "datum.change < 0 ? -5 : 5"
    beyond: m.Style = dict(zip(("align", "dx"), map(m.expr, sides), strict=True))
    return m.panel("effects", x, y, (WIDTH, {"step": 24})).draw(
        axes=m.unseen("change", data="axes"),
        bars=m.bar("change", "name", color=color, tip=tip, stroke=MUTED, strokeWidth=0.5),
        interval=m.interval(("low", "high"), "name"),
        zero=m.rule(0, data="axes", stroke=MUTED),
        labels=m.text("label_at", "name", text="label", **beyond),
    )
