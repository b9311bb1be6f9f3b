"""How good the reasoning chains are, and whether longer ones hang together better."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.histogram import histogram_sets
from embervlm_specs.stats.histogram import histogram_2d, unit_bins, whole_bins
from embervlm_specs.stats.reasoning import trend
from embervlm_specs.tables import REASONING
from embervlm_specs.theme import INK, STAGE4, STAGE4_RANGE, STAGE4_SECOND
from embervlm_specs.words import correlation, covering, equation, joined, slope


@figure(REASONING, version="2.0.0")
def reasoning_quality_dashboard(shown: Shown) -> Facts:
    """Quality of reasoning chains.

    Histograms of coherence and consistency (20 equal-width, right-closed bins over [0, 1], the same
    count axis) and of the number of steps in a chain, each with its mean (dashed) and the 95 %
    interval of the mean over seeds, groups and samples, cut to the possible values. At the lower
    right the number of chains by coherence and steps, with the least-squares line of coherence over
    steps; the note gives the interval of its slope, and Pearson's r. There is no line for fewer
    than five chains or fewer than three different numbers of steps, and neither line nor r where
    one of the two is constant; the note says so. See `stats.clusters` and `stats.reasoning`.
    """
    rows, scores = shown.rows, unit_bins(20)
    steps = whole_bins(rows, "step_count", lowest=0)
    bins = {"coherence": scores, "consistency": scores, "step_count": steps}
    sets = histogram_sets(rows, bins)
    means = pd.concat([sets[f"{name}_mean"] for name in bins], keys=bins)
    said = [f"{name.replace('_', ' ')} {means['text'][name][0]}" for name in bins]
    line = trend(rows, "step_count", "coherence")
    return Facts(
        **sets,
        chains=histogram_2d(rows, "step_count", steps, "coherence", scores),
        trend=line.line(),
        equation=pd.DataFrame({"text": [equation(line, "steps", "coherence") or "no trend"]}),
        about=f"Reasoning chains: {joined(*said)}",
        say=[
            ("dashed: means", covering(means)),
            f"coherence over steps: {joined(slope(line, 'steps'), correlation(line))}",
            (f"n = {line.n:,}", shown.words),
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
