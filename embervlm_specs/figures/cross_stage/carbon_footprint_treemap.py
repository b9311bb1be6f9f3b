"""Where the emissions of a training come from, and what they bought."""

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.treemap_labels import labelled_treemap, lines_beside
from embervlm_specs.selection.choice import choose_metric
from embervlm_specs.stats.emissions import NO_GAIN, NOISE, OTHER, UNKNOWN, emission_costs
from embervlm_specs.tables import EMISSIONS
from embervlm_specs.theme import EMPTY, GAP, WORSE
from embervlm_specs.words import flowing, listed, mass, shortened, some

BOX = (340.0, 290.0)
KINDS = {NO_GAIN: WORSE, NOISE: GAP, OTHER: "#98a2ad", UNKNOWN: EMPTY}


@figure(EMISSIONS.needs("co2_kg"), version="2.0.0")
def carbon_footprint_treemap(shown: Shown) -> Facts:
    """Carbon footprint by stage and component.

    The area of a rectangle is the CO2-equivalent emitted by a component, in one proportion for all,
    inside the rectangle of its stage (squarified layout of Bruls, Huizing and van Wijk, 2000). What
    a component emitted and won several times adds up. Its colour is the emission for each
    percentage point of accuracy won, on a logarithmic scale, by the one metric that most gains are
    of. A component that won nothing, no more than 1.96 sqrt(1 / 2n) (the largest standard error of
    a difference of two shares of n samples), or by another metric, or whose gain was not recorded,
    has a colour of its own. What was estimated in any part is hatched. Names are written where they
    fit; the others are listed beside, as are components without emissions and those whose
    emissions were not recorded.
    """
    chosen = choose_metric(shown.where(~nw.col("accuracy_gain").is_null()))
    table = emission_costs(shown.collect(), chosen.name)
    cells = table[table["co2_kg"] > 0]
    if cells.empty:
        raise shown.lacks("has no emissions above 0")
    boxes, stages, small = labelled_treemap(cells, ["stage", "component", "co2_kg"], BOX, mass)
    called = table["stage"].astype(str) + ": " + table["component"]
    unknown, none = table["missing"] > 0, ~(table["co2_kg"] > 0)
    aside = {
        "too small to name": small,
        "no emissions": [*called[none & ~unknown]],
        "emissions not recorded": [*called[none & unknown]],
    }
    ends = cells["cost"].agg(["min", "max"]).dropna().unique()
    total, largest = cells["co2_kg"].sum(), cells.nlargest(1, "co2_kg").iloc[0]
    most_by = f"{shortened(largest['component'], most=24)} (stage {largest['stage']})"
    guessed = cells["estimated_kg"].sum() / total
    emitted = listed(stages.assign(co2=stages["co2_kg"].map(mass)), "stage {stage} {co2}")
    return Facts(
        rectangles=boxes,
        stages=stages,
        ticks=pd.DataFrame({"value": ends, "text": [mass(cost) for cost in ends]}),
        beside=lines_beside(aside),
        about=f"Emissions by stage: {emitted}",
        say=flowing(
            f"{mass(total)} CO₂-equivalent in all",
            f"most by {most_by}: {largest['co2_kg'] / total:.0%}",
            f"estimated: {guessed:.0%}" if guessed else "none said to be estimated",
            some((cells["missing"] > 0).sum(), "without some of their emissions"),
            *_gain_words(cells, chosen.name),
            shown.words,
        ),
    )


def _gain_words(cells: pd.DataFrame, metric: str | None) -> list[str]:
    """By what the gains are compared, and which of them are not."""
    kind, won = cells["kind"], cells["accuracy_gain"]
    name = shortened(metric, most=30) if metric else "a metric that is not named"
    return [
        f"gains by {name}" if won.notna().any() else "",
        some((kind == OTHER).sum(), "of another metric"),
        some((kind == NOISE).sum(), "within noise (1.96 √(1/2n))"),
        some(((won > 0) & (cells["unsized"] > 0)).sum(), "without n, so not tested for noise"),
    ]


@carbon_footprint_treemap.design
def design() -> m.Design:
    color = ("cost", "CO₂ per percentage\npoint of accuracy")
    special, hatch = ("kind", KINDS), ("estimated", "hatched: estimated")
    return m.treemap("stages", box=BOX, color=color, special=special, hatch=hatch)
