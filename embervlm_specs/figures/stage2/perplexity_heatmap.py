"""Where in the sequence the model is surprised, and how that passes while training."""

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.stats.positions import binned, perplexity_at_ends, pooled_perplexity
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
    cells = pooled_perplexity(rows, ["step", "first"])
    cells = cells.assign(start=cells["first"] - 0.5, end=cells["first"] + width - 0.5)
    places = cells["step"].nunique() * (cells["end"].max() - cells["start"].min()) / width
    ends, shared, positions = perplexity_at_ends(shown.rows)
    which = f"the {shared:,} positions of both" if shared < positions else "all positions"
    told = f"perplexity over {which} " + listed(ends, "{perplexity:,.4g} at step {step:,}")
    n, equal = cells["n"], "n not recorded throughout: positions weigh the same"
    tokens = f"n = {span(n)} tokens a cell" if n.notna().all() else equal
    bins = f"bins of {width} positions" if width > 1 else ""
    holes = "white: not measured" if len(cells) < places else ""
    say = [told if shared else "", (tokens, bins, holes)]
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
