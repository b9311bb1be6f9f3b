"""How good the reasoning chains are, and whether longer ones hang together better."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.histogram import histogram_sets
from embervlm_specs.stats.histogram import histogram_2d, unit_bins, whole_bins
from embervlm_specs.stats.reasoning import trend
from embervlm_specs.tables import REASONING
from embervlm_specs.theme import INK, STAGE4, STAGE4_RANGE, STAGE4_SECOND
from embervlm_specs.words import correlation, equation, joined


@figure(REASONING)
def reasoning_quality_dashboard(shown: Shown) -> Facts:
    """Quality of reasoning chains.

    Histograms of coherence and consistency (20 equal-width, right-closed bins over [0, 1], the same
    count axis) and of the number of steps in a chain, each with its mean (dashed) and the 95 % t
    interval of the mean. At the lower right the number of chains by coherence and steps, with the
    least-squares line of coherence over steps; r is Pearson's, with Fisher's 95 % interval. Without
    at least three chains, and where one of the two is constant, there is no line, and the note says
    so.
    """
    rows, scores, steps = shown.rows, unit_bins(20), whole_bins(shown.rows, "step_count")
    bins = {"coherence": scores, "consistency": scores, "step_count": steps}
    sets = histogram_sets(rows, bins)
    means = [f"{name.replace('_', ' ')} {sets[f'{name}_mean']['text'][0]}" for name in bins]
    line = trend(rows, "step_count", "coherence")
    return Facts(
        **sets,
        chains=histogram_2d(rows, "step_count", steps, "coherence", scores),
        trend=line.line(),
        equation=pd.DataFrame({"text": [equation(line, "steps", "coherence") or "no trend"]}),
        about=f"Reasoning chains: {joined(*means)}",
        say=[
            (f"n = {line.n:,}", shown.words, "dashed: mean, with its 95 % interval"),
            f"coherence over steps: {correlation(line)}",
        ],
    )


@reasoning_quality_dashboard.design
def design() -> m.Design:
    box = (170, 120)
    coherence = m.histogram("coherence", "coherence", "chains", STAGE4, box)
    consistency = m.histogram("consistency", "consistency", "chains", STAGE4_SECOND, box)
    steps = m.histogram("step_count", "reasoning steps", "chains", STAGE4_RANGE[2], box, whole=True)
    x, y = m.whole("reasoning steps"), m.share("coherence", minExtent=m.WIDE_LABELS)
    legend = m.legend_of("chains", gradientLength=90, labelExpr=m.WHOLE)
    shade = m.ramp("n", STAGE4_RANGE[1:], legend, domainMin=0)
    edges = ("x_lower", "x_upper"), ("y_lower", "y_upper")
    relation = m.panel("chains", x, y, box).draw(
        chains=m.rect(*edges, binned=True, color=shade, tip="n=chains"),
        trend=m.line("x", "y", data="trend", stroke=INK, strokeWidth=1.8),
        equation=m.caption("equation"),
    )
    scores = m.row(coherence, consistency, scale={"y": "shared"})
    return m.column(scores, m.row(steps, relation), spacing=26, **m.APART)
