"""How good the reasoning behind a choice is, and whether good reasoning chooses well."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.classes import class_rows
from embervlm_specs.layout.histogram import histogram_sets
from embervlm_specs.selection.rare import few_classes
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.histogram import unit_bins, whole_bins
from embervlm_specs.stats.intervals import within
from embervlm_specs.stats.reasoning import share_by_bin, trend
from embervlm_specs.tables import REASONING
from embervlm_specs.theme import INK, MUTED, STAGE3
from embervlm_specs.vocabulary import class_order
from embervlm_specs.words import correlation, covering, some, sure

LEFT, RIGHT = 195, 120


@figure(REASONING, version="2.0.0")
def reasoning_quality(shown: Shown, *, n_bins: int = 10) -> Facts:
    """Reasoning quality and right choices.

    At the left the accuracy of chains in equal-width, right-closed bins of coherence and the number
    of chains in each bin; dots stand at a bin's mean coherence, empty bins have none, and the
    dashed line is the accuracy of all chains. r is the point-biserial correlation of coherence and
    a right choice; where one of them is constant there is none, and the note says so. At the right
    the number of steps in a chain, with its mean (dashed), and the mean keyword accuracy for each
    robot (its interval cut to [0, 1]; none for one chain or equal values). All intervals are 95 %
    ones over seeds, groups and samples, of which every chain counts; see `stats.clusters`. Beyond
    seven classes that are not robots, the rarest are taken together and named so.

    Parameters
    ----------
    n_bins
        Number of bins of coherence.

    """
    rows = shown.rows
    bins = share_by_bin(rows, "coherence", "correct", unit_bins(n_bins))
    steps = histogram_sets(rows, {"step_count": whole_bins(rows, "step_count", lowest=0)})
    mean = steps["step_count_mean"]["text"][0].replace("mean", "mean number of steps")
    named, merged = few_classes(rows, "robot")
    means = within(estimates(named, ["robot"], "keyword_accuracy"), 0, 1)
    classes = class_rows(class_order(means["robot"])).rename(columns={"name": "robot"})
    related = trend(rows, "coherence", "correct")
    whole = estimates(rows, [], "correct", kind="share")
    right, n, share, low, high = whole[["total", "n", "mean", "low", "high"]].iloc[0]
    return Facts(
        **steps,
        accuracy=bins,
        overall=pd.DataFrame({"x": [0, 1], "y": share}),
        keywords=classes.merge(means.assign(count=[f"n = {n:,}" for n in means["n"]])),
        about=f"Accuracy of chains by coherence; {mean}",
        say=[
            f"coherence and right choice: {correlation(related, 'point-biserial r')}",
            f"{right:,.0f} of {n:,.0f} chains right (dashed): {sure(share, low, high)}",
            covering(pd.concat([whole, bins, means])),
            (shown.words, some(merged, "rare classes taken together")),
        ],
    )


@reasoning_quality.design
def design() -> m.Design:
    tip = "n=chains value=mean_coherence share=accuracy low high"
    share = m.share("accuracy", minExtent=m.WIDE_LABELS)
    accuracy = m.panel("accuracy", m.share(), share, (LEFT, 158)).draw(
        overall=m.reference("x", "y", data="overall"),
        interval=m.interval("value", ("low", "high")),
        dots=m.circle("value", "share", size=60, fill=STAGE3, stroke=INK, strokeWidth=0.8, tip=tip),
    )
    count = m.count("chains", tickCount=2, minExtent=m.WIDE_LABELS)
    bars = m.bar(("lower", "upper"), "n", fill=MUTED)
    counts = m.panel("accuracy", m.share("coherence"), count, (LEFT, 44)).draw(counts=bars)
    steps = m.histogram("step_count", "reasoning steps", "chains", STAGE3, (RIGHT, 84), whole=True)
    x, y = m.share("keyword accuracy", values=[0, 0.5, 1]), m.names(labelLimit=76)
    color, tip = m.classes(legend=False), "robot mean low high n=chains"
    beside: m.Style = {"at": (RIGHT + 5, None), "align": "left", "fill": MUTED}
    keywords = m.panel("keywords", x, y, (RIGHT, {"step": 19})).draw(
        keywords=m.bar("mean", "robot", color=color, tip=tip),
        keyword_interval=m.interval(("low", "high"), "robot"),
        keyword_counts=m.small_text(None, "robot", text="count", **beside),
    )
    return m.row(m.column(accuracy, counts), m.column(steps, keywords, spacing=22), spacing=22)
