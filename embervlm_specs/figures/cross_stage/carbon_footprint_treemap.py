"""Where the emissions of a training come from, and what they bought."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.treemap_labels import labelled_treemap, lines_beside
from embervlm_specs.stats.emissions import NO_GAIN, UNKNOWN, emission_costs
from embervlm_specs.tables import EMISSIONS
from embervlm_specs.theme import EMPTY, WORSE
from embervlm_specs.words import flowing, listed, mass, shortened

BOX = (340.0, 290.0)


@figure(EMISSIONS.needs("co2_kg"))
def carbon_footprint_treemap(shown: Shown) -> Facts:
    """Carbon footprint by stage and component.

    The area of a rectangle is the CO2-equivalent emitted by a component, in one proportion for all,
    inside the rectangle of its stage (squarified layout of Bruls, Huizing and van Wijk, 2000). Its
    colour is the emission for each percentage point of accuracy won, on a logarithmic scale; a
    component that won nothing, or whose gain was not recorded, has a colour of its own. Estimates
    are hatched. Names are written where they fit; the others are listed beside, as are components
    without emissions and those whose emissions were not recorded.
    """
    table = shown.collect().sort_values(["stage", "component"], ignore_index=True)
    cells = emission_costs(table)
    if cells.empty:
        raise shown.lacks("has no emissions above 0")
    boxes, stages, small = labelled_treemap(cells, ["stage", "component", "co2_kg"], BOX, mass)
    called = table["stage"].astype(str) + ": " + table["component"]
    aside = {"too small to name": small, "no emissions": called[table["co2_kg"] == 0]}
    aside["emissions not recorded"] = called[table["co2_kg"].isna()]
    ends = cells["cost"].agg(["min", "max"]).dropna().unique()
    total, largest = cells["co2_kg"].sum(), cells.nlargest(1, "co2_kg").iloc[0]
    most_by = f"{shortened(largest['component'], most=24)} (stage {largest['stage']})"
    guessed = cells.loc[cells["estimated"], "co2_kg"].sum() / total
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
            shown.words,
        ),
    )


@carbon_footprint_treemap.design
def design() -> m.Design:
    color = ("cost", "CO₂ per percentage\npoint of accuracy")
    special, hatch = {NO_GAIN: WORSE, UNKNOWN: EMPTY}, ("estimated", "hatched: estimated")
    return m.treemap("stages", box=BOX, color=color, special=("kind", special), hatch=hatch)
