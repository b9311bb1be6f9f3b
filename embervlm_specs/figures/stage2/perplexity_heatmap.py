"""Where in the sequence the model is surprised, and how that passes while training."""

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.stats.positions import binned, pooled_perplexity
from embervlm_specs.tables import PERPLEXITY
from embervlm_specs.theme import GRID, STAGE2_RANGE
from embervlm_specs.words import listed, span


@figure(PERPLEXITY, steps=24)
def perplexity_heatmap(shown: Shown) -> Facts:
    """Perplexity by position over training.

    One column a recorded step, the first position on top; colour is perplexity on a logarithmic
    scale. A cell that was not measured stays white. At most 24 steps are drawn, evenly spaced.
    Sequences longer than 64 positions are drawn in bins of positions: the perplexity of all tokens
    of a bin, the exp of their mean negative log-likelihood, weighted by `n` where it was recorded.
    """
    rows, width = binned(shown.rows, most=64)
    cells, whole = pooled_perplexity(rows, ["step", "first"]), pooled_perplexity(rows, ["step"])
    cells = cells.assign(start=cells["first"] - 0.5, end=cells["first"] + width - 0.5)
    places = len(whole) * (cells["end"].max() - cells["start"].min()) / width
    ends, n = whole.iloc[[0, -1]].drop_duplicates(), cells["n"]
    overall = "perplexity over all positions " + listed(ends, "{perplexity:,.4g} at step {step:,}")
    tokens = f"n = {span(n)} tokens a cell" if n.notna().all() else "tokens were not counted"
    bins = f"bins of {width} positions" if width > 1 else ""
    holes = "white: not measured" if len(cells) < places else ""
    say = [overall, (tokens, bins, holes)]
    return Facts(cells=cells, about="Perplexity by step and position", say=say)


@perplexity_heatmap.design
def design() -> m.Design:
    down = {"reverse": True} | m.DATA_SPAN
    x = m.ordinal("recorded step (not to scale)", labelExpr=m.WHOLE, labelSeparation=8)
    y = m.axis("position in the sequence", scale=down, tickMinStep=1, format=",d", grid=False)
    legend = m.legend_of("perplexity (log scale)", gradientLength=220, format="~r")
    # the palest purple would look like a cell that was not measured
    color = m.ramp("perplexity", STAGE2_RANGE[1:], legend, type="log")
    cells = m.rect("step", ("start", "end"), color=color, tip="step first perplexity n=tokens")
    return m.panel("cells", x, y, (380, 270), view={"stroke": GRID}).draw(cells=cells)
