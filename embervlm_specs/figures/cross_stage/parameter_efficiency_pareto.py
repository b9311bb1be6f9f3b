"""How good a model is for its size."""

import math

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.bubbles import bubble_rows
from embervlm_specs.layout.labels import Plane, padded
from embervlm_specs.selection.choice import choose_metric
from embervlm_specs.stats.pareto import ranked
from embervlm_specs.tables import MODELS
from embervlm_specs.theme import BETTER, MUTED, WORSE
from embervlm_specs.words import (
    bubble_words,
    first_names,
    flowing,
    listed,
    metric_words,
    shortened,
    some,
)

SIZE = (430, 320)
EDGE = {True: "edge-deployable", False: "not edge-deployable", None: "not recorded"}
MILLION, HUNDRED_BILLION = 1.0, 1e5
# 1M, 1B; Vega writes G for the latter, and leaves all but whole powers of ten without a label
COUNT = "datum.label && replace(format(datum.value * 1e6, '~s'), 'G', 'B')"


@figure(MODELS, steps=None, version="2.0.0")
def parameter_efficiency_pareto(models: Shown, *, metric: str | None = None) -> Facts:
    """Accuracy for the number of parameters.

    Each bubble is a model; its area grows with the memory it needs, and where that was not recorded
    it is hollow. The line is the Pareto frontier: no model on it is beaten by one that is as small
    and better, or as good and smaller. Vertical lines are 95 % Wilson intervals of the accuracy,
    where the number of samples is known; a model off the frontier whose interval reaches it at the
    model's size is faint. One metric is compared; a highlighted model that was
    measured by another is shown with that metric named, and takes no part in the frontier. The axis
    of parameters is logarithmic, from 1 million to 100 billion, or further where a model is. Names
    are written where they overlap nothing; all are in the tooltips, with the source of the numbers.

    Parameters
    ----------
    metric
        The metric compared; by default the one that most models have.

    """
    chosen = choose_metric(models, metric)
    shown = models.where(chosen.condition).once()
    others = models.where(~chosen.condition).collect()
    ours = others[others["highlight"].isin([True])].drop_duplicates("model", keep="last")
    every = pd.concat([shown.collect().assign(compared=True), ours.assign(compared=False)])
    table = _points(every[every["parameters"] > 0].reset_index(drop=True))
    share = padded(table[["accuracy", "low", "high"]], share=0.1, least=0.02)
    plane = Plane(_axis(table["parameters"]), share, *SIZE, log_x=True)
    data = bubble_rows(table, x="parameters", y="accuracy", amount="memory_mb", plane=plane)
    best = table[table["optimal"]].sort_values(["parameters", "label"])
    said = listed(best, "{label} ({parameters:,.4g} million, {accuracy:.3f})")
    count = int(table["compared"].sum())
    unlike = f"with other metrics left out ({first_names(chosen.others)})"
    return Facts(
        **data,
        about=f"Accuracy against parameters. Frontier: {said}",
        say=flowing(
            metric_words(chosen.name),
            f"{count:,} model{'s' * (count != 1)}",
            f"{len(best):,} of them on the frontier",
            some((~table["compared"]).sum(), "highlighted by another metric, which is named"),
            some(len(others) - len(ours), unlike),
            some(len(every) - len(table), "of no size left out"),
            *bubble_words(table, data, "memory"),
            shown.words,
        ),
    )


def _points(table: pd.DataFrame) -> pd.DataFrame:
    """The models with what is drawn of them: their kind, name, and whether nothing beats them."""
    if table.empty:
        raise MissingDataError("models", ["has no model with a number of parameters above 0"])
    measured_by = table["metric"].fillna("metric not named").map(lambda m: shortened(m, most=30))
    named = table["model"] + " · " + measured_by
    models = table.assign(
        edge=table["edge_deployable"].map(EDGE).fillna(EDGE[None]),
        line="",
        highlight=table["highlight"].isin([True]),
        label=table["model"].where(table["compared"], named),
        memory_mb=table["memory_mb"].astype(float),
    )
    return ranked(models, cost="parameters", compared="compared", by="line")


def _axis(parameters: "pd.Series[float]") -> tuple[float, float]:
    """Whole powers of ten around all models."""
    least, most = math.log10(parameters.min()), math.log10(parameters.max())
    return min(MILLION, 10.0 ** math.floor(least)), max(HUNDRED_BILLION, 10.0 ** math.ceil(most))


@parameter_efficiency_pareto.design
def design() -> m.Design:
    log = {"type": "log", "nice": False}
    count = {"labelExpr": COUNT, "tickCount": 6, "grid": False}
    x = m.axis("parameters (logarithmic)", scale=log, **count)
    y = m.axis("accuracy", scale=m.DATA_SPAN, format=".2~f", tickCount=6)
    colors = dict(zip(EDGE.values(), (BETTER, WORSE, MUTED), strict=True))
    color = m.palette("edge", colors, orient="bottom", columns=1)
    tip = "model parameters accuracy low high n metric memory_mb edge=on_an_edge_device source"
    amount = ("memory_mb", "memory (MB)")
    marks = m.bubbles("parameters", "accuracy", *amount, color=color, tip=tip, padding=8)
    return m.panel("bubbles", x, y, SIZE).draw(**marks)
