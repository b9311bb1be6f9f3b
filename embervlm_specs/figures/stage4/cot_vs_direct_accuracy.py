"""Whether reasoning step by step chooses better than answering at once."""

from __future__ import annotations

import altair as alt
import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import joined, note_rows, noted
from embervlm_specs.rows import Rows
from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.paired import (
    mcnemar_exact,
    pair_predictions,
    paired_counts,
    paired_steps,
)
from embervlm_specs.stats.rare import merge_rare
from embervlm_specs.stats.selection import Selection, recorded_steps
from embervlm_specs.tables import ROBOT_PREDICTIONS
from embervlm_specs.theme import FONT_SIZE, INK, LABEL_SIZE, MUTED, STAGE4, STAGE4_SECOND
from embervlm_specs.vocabulary import class_order

__all__ = ["cot_vs_direct_accuracy"]

TABLE = ROBOT_PREDICTIONS.needs("sample", "prompting")
PROMPTINGS = ("direct", "cot")
NAMES = ["direct", "chain of thought"]
ALL, REST = "all robots", "other classes"
MOST_ROBOTS = 12
WIDTH = 240


@figure(TABLE)
def cot_vs_direct_accuracy(predictions: Rows, /, *, step: int | None = None) -> Drawing:
    """Accuracy with and without chain of thought.

    Paired bars: accuracy of direct and of chain-of-thought prompting on the same samples, for all
    robots and for each, with 95 % Wilson intervals. Samples with only one prompting are left out
    and counted. At the right, how many samples only direct and only chain of thought got right, and
    the two-sided p of the exact McNemar test on them; the p of single robots are not corrected for
    their number.

    Parameters
    ----------
    predictions
        `robot_predictions` with `sample` and `prompting`; beyond 12 classes the rarest are counted
        together and named so.
    step
        The moment shown; by default the last step that has both promptings.

    """
    shown = _moment(predictions, step)
    pairs = pair_predictions(shown.rows, *PROMPTINGS)
    rows, merged = merge_rare(pairs.rows, "robot", most=MOST_ROBOTS, rest=REST)
    counts = paired_counts(rows)
    if counts.empty:
        raise MissingDataError(TABLE.name, ["has no sample with both direct and cot prompting"])
    table = _with_tests(counts)
    which = joined(
        shown.words,
        f"{pairs.unpaired:,} unpaired samples left out" if pairs.unpaired else "",
        f"{pairs.unnamed:,} rows without sample left out" if pairs.unnamed else "",
        f"{merged} rare classes counted together" if merged else "",
    )
    total = table.iloc[0]
    direct, cot = total["first"] / total["n"], total["second"] / total["n"]
    result = f"direct {direct:.3f}, chain of thought {cot:.3f} on the same {total['n']:,} samples"
    test = f"exact {total['test']} · alone right: only direct : only chain of thought"
    data = {
        "answers": _long(table),
        "robots": table[["robot", "change", "test"]],
        "note": note_rows(result, test, which),
    }
    return Drawing(noted(_chart(), lines=3), data, description=joined(result, test, which))


def _moment(predictions: Rows, step: int | None) -> Selection:
    """The rows of the last step at which both promptings were recorded."""
    rows = predictions.filter(nw.col("prompting").is_in(list(PROMPTINGS)))
    both = paired_steps(rows, PROMPTINGS)
    if both:
        rows = rows.filter(nw.col("step").is_in(both))
    elif recorded_steps(rows):
        raise MissingDataError(TABLE.name, ["has no step with both direct and cot prompting"])
    return select_moment(TABLE.name, rows, TABLE.key, step=step)


def _with_tests(counts: pd.DataFrame) -> pd.DataFrame:
    """One row a robot, all of them first, with the words at the right of its bars."""
    named = counts.set_index("robot")
    order = class_order(robot for robot in named.index if robot != REST)
    order += [REST] if REST in named.index else []
    total = pd.DataFrame([named.sum()], index=[ALL])
    table = pd.concat([total, named.loc[order]]).rename_axis("robot").reset_index()
    p = mcnemar_exact(table["only_first"], table["only_second"])
    return table.assign(
        p=p,
        change=[
            f"n = {row.n:,} · alone right {row.only_first:,} : {row.only_second:,}"
            for row in table.itertuples()
        ],
        test=[f"McNemar {_p_words(value)}" for value in p],
    )


def _p_words(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.2g}" if p < 0.1 else f"p = {p:.2f}"


def _long(table: pd.DataFrame) -> pd.DataFrame:
    """One row a bar."""
    parts = []
    for name, hits in zip(NAMES, ("first", "second"), strict=True):
        low, high = wilson_interval(table[hits], table["n"])
        share = table[hits] / table["n"]
        bars = table[["robot", "n"]].assign(prompting=name, correct=table[hits])
        parts.append(bars.assign(accuracy=share, low=low, high=high))
    return pd.concat(parts, ignore_index=True)


def _chart() -> alt.LayerChart | alt.FacetChart:
    axis = alt.Axis(domain=False, ticks=False, labelPadding=6, labelFontSize=FONT_SIZE)
    y = alt.Y("robot:N", sort=None, title=None, axis=axis)
    offset = alt.YOffset("prompting:N", sort=NAMES, scale=alt.Scale(paddingInner=0.08))
    x = alt.X("accuracy:Q", scale=alt.Scale(domain=[0, 1]), title="accuracy")
    colors = alt.Scale(domain=NAMES, range=[STAGE4_SECOND, STAGE4])
    answers = alt.Chart(alt.NamedData("answers"), name="answers", mark=alt.MarkDef(type="bar"))
    bars = answers.encode(
        x=x,
        y=y,
        yOffset=offset,
        color=alt.Color(
            "prompting:N", scale=colors, legend=alt.Legend(orient="top", title=None, offset=4)
        ),
        tooltip=[
            alt.Tooltip("robot:N"),
            alt.Tooltip("prompting:N"),
            alt.Tooltip("accuracy:Q", format=".3f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
            alt.Tooltip("high:Q", title="to", format=".3f"),
            alt.Tooltip("n:Q", title="samples"),
        ],
    )
    line = alt.MarkDef(type="rule", color=INK, strokeWidth=1.2)
    sure = alt.Chart(alt.NamedData("answers"), name="interval", mark=line).encode(
        x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1])), x2="high", y=y, yOffset=offset
    )
    words = [_words("change", -7, INK, y), _words("test", 7, MUTED, y)]
    return alt.layer(bars, sure, *words, width=WIDTH, height=alt.Step(40, **{"for": "position"}))


def _words(column: str, dy: int, color: str, y: alt.Y) -> alt.Chart:
    """A line of words at the right of each robot's bars."""
    style = alt.MarkDef(
        type="text", align="left", x=WIDTH + 10, dy=dy, color=color, fontSize=LABEL_SIZE
    )
    chart = alt.Chart(alt.NamedData("robots"), name=column, mark=style)
    return chart.encode(y=y, text=alt.Text(f"{column}:N"))
