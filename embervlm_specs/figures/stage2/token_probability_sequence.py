"""How sure the model is of each token, and where it is guessing."""

from itertools import product

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.tokens import bars_of_bins, line_of_bins, written_tokens
from embervlm_specs.rows import fetch
from embervlm_specs.selection.choice import choose_sequence
from embervlm_specs.stats import positions
from embervlm_specs.tables import TOKEN_PROBABILITIES
from embervlm_specs.theme import EMPTY, INK, STAGE2, STAGE2_SECOND
from embervlm_specs.words import joined, shortened, span

SOURCES = {"ground truth": STAGE2, "generated": STAGE2_SECOND}
WIDTH, HEIGHT = 440, 84


@figure(TOKEN_PROBABILITIES)
def token_probability_sequence(
    shown: Shown, *, sequence: str | int | None = None, threshold: float = 0.5, at_least: int = 2
) -> Facts:
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
    sequence
        The sequence shown token by token; by default the longest, of equals the first.
    threshold
        The probability below which a position is uncertain.
    at_least
        The number of consecutive positions that make a stretch.

    """
    named = shown.rows.with_columns(nw.col("sequence").cast(nw.String))
    rows, width = positions.binned(named, most=120)
    length, (chosen, count) = positions.sequence_length(rows), choose_sequence(rows, sequence)
    one = rows.filter(nw.col("sequence") == chosen)
    drawn = {"line": rows, "bar": one} if count > 1 else {"bar": one}
    panels, said = list[pd.DataFrame](), list[str]()
    for part, source in product(drawn, SOURCES):
        here = drawn[part].filter(nw.col("source") == source.replace(" ", "_"))
        medians = positions.grouped_quartiles(here, ["position"], "probability")
        if medians.empty:
            continue
        n, perplexity = len(medians), f"perplexity {positions.perplexity_of(medians['median']):.5g}"
        tokens = f"sequence {shortened(chosen, most=24)} · {n:,} token{'s' * (n > 1)}"
        every = f"median and quartiles of {span(medians['n'])} sequences"
        title = joined(source, every) if part == "line" else joined(source, tokens, perplexity)
        grey = positions.uncertain_stretches(medians, threshold=threshold, at_least=at_least)
        covered = (grey["last"] - grey["first"] + 1).sum()
        stretches = f"uncertain stretches {len(grey):,}, over {covered:,} positions"
        said.append(f"{title}: {stretches if len(grey) else 'no uncertain stretch'}")
        bins = positions.grouped_quartiles(here, ["first"], "probability").set_index("first")
        # a bar of several tokens has no one token to be written in it
        written = fetch(here if part == "bar" and width == 1 else here.head(0))
        parts = {
            "stretch": grey.assign(first=grey["first"] - 0.5, last=grey["last"] + 0.5),
            "threshold": pd.DataFrame({"threshold": [threshold]}),
            "line": pd.DataFrame(columns=["middle", "low", "high"]),
            part: line_of_bins(bins, width) if part == "line" else bars_of_bins(bins, width),
            "token": written_tokens(written, room=WIDTH / length, threshold=threshold),
        }
        panel = pd.concat(parts, names=["part"]).reset_index("part")
        panels.append(panel.assign(panel=title, source=source, order=len(panels)))
    what = "(median) probability" if count > 1 else "probability"
    limit = f"below {threshold:g} at {at_least} or more positions in a row"
    which = "the longest" if sequence is None else "a chosen one"
    choice = f"{count:,} sequences, below {which} of them" if count > 1 else ""
    bins_are = f"bins of {width} positions" if width > 1 else ""
    return Facts(
        panels=pd.concat(panels),
        about=f"Token probability by position. {'; '.join(said)}",
        say=[f"grey: uncertain, {what} {limit}", (choice, bins_are, shown.words)],
    )


@token_probability_sequence.design
def design() -> m.Design:
    title = "position in the sequence (tokens)"
    x = m.axis(title, scale=m.DATA_SPAN, format=",d", tickMinStep=1, grid=False)
    y = m.share("probability", values=[0, 0.5, 1])
    color = m.palette("source", SOURCES) | {"legend": None}
    dot = {"size": 5, "filled": True}
    line: m.Style = {"strokeWidth": 1.6, "strokeJoin": "round", "point": dot}
    turned: m.Style = {
        "angle": m.expr("datum.across ? 0 : 270"),
        "align": m.expr("datum.across ? 'center' : 'left'"),
        "baseline": m.expr("datum.across ? 'bottom' : 'middle'"),
    }
    each = m.panel("panels", x, y, (WIDTH, HEIGHT)).draw(
        stretch=m.rect(("first", "last"), part="stretch", fill=EMPTY, fillOpacity=0.7),
        bar=m.rect(("start", "end"), ("median", 0), part="bar", color=color, fillOpacity=0.55),
        band=m.area("middle", ("low", "high"), part="line", color=color, fillOpacity=0.25),
        line=m.line("middle", "median", part="line", color=color, **line),
        threshold=m.rule(y="threshold", part="threshold", stroke=INK, strokeDash=[3, 3]),
        token=m.small_text("at", part="token", text="token", at=(None, HEIGHT - 3), **turned),
    )
    return m.facet(each, "panel", spacing=14)
