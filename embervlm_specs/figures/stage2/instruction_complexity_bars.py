"""Which instructions the model answers well, and whether it looks at the image to do so."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, noted
from embervlm_specs.rows import Rows
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.stats.names import short_names
from embervlm_specs.stats.scores import all_or_nothing, score_means, unscored, vision_gain
from embervlm_specs.tables import RESPONSES
from embervlm_specs.theme import EMPTY, INK, LABEL_SIZE, MUTED, STAGE2, STAGE2_SECOND
from embervlm_specs.vocabulary import class_order
from embervlm_specs.wording import joined, span

__all__ = ["instruction_complexity_bars"]

TABLE = RESPONSES.needs("instruction_type", "score")
COMPLEXITY = ["describe", "explain", "analyze", "compare"]
"""The usual instruction types, from simple to complex."""

CONDITIONS = ["with vision", "without vision", "vision not recorded"]
BAR = 16
COLORS = [STAGE2, STAGE2_SECOND, EMPTY]
MOST_TYPES = 16
WIDTH = 230


@figure(TABLE)
def instruction_complexity_bars(responses: Rows, /, *, step: int | None = None) -> Drawing:
    """Answer quality by instruction type.

    Bars show the mean score of the answers, with and without the image, with 95 % intervals:
    Wilson where every score is 0 or 1, else Student's t, cut at 0 and 1 (none where all scores of a
    bar are equal). Types run from simple to complex. The column on the right is the gain that the
    image brings over the same samples: the mean of paired differences with its 95 % t interval.

    Parameters
    ----------
    responses
        `responses` with `instruction_type` and `score`; rows without them are left out. Beyond 16
        types those with the most answers are shown.
    step
        The moment shown; the last one by default.

    """
    shown = select_moment("responses", responses, TABLE.key, step=step)
    shares = all_or_nothing(shown.rows)
    means = score_means(shown.rows, shares=shares)
    if means.empty:
        raise MissingDataError("responses", ["has no row with both instruction type and score"])
    types = _types(means)
    named = means.assign(condition=means["with_vision"].map(_condition))
    names = short_names(types, size=LABEL_SIZE, room=100)
    bars = _in_order(named.sort_values("condition", key=lambda c: c.map(CONDITIONS.index)), names)
    gains = _in_order(vision_gain(shown.rows), names)
    occurring = [name for name in CONDITIONS if name in set(bars["condition"])]

    left_out = unscored(shown.rows)
    more = means["instruction_type"].nunique() - len(types)
    which = joined(f"bars: 95 % {'Wilson' if shares else 't'} intervals", shown.words)
    rest = joined(
        f"gain: paired over {span(gains['n'])} samples" if len(gains) else "",
        f"types with fewer answers left out: {more}" if more else "",
        f"answers without type or score left out: {left_out:,}" if left_out else "",
    )
    data = {
        "bars": bars.assign(label=[f"{row.mean:.2f} (n = {row.n:,})" for row in bars.itertuples()]),
        "gains": gains.assign(
            condition=CONDITIONS[0], label=[_gain_words(row) for row in gains.itertuples()]
        ),
        "conditions": pd.DataFrame({"condition": occurring}),
        "heading": pd.DataFrame({"text": ["gain with vision"] if len(gains) else []}),
        "note": note_rows(which, rest),
    }
    said = "; ".join(
        f"{row.instruction_type} {row.condition} {row.mean:.2f} (n = {row.n:,})"
        for row in bars.itertuples()
    )
    words = f"Mean score by instruction type: {said}. {joined(which, rest)}"
    return Drawing(noted(_chart(), lines=2), data, description=words)


def _types(means: pd.DataFrame) -> list[str]:
    """The types with the most answers, from simple to complex, then those of other names."""
    answers = means.groupby("instruction_type")["n"].sum()
    kept = class_order(answers.nlargest(MOST_TYPES).index)
    rank = {name: COMPLEXITY.index(name) for name in kept if name in COMPLEXITY}
    return sorted(kept, key=lambda name: rank.get(name, len(COMPLEXITY)))


def _in_order(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """The rows of the types that are shown, in their order and under their short names."""
    kept = table[table["instruction_type"].isin(names)]
    place = kept["instruction_type"].map(list(names).index)
    ordered = kept.iloc[place.argsort(kind="stable")]
    return ordered.assign(instruction_type=ordered["instruction_type"].map(names))


def _condition(with_vision: bool | None) -> str:
    known = not pd.isna(with_vision)
    return CONDITIONS[1 - bool(with_vision)] if known else CONDITIONS[2]


def _gain_words(row: Any) -> str:
    interval = "" if pd.isna(row.low) else f" [{row.low:+.2f}, {row.high:+.2f}]"
    return f"{row.mean:+.2f}{interval}".replace("-", "\N{MINUS SIGN}")


def _chart() -> ChartType:
    tenths = alt.Axis(tickCount=5, format=".1f")
    x = alt.X("mean:Q", title="mean score", scale=alt.Scale(domain=[0, 1]), axis=tenths)
    labels = alt.Axis(domain=False, ticks=False, labelLimit=0)
    y = alt.Y("instruction_type:N", title=None, sort=None, axis=labels)
    offset = alt.YOffset("condition:N", sort=CONDITIONS)
    occurring = alt.ExprRef("pluck(data('conditions'), 'condition')")
    legend = alt.Legend(orient="top", title=None, values=occurring)
    scale = alt.Scale(domain=CONDITIONS, range=COLORS)
    color = alt.Color("condition:N", scale=scale, legend=legend)
    tooltip = [
        alt.Tooltip("instruction_type:N", title="instruction"),
        alt.Tooltip("condition:N"),
        alt.Tooltip("mean:Q", title="mean score", format=".3f"),
        alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
        alt.Tooltip("high:Q", title="to", format=".3f"),
        alt.Tooltip("n:Q", title="answers"),
    ]
    rows = alt.NamedData("bars")
    bars = alt.Chart(rows, name="bars", mark=alt.MarkDef(type="bar")).encode(
        x=x, y=y, yOffset=offset, color=color, tooltip=tooltip
    )
    rule = alt.MarkDef(type="rule", color=INK, strokeWidth=1.2)
    sure = alt.Chart(rows, name="interval", mark=rule).encode(
        x=alt.X("low:Q"), x2="high", y=y, yOffset=offset
    )
    written = alt.MarkDef(type="text", align="left", x=WIDTH + 8)
    means = alt.Chart(rows, name="means", mark=written).encode(
        y=y, yOffset=offset, text=alt.Text("label:N")
    )
    # between the two bars that are compared, half a bar below the first
    beside = alt.MarkDef(type="text", align="left", x=WIDTH + 112, dy=BAR / 2)
    gains = alt.Chart(alt.NamedData("gains"), name="gains", mark=beside).encode(
        y=y, yOffset=offset, text=alt.Text("label:N")
    )
    # shows nothing; a data set without a mark would not be there for the legend to read
    unseen = alt.MarkDef(type="point", size=0, strokeOpacity=0)
    names = alt.Chart(alt.NamedData("conditions"), name="conditions", mark=unseen).encode(
        detail=alt.Detail("condition:N")
    )
    above = alt.MarkDef(type="text", align="left", x=WIDTH + 112, y=-8, color=MUTED)
    heading = alt.Chart(alt.NamedData("heading"), name="heading", mark=above).encode(
        text=alt.Text("text:N")
    )
    step = alt.Step(BAR, **{"for": "offset"})
    return alt.layer(bars, sure, means, gains, heading, names, width=WIDTH, height=step)
