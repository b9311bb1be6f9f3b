"""Where in the model a budget of trainable parameters is spent best."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.stats.ranks import rank_over_trials
from embervlm_specs.tables import LAYER_IMPORTANCE
from embervlm_specs.theme import INK, STAGE3
from embervlm_specs.words import flowing, joined, listed, span

PANELS = {"attention": "attention", "ffn": "feed-forward network (FFN)", "adapter": "adapter"}
MOST_CIRCLES = 800
KEY = "dot: median · bar: quartiles · line: range"


@figure(LAYER_IMPORTANCE)
def layer_budget_ranks(shown: Shown) -> Facts:
    """Ranks of the layers by importance.

    One panel a module. In each trial the layers of a module are ranked by importance, 1 for the
    most important; layers that tie share the mean of their ranks. A dot is the median rank over
    trials, the bar around it runs between the quartiles and the line from the lowest to the highest
    rank. The area of a circle is the share of trials in which the layer had that rank; beyond 800
    circles there are none. Ranks compare the layers of one module, not modules with each other.
    """
    table = shown.collect().assign(panel=lambda rows: rows["module"].map(PANELS))
    of = rank_over_trials(table, "importance", group="panel", thing="layer")
    several = int(of.spread["trials"].max()) > 1
    circles = of.shares if several and len(of.shares) <= MOST_CIRCLES else of.shares.head(0)
    ranks = pd.concat([of.spread.assign(part="spread"), circles.assign(part="rank")])
    first = of.spread.groupby("panel")["median"].transform("min") == of.spread["median"]
    best = listed(of.spread[first], "layer {layer} of {panel}")
    absent = ", ".join(PANELS[name] for name in PANELS if name not in set(table["module"]))
    lacking = f"some layers are missing in {of.partial} of {of.rankings} rankings"
    return Facts(
        ranks=ranks.assign(place=ranks["panel"].map([*PANELS.values()].index)),
        about=f"Ranks of layers by importance; the best median rank has {best}",
        say=flowing(
            f"n = {span(of.spread['trials'])} trial{'s' * several}",
            joined(KEY if several else "", "circle area: share of trials" if len(circles) else ""),
            joined(f"not recorded: {absent}" if absent else "", lacking if of.partial else ""),
            shown.words,
        ),
    )


@layer_budget_ranks.design
def design() -> m.Design:
    layer, rank = m.ordinal("layer", grid=True), m.ranks("rank (1 = top)", tickCount=7)
    scale = {"domain": [0, 1], "range": [0, 170]}
    area = {"field": "share", "type": "quantitative", "scale": scale, "legend": None}
    tip = "layer median=median_rank lower=quartiles_from upper=to trials"
    each = m.panel("ranks", layer, rank, (430, 110)).draw(
        ranks=m.circle("layer", "rank", part="rank", size=area, fill=STAGE3, fillOpacity=0.7),
        range=m.rule("layer", ("best", "worst"), part="spread", stroke=INK, strokeWidth=0.8),
        quartiles=m.rule("layer", ("lower", "upper"), part="spread", stroke=INK, strokeWidth=2.6),
        medians=m.circle("layer", "median", part="spread", fill=INK, size=40, tip=tip),
    )
    return m.facet(each, "panel", order="place")
