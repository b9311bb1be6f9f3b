"""How sure the model is of each token, and where it is guessing."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import altair as alt
import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, noted
from embervlm_specs.marks.interval import over
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.labels import text_width
from embervlm_specs.stats.probabilities import (
    bin_width,
    probability_profile,
    sequence_names,
    sequence_perplexity,
    spaced_out,
    uncertain_stretches,
)
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.tables import TOKEN_PROBABILITIES
from embervlm_specs.theme import EMPTY, INK, LABEL_SIZE, STAGE2, STAGE2_SECOND
from embervlm_specs.wording import joined, shortened, span

__all__ = ["token_probability_sequence"]

SOURCES = {"ground_truth": "ground truth", "generated": "generated"}
PARTS = {
    "stretch": ["first", "last"],
    "threshold": ["threshold"],
    "line": ["middle", "low", "median", "high"],
    "bar": ["start", "end"],
    "token": ["at", "token", "across"],
}
"""The columns that only rows of one part of a panel hold; bars too stand at the `median`."""

MOST_BINS = 120
WIDTH, HEIGHT = 440, 84
LETTERS = 14
"""Of a token, those that fit into the height of a panel."""

TOKEN_SIZE = LABEL_SIZE - 1


@figure(TOKEN_PROBABILITIES)
def token_probability_sequence(
    probabilities: Rows,
    /,
    *,
    sequence: str | int | None = None,
    threshold: float = 0.5,
    at_least: int = 2,
) -> Drawing:
    """Token probability along the sequence.

    Of several sequences, the upper panels show the median at each position with the band between
    the quartiles, for the tokens of the ground truth and for those the model generated. Below
    stands one sequence: a bar is the probability of the token written in it. Grey marks uncertain
    stretches, runs of positions whose probability (above, its median) is below the dashed
    threshold. Sequences longer than 120 tokens are drawn in bins of positions, by the median of
    the tokens in each, which are then not written. Where not all tokens fit, those below the
    threshold are written, the least probable first.

    Parameters
    ----------
    probabilities
        `token_probabilities`; of a repeated key the last row counts.
    sequence
        The sequence shown token by token; by default the longest, of equals the first.
    threshold
        The probability below which a position is uncertain.
    at_least
        The number of consecutive positions that make a stretch.

    """
    rows, repeated = keep_last(probabilities, TOKEN_PROBABILITIES.key)
    rows = rows.with_columns(nw.col("sequence").cast(nw.String))
    names = sequence_names(rows)
    chosen = names[0] if sequence is None else str(sequence)
    if chosen not in names:
        raise MissingDataError("token_probabilities", [f"has no sequence '{chosen}'"])
    one = rows.filter(nw.col("sequence") == chosen)

    profile, tokens = probability_profile(rows), fetch(one)
    length = int(profile["position"].max()) + 1
    width = bin_width(length, most=MOST_BINS)
    uncertain = partial(uncertain_stretches, threshold=threshold, at_least=at_least)

    panels: list[pd.DataFrame] = []
    if len(names) > 1:
        bins = dict(_by_source(probability_profile(rows, width=width)))
        for source, every in _by_source(profile):
            title = f"{source} · median and quartiles of {span(every['n'])} sequences"
            stretches = uncertain(every["position"], every["median"])
            panels.append(_panel(title, source, threshold, stretches, _line(bins[source], width)))
    bins = dict(_by_source(probability_profile(one, width=width)))
    for source, each in _by_source(tokens):
        sure = f"perplexity {sequence_perplexity(each['probability']):.5g}"
        name = f"sequence {shortened(chosen, most=24)}"
        title = joined(source, name, f"{len(each):,} token{'s' * (len(each) > 1)}", sure)
        stretches = uncertain(each["position"], each["probability"])
        # a bar of several tokens has no one token to be written in it
        words = _written(each if width == 1 else each.head(0), threshold, length)
        bars = _bars(bins[source], width)
        panels.append(_panel(title, source, threshold, stretches, bars, words))

    what = "(median) probability" if len(names) > 1 else "probability"
    rule = f"grey: uncertain, {what} below {threshold:g} at {at_least} or more positions in a row"
    which = "the longest" if sequence is None else "a chosen one"
    choice = joined(
        f"{len(names):,} sequences, below {which} of them" if len(names) > 1 else "",
        f"bins of {width} positions" if width > 1 else "",
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    ordered = [panel.assign(order=order) for order, panel in enumerate(panels)]
    data = {"panels": pd.concat(ordered), "note": note_rows(rule, choice)}
    said = "; ".join(_said(panel) for panel in panels)
    text = f"Token probability by position. {said}. {joined(rule, choice)}"
    return Drawing(noted(_chart(), lines=2), data, description=text)


def _by_source(table: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each source by position, the ground truth first."""
    for source, name in SOURCES.items():
        part = table[table["source"] == source]
        if len(part):
            yield name, part.sort_values("position")


def _panel(
    title: str, source: str, threshold: float, stretches: pd.DataFrame, *parts: pd.DataFrame
) -> pd.DataFrame:
    grey = pd.DataFrame({"first": stretches["first"] - 0.5, "last": stretches["last"] + 0.5})
    limit = pd.DataFrame({"threshold": [threshold]})
    columns = [column for part in PARTS.values() for column in part]
    rows = pd.concat([grey, limit, *parts]).reindex(columns=columns)
    return rows.assign(panel=title, source=source)


def _line(bins: pd.DataFrame, width: int) -> pd.DataFrame:
    """The summary; a bin that holds nothing breaks it."""
    every = range(bins["position"].min(), bins["position"].max() + 1, width)
    line = bins.set_index("position")[["low", "median", "high"]].reindex(every)
    return line.assign(middle=line.index + (width - 1) / 2)


def _bars(bins: pd.DataFrame, width: int) -> pd.DataFrame:
    start = bins["position"] - 0.45
    end = bins["position"] + width - 0.55
    return pd.DataFrame({"start": start, "end": end, "median": bins["median"]})


def _written(tokens: pd.DataFrame, threshold: float, length: int) -> pd.DataFrame:
    """The tokens that are written out, none on top of another: across their bars, or along them."""
    room = WIDTH / length
    known = tokens[tokens["token"].notna()]
    if room < LABEL_SIZE:
        guessed = known[known["probability"] < threshold].sort_values("probability", kind="stable")
        known = guessed[spaced_out(guessed["position"], math.ceil(LABEL_SIZE / room))]
    text = known["token"].map(_visible)
    across = all(text_width(token, TOKEN_SIZE) < room for token in text)
    return pd.DataFrame({"at": known["position"], "token": text, "across": across})


def _visible(token: str) -> str:
    plain = token.replace("\n", "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}").strip()
    return shortened(plain, most=LETTERS) or "\N{OPEN BOX}"


def _said(panel: pd.DataFrame) -> str:
    grey = panel.dropna(subset=["first"])
    covered = int((grey["last"] - grey["first"]).sum())
    return f"{panel['panel'].iloc[0]}: {len(grey)} uncertain stretches over {covered} positions"


def _chart() -> alt.FacetChart:
    positions = alt.Axis(format=",d", tickMinStep=1, grid=False)
    x = alt.X(
        "middle:Q",
        title="position in the sequence (tokens)",
        scale=alt.Scale(zero=False, nice=False),
        axis=positions,
    )
    halves = alt.Axis(values=[0, 0.5, 1], format=".1f")
    y = alt.Y("median:Q", title="probability", scale=alt.Scale(domain=[0, 1]), axis=halves)
    colors = alt.Scale(domain=list(SOURCES.values()), range=[STAGE2, STAGE2_SECOND])
    color = alt.Color("source:N", scale=colors, legend=None)
    token = alt.MarkDef(
        type="text",
        y=HEIGHT - 3,
        fontSize=TOKEN_SIZE,
        angle=alt.ExprRef("datum.across ? 0 : 270"),
        align=alt.ExprRef("datum.across ? 'center' : 'left'"),
        baseline=alt.ExprRef("datum.across ? 'bottom' : 'middle'"),
    )
    line = alt.MarkDef(
        type="line",
        strokeWidth=1.6,
        strokeJoin="round",
        point=alt.OverlayMarkDef(size=5, filled=True),
    )

    layers = [
        _part("stretch", alt.MarkDef(type="rect", fill=EMPTY, fillOpacity=0.7)).encode(
            x=over(x, "first"), x2="last"
        ),
        _part("bar", alt.MarkDef(type="rect", fillOpacity=0.55)).encode(
            x=over(x, "start"), x2="end", y=y, y2=alt.Y2Datum(0), color=color
        ),
        _part("line", alt.MarkDef(type="area", fillOpacity=0.25), name="band").encode(
            x=x, y=over(y, "low"), y2="high", color=color
        ),
        _part("line", line).encode(x=x, y=y, color=color),
        _part("threshold", alt.MarkDef(type="rule", color=INK, strokeDash=[3, 3])).encode(
            y=over(y, "threshold")
        ),
        _part("token", token).encode(x=over(x, "at"), text=alt.Text("token:N")),
    ]
    header = alt.Header(title=None, labelAnchor="start")
    return alt.FacetChart(
        data=alt.NamedData("panels"),
        spec=alt.layer(*layers, width=WIDTH, height=HEIGHT),
        facet=alt.Facet("panel:N", sort=alt.EncodingSortField("order", op="min"), header=header),
        columns=1,
        spacing=14,
    )


def _part(part: str, mark: alt.MarkDef, *, name: str = "") -> alt.Chart:
    """One kind of mark, drawn from the rows that hold its columns."""
    column = PARTS[part][0]
    chart = alt.Chart(name=name or part, mark=mark)
    return chart.transform_filter(f"isValid(datum.{column})")
