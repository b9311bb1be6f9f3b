"""Whether reasoning step by step chooses better than answering at once."""

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.selection.rare import merge_rare
from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.stats.paired import mcnemar_exact, pair_predictions, paired_counts, paired_steps
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import FONT_SIZE, MUTED, STAGE4, STAGE4_SECOND
from embervlm_specs.vocabulary import REST, class_order
from embervlm_specs.words import p_value, some

TABLE = ROBOT_PREDICTIONS.needs("sample", "prompting")
PROMPTINGS = ("direct", "cot")
NAMES = {"direct": STAGE4_SECOND, "chain of thought": STAGE4}
ALL, MOST_ROBOTS, WIDTH = "all robots", 12, 240


@figure(TABLE, steps=None)
def cot_vs_direct_accuracy(predictions: Shown, *, step: int | None = None) -> Facts:
    """Accuracy with and without chain of thought.

    Paired bars: accuracy of direct and of chain-of-thought prompting on the same samples, for all
    robots and for each, with 95 % Wilson intervals. Samples with only one prompting are left out
    and counted. At the right, how many samples only direct and only chain of thought got right, and
    the two-sided p of the exact McNemar test on them; the p of single robots are not corrected for
    their number. Beyond 12 classes the rarest are counted together and named so.

    Parameters
    ----------
    step
        The moment shown; by default the last step that has both promptings.

    """
    shown = _moment(predictions, step)
    pairs = pair_predictions(shown.rows, *PROMPTINGS)
    rows, merged = merge_rare(pairs.rows, "robot", most=MOST_ROBOTS, rest=REST)
    counts = paired_counts(rows).set_index("robot")
    if counts.empty:
        raise predictions.lacks("has no sample with both direct and cot prompting")
    total = pd.DataFrame([counts.sum()], index=[ALL])
    table = pd.concat([total, counts.loc[class_order(counts.index)]])
    table = table.rename_axis("robot").reset_index()
    alone = table[["n", "only_first", "only_second"]].itertuples(index=False)
    table["change"] = [f"n = {n:,} · alone right {one:,} : {other:,}" for n, one, other in alone]
    tests = mcnemar_exact(table["only_first"], table["only_second"])
    table["test"] = [f"McNemar {p_value(p)}" for p in tests]
    answers = _answers(table)
    direct, cot = answers.loc[answers["robot"] == ALL, "accuracy"]
    n, test = table["n"].iloc[0], table["test"].iloc[0]
    return Facts(
        answers=answers,
        robots=table[["robot", "change", "test"]],
        say=[
            f"direct {direct:.3f}, chain of thought {cot:.3f} on the same {n:,} samples",
            f"exact {test} · alone right: only direct : only chain of thought",
            (
                shown.words,
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


def _answers(table: pd.DataFrame) -> pd.DataFrame:
    """One row a bar."""
    named = table.rename(columns=dict(zip(("first", "second"), NAMES, strict=True)))
    bars = named.melt(["robot", "n"], list(NAMES), "prompting", "correct")
    low, high = wilson_interval(bars["correct"], bars["n"])
    return bars.assign(accuracy=bars["correct"] / bars["n"], low=low, high=high)


@cot_vs_direct_accuracy.design
def design() -> m.Design:
    y = m.names(labelPadding=6, labelFontSize=FONT_SIZE)
    color = m.palette("prompting", NAMES, offset=4)
    narrow = {"paddingInner": 0.08}
    offset = {"field": "prompting", "type": "nominal", "sort": list(NAMES), "scale": narrow}
    paired = {"yOffset": offset}
    beside: m.Style = {"y": "robot", "data": "robots", "at": (WIDTH + 10, None), "align": "left"}
    size = (WIDTH, {"step": 40, "for": "position"})
    tip = "robot prompting accuracy low high n"
    return m.panel("answers", m.share("accuracy"), y, size).draw(
        answers=m.bar("accuracy", "robot", color=color, tip=tip, channels=paired),
        interval=m.interval(("low", "high"), "robot", channels=paired),
        change=m.text(text="change", dy=-7, **beside),
        test=m.text(text="test", dy=7, fill=MUTED, **beside),
    )
