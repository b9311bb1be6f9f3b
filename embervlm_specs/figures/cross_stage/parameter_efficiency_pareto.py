"""How good a model is for its size."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import bubble_chart, note_rows, noted
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.bubbles import bubble_rows, bubble_words
from embervlm_specs.stats.labels import Plane, padded
from embervlm_specs.stats.metric import choose_metric
from embervlm_specs.stats.pareto import pareto_frontier
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.tables import MODELS
from embervlm_specs.theme import BETTER, MUTED, WORSE
from embervlm_specs.wording import flowing, shortened

__all__ = ["parameter_efficiency_pareto"]

WIDTH, HEIGHT = 430, 320
EDGE = ["edge-deployable", "not edge-deployable", "not recorded"]
# 1M, 1B; Vega writes G for the latter, and leaves all but whole powers of ten without a label
COUNT = "datum.label && replace(format(datum.value * 1e6, '~s'), 'G', 'B')"
MILLION_TO_100_BILLION = (1.0, 1e5)


@figure(MODELS)
def parameter_efficiency_pareto(models: Rows, /, *, metric: str | None = None) -> Drawing:
    """Accuracy for the number of parameters.

    Each bubble is a model; its area grows with the memory it needs, and where that was not recorded
    it is hollow. The line is the Pareto frontier: no model on it is beaten by one that is as small
    and better, or as good and smaller. One metric is compared; a highlighted model that was
    measured by another is shown with that metric named, and takes no part in the frontier. The axis
    of parameters is logarithmic, from 1 million to 100 billion, or further where a model is. Names
    are written where they overlap nothing; all are in the tooltips, with the source of the numbers.

    Parameters
    ----------
    models
        `models`; of a repeated model the last row counts.
    metric
        The metric compared; by default the one that most models have.

    """
    chosen = choose_metric("models", models, metric=metric)
    rows, repeated = keep_last(models.filter(chosen.condition), MODELS.key)
    columns = MODELS.column_names
    compared = fetch(rows.select(columns))
    others = fetch(models.filter(~chosen.condition).select(columns))
    ours = others[_true(others["highlight"])].drop_duplicates("model", keep="last")
    every = pd.concat([compared.assign(compared=True), ours.assign(compared=False)])
    table = _table(every)
    plane = Plane(
        _span(table["parameters"]),
        padded(table["accuracy"], share=0.1, least=0.02),
        WIDTH,
        HEIGHT,
        log_x=True,
    )
    data = bubble_rows(table, x="parameters", y="accuracy", amount="memory_mb", plane=plane)

    sizeless = len(every) - len(table)
    left_out, apart = len(others) - len(ours), int((~table["compared"]).sum())
    lines = flowing(
        f"metric: {shortened(chosen.name, most=40)}" if chosen.name else "metric not named",
        f"{table['compared'].sum():,} models",
        f"{table['optimal'].sum():,} of them on the frontier",
        f"{apart:,} highlighted by another metric, which is named" if apart else "",
        f"{left_out:,} with other metrics left out ({chosen.words})" if left_out else "",
        f"{sizeless:,} of no size left out" if sizeless else "",
        *bubble_words(table, data, "memory"),
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    best = table[table["optimal"]].sort_values("parameters")
    said = ", ".join(
        f"{row.label} ({row.parameters:,.4g} million, {row.accuracy:.3f})"
        for row in best.head(12).itertuples()
    )
    words = f"Accuracy against parameters; {'; '.join(lines)}. Frontier: {said}."
    return Drawing(noted(_chart(), lines=3), {**data, "note": note_rows(*lines)}, description=words)


def _table(every: pd.DataFrame) -> pd.DataFrame:
    """The models that have a place on the axis, whether they are on the frontier, and names."""
    table = every[every["parameters"] > 0].reset_index(drop=True)
    if table.empty:
        raise MissingDataError("models", ["has no model with a number of parameters above 0"])
    edge = table["edge_deployable"].map({True: EDGE[0], False: EDGE[1]}).fillna(EDGE[2])
    measured_by = table["metric"].fillna("metric not named").map(lambda m: shortened(m, most=30))
    optimal = pareto_frontier(table["parameters"], table["accuracy"].where(table["compared"]))
    return table.assign(
        edge=edge,
        optimal=optimal,
        highlight=_true(table["highlight"]),
        label=table["model"].where(table["compared"], table["model"] + " · " + measured_by),
        memory_mb=table["memory_mb"].astype(float),
    )


def _true(flags: pd.Series[bool]) -> pd.Series[bool]:
    """Where it is known to be true."""
    return flags.astype("boolean").fillna(False).astype(bool)


def _span(parameters: pd.Series[float]) -> tuple[float, float]:
    """The axis of parameters: whole powers of ten around all models."""
    low, high = MILLION_TO_100_BILLION
    least, most = math.log10(parameters.min()), math.log10(parameters.max())
    return min(low, 10.0 ** math.floor(least)), max(high, 10.0 ** math.ceil(most))


def _chart() -> alt.LayerChart | alt.FacetChart:
    x = alt.X(
        "parameters:Q",
        title="parameters (logarithmic)",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(labelExpr=COUNT, tickCount=6, grid=False),
    )
    y = alt.Y(
        "accuracy:Q",
        title="accuracy",
        scale=alt.Scale(nice=False, zero=False),
        axis=alt.Axis(format=".2~f", tickCount=6),
    )
    legend = alt.Legend(orient="bottom", title=None, columns=3)
    edge = alt.Color(
        "edge:N", scale=alt.Scale(domain=EDGE, range=[BETTER, WORSE, MUTED]), legend=legend
    )
    tooltip = [
        alt.Tooltip("model:N"),
        alt.Tooltip("parameters:Q", title="parameters (millions)", format=",.4~g"),
        alt.Tooltip("accuracy:Q", format=".3f"),
        alt.Tooltip("metric:N"),
        alt.Tooltip("memory_mb:Q", title="memory (MB)", format=",~g"),
        alt.Tooltip("edge:N", title="on an edge device"),
        alt.Tooltip("source:N"),
    ]
    layers = bubble_chart(
        x=x, y=y, amount="memory_mb", title="memory (MB)", color=edge, tooltip=tooltip
    )
    return alt.layer(*layers, width=WIDTH, height=HEIGHT)
