"""Which deployment is worth its latency."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import (
    bubble_chart,
    error_bars,
    note_rows,
    noted,
)
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.bubbles import bubble_rows, bubble_words
from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.stats.labels import Plane, padded
from embervlm_specs.stats.metric import choose_metric
from embervlm_specs.stats.pareto import pareto_frontier
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.tables import DEPLOYMENTS
from embervlm_specs.theme import EMPTY, MUTED, SEQUENTIAL
from embervlm_specs.wording import flowing, shortened

__all__ = ["edge_deployment_pareto"]

WIDTH, HEIGHT = 430, 320


@figure(DEPLOYMENTS)
def edge_deployment_pareto(deployments: Rows, /, *, metric: str | None = None) -> Drawing:
    """Accuracy for the latency of a deployment.

    Each bubble is a variant of the model on a device; its area grows with memory (hollow where that
    was not recorded) and its colour is the power drawn (grey where not recorded). The line joins
    the Pareto-optimal ones only: no other is as fast and better, or as good and faster. Vertical
    lines are 95 % Wilson intervals of the accuracy, where the number of samples is known. Latency
    is on a logarithmic axis. Only variants measured by one metric are compared.

    Parameters
    ----------
    deployments
        `deployments`; of a repeated variant of a device the last row counts.
    metric
        The metric compared; by default the one that most rows have.

    """
    chosen = choose_metric("deployments", deployments, metric=metric)
    rows, repeated = keep_last(deployments.filter(chosen.condition), DEPLOYMENTS.key)
    every = fetch(rows.select(DEPLOYMENTS.column_names))
    table = _table(every)
    plane = _plane(table)
    data = bubble_rows(table, x="latency_ms", y="accuracy", amount="memory_mb", plane=plane)

    timeless = len(every) - len(table)
    powerless = int(table["power_w"].isna().sum())
    lines = flowing(
        f"metric: {shortened(chosen.name, most=40)}" if chosen.name else "metric not named",
        f"{len(table):,} variants on {table['device'].nunique():,} device(s)",
        f"{table['optimal'].sum():,} on the frontier",
        f"{sum(chosen.others.values()):,} rows of other metrics left out" if chosen.others else "",
        f"{timeless:,} without latency left out" if timeless else "",
        "lines: 95 % Wilson intervals" if table["low"].notna().any() else "",
        "grey: power not recorded" if powerless else "",
        *bubble_words(table, data, "memory"),
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    best = table[table["optimal"]].sort_values("latency_ms")
    said = ", ".join(
        f"{row.label} ({row.latency_ms:,.4g} ms, {row.accuracy:.3f})"
        for row in best.head(12).itertuples()
    )
    words = f"Accuracy against latency; {'; '.join(lines)}. Frontier: {said}."
    data |= {"powers": _power_ends(table["power_w"]), "note": note_rows(*lines)}
    return Drawing(noted(_chart(), lines=3), data, description=words)


def _table(every: pd.DataFrame) -> pd.DataFrame:
    """The deployments that have a place on the axis, their intervals, and names."""
    table = every[every["latency_ms"] > 0].reset_index(drop=True)
    if table.empty:
        raise MissingDataError("deployments", ["has no latency above 0"])
    number = table[["accuracy", "n", "memory_mb", "power_w"]].astype(float)
    low, high = wilson_interval(number["accuracy"] * number["n"], number["n"].fillna(0))
    one = table["device"].nunique() == 1
    return table.assign(
        **number,
        low=low,
        high=high,
        optimal=pareto_frontier(table["latency_ms"], table["accuracy"]),
        highlight=False,
        label=table["variant"] if one else table["variant"] + " · " + table["device"],
    )


def _plane(table: pd.DataFrame) -> Plane:
    latency = padded(table["latency_ms"].map(math.log), share=0.12, least=0.3)
    shares = pd.concat([table["accuracy"], table["low"], table["high"]])
    accuracy = padded(shares, share=0.1, least=0.02)
    fastest, slowest = map(math.exp, latency)
    return Plane((fastest, slowest), accuracy, WIDTH, HEIGHT, log_x=True)


def _power_ends(power: pd.Series[float]) -> pd.DataFrame:
    """The ends of the colours: a legend needs two that differ, even where nothing is known."""
    known = power.dropna()
    ends = padded(known, share=0, least=0.01 * known.max()) if known.max() > 0 else (0.0, 1.0)
    return pd.DataFrame({"power_w": ends, "known": len(known) > 0})


def _chart() -> alt.LayerChart | alt.FacetChart:
    x = alt.X(
        "latency_ms:Q",
        title="latency (ms, logarithmic)",
        scale=alt.Scale(type="log", nice=False),
        axis=alt.Axis(format=",~f", tickCount=6, grid=False),
    )
    y = alt.Y(
        "accuracy:Q",
        title="accuracy",
        scale=alt.Scale(nice=False, zero=False),
        axis=alt.Axis(format=".2~f", tickCount=6),
    )
    shown = "data('powers')[0].known"
    legend = alt.Legend(
        type="gradient",
        title="power (W)",
        titleOrient="left",
        orient="bottom",
        gradientLength=100,
        tickCount=3,
        # where no power is known there is nothing to explain
        labelExpr=f"{shown} ? datum.label : ''",
        titleOpacity=alt.ExprRef(f"{shown} ? 1 : 0"),
        gradientOpacity=alt.ExprRef(f"{shown} ? 1 : 0"),
    )
    power = alt.Color(
        "power_w:Q",
        scale=alt.Scale(scheme=SEQUENTIAL),
        legend=legend,
        condition={"test": "datum.power_w === null", "value": MUTED},
    )
    tooltip = [
        alt.Tooltip("device:N"),
        alt.Tooltip("variant:N"),
        alt.Tooltip("latency_ms:Q", title="latency (ms)", format=",.4~g"),
        alt.Tooltip("accuracy:Q", format=".3f"),
        alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
        alt.Tooltip("high:Q", title="to", format=".3f"),
        alt.Tooltip("n:Q", title="samples"),
        alt.Tooltip("metric:N"),
        alt.Tooltip("memory_mb:Q", title="memory (MB)", format=",~f"),
        alt.Tooltip("power_w:Q", title="power (W)", format=".3~g"),
    ]
    layers = bubble_chart(
        x=x, y=y, amount="memory_mb", title="memory (MB)", color=power, tooltip=tooltip
    )
    sure = [
        error_bars(data, name=f"{data}_interval", x=x, y=y, low="low", high="high", color=EMPTY)
        for data in ("bubbles", "hollow")
    ]
    unseen = alt.MarkDef(type="circle", fillOpacity=0, size=0)
    ends = alt.Chart(alt.NamedData("powers"), name="powers", mark=unseen).encode(color=power)
    return alt.layer(ends, *sure, *layers, width=WIDTH, height=HEIGHT)
