"""Whether reasoning step by step chooses better than answering at once."""

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.names import short_names
from embervlm_specs.selection.rare import merge_rare
from embervlm_specs.stats.paired import (
    pair_predictions,
    paired_effects,
    paired_shares,
    paired_steps,
)
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import FONT_SIZE, INK, MUTED, STAGE4, STAGE4_SECOND
from embervlm_specs.vocabulary import REST, class_order
from embervlm_specs.words import covering, difference, listed, p_value, some

TABLE = ROBOT_PREDICTIONS.needs("sample", "prompting")
PROMPTINGS = ("direct", "cot")
NAMES = {"direct": STAGE4_SECOND, "chain of thought": STAGE4}
ALL, MOST_ROBOTS, WIDTHS = "all robots", 12, (135, 110)


@figure(TABLE, steps=None, version="2.0.0")
def cot_vs_direct_accuracy(predictions: Shown, *, step: int | None = None) -> Facts:
    """Accuracy with and without chain of thought.

    At the left the accuracy of direct and of chain-of-thought prompting on the same samples of the
    same seed, for all robots and for each. At the right what is compared: accuracy with chain of
    thought minus direct, and how many samples direct alone and chain of thought alone got right.
    All intervals are of 95 %, over seeds, groups and samples. All robots are the main comparison;
    the p of single robots are corrected for their number (Holm). A difference whose p is 0.05 or
    more is a tie. Where samples do not depend on one another p is McNemar's mid-p. Samples with
    only one prompting are left out and counted, in each seed. Beyond 12 classes the rarest are
    counted together and named so.

    Parameters
    ----------
    step
        The moment shown; by default the last step that has both promptings.

    """
    shown = _moment(predictions, step)
    pairs = pair_predictions(shown.rows, *PROMPTINGS)
    rows, merged = merge_rare(pairs.rows, "robot", most=MOST_ROBOTS, rest=REST)
    effects = paired_effects(rows, ALL)
    if effects.empty:
        raise predictions.lacks("has no sample with both direct and cot prompting")
    order = [ALL, *class_order(effects["robot"][effects["robot"] != ALL])]
    names = short_names(order, size=FONT_SIZE, room=100)
    robots = pd.DataFrame(names.items(), columns=["robot", "name"])
    effects = robots.merge(effects)
    texts = [difference(*of) for of in effects[["change", "low", "high", "p"]].to_numpy()]
    alone = effects[["n", "only_first", "only_second"]].itertuples(index=False)
    effects["text"] = texts
    effects["alone"] = [f"n = {n:,} · alone right {one:,} : {two:,}" for n, one, two in alone]
    answers = robots.merge(paired_shares(rows, ALL), sort=False)
    answers["prompting"] = answers.pop("way").map(
        dict(zip(("first", "second"), NAMES, strict=True))
    )
    (direct, cot), p = answers["accuracy"].head(2), effects["p"].iloc[0]
    return Facts(
        answers=answers,
        effects=effects,
        about=f"Accuracy with chain of thought minus direct: {listed(effects, '{robot} {text}')}",
        say=[
            f"direct {direct:.3f}, chain of thought {cot:.3f}: {texts[0]}, {p_value(p)}",
            (covering(effects.head(1)), shown.words),
            f"tie: p ≥ 0.05{', Holm-corrected for single robots' if len(effects) > 2 else ''}",
            "alone right: only direct : only chain of thought",
            (
                some(pairs.unpaired, "unpaired samples left out"),
                some(pairs.unnamed, "rows without sample left out"),
                some(merged, "rare classes counted together"),
            ),
        ],
    )


def _moment(predictions: Shown, step: int | None) -> Shown:
    """The rows of the last step at which both promptings were recorded."""
    asked = predictions.where(nw.col("prompting").is_in(PROMPTINGS))
    both = paired_steps(asked.rows, PROMPTINGS)
    if not both and asked.at().steps:
        raise predictions.lacks("has no step with both direct and cot prompting")
    return (asked.where(nw.col("step").is_in(both)) if both else asked).at(step)


@cot_vs_direct_accuracy.design
def design() -> m.Design:
    rows: m.Style = {"scale": {"type": "band", "paddingInner": 0.2, "paddingOuter": 0.1}}
    y = m.names(labelPadding=6, labelFontSize=FONT_SIZE, labelLimit=0) | rows
    color = m.palette("prompting", NAMES, offset=4)
    narrow = {"paddingInner": 0.08}
    offset = {"field": "prompting", "type": "nominal", "sort": list(NAMES), "scale": narrow}
    paired, tip = {"yOffset": offset}, "robot prompting accuracy low high n=pairs"
    bars = m.panel(
        "answers", m.share("accuracy"), y, (WIDTHS[0], {"step": 40, "for": "position"})
    ).draw(
        answers=m.bar("accuracy", "name", color=color, tip=tip, channels=paired),
        interval=m.interval(("low", "high"), "name", channels=paired),
    )
    x = m.difference("chain of thought − direct")
    beside: m.Style = {"y": "name", "at": (WIDTHS[1] + 8, None), "align": "left"}
    tip = "robot change=chain_of_thought_minus_direct low high p n=pairs"
    tip += " only_first=only_direct_right only_second=only_chain_of_thought_right"
    changes = m.panel("effects", x, y | {"axis": None}, (WIDTHS[1], {"step": 40})).draw(
        zero=m.rule(0, stroke=MUTED),
        change_interval=m.interval(("low", "high"), "name"),
        change=m.circle("change", "name", fill=INK, size=42, tip=tip),
        change_text=m.text(text="text", dy=-7, **beside),
        alone=m.small_text(text="alone", dy=7, **beside | {"fill": MUTED}),
    )
    return m.row(bars, changes, spacing=14)
