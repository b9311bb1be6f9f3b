"""What each stage of the training brings on public tests."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import annotated_heatmap, note_rows, noted
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.benchmarks import benchmark_shares
from embervlm_specs.stats.names import short_names
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.tables import BENCHMARKS
from embervlm_specs.theme import LABEL_SIZE, SEQUENTIAL
from embervlm_specs.vocabulary import STAGES
from embervlm_specs.wording import flowing, joined, shortened, span

__all__ = ["benchmark_progression_heatmap"]

MOST_BENCHMARKS = 24
NAME_ROOM = 140
"""Pixels for the name of a benchmark."""

STAGE_NAMES = {number: STAGES[f"stage{number}"] for number in (1, 2, 3, 4)}


@figure(BENCHMARKS)
def benchmark_progression_heatmap(benchmarks: Rows, /) -> Drawing:
    """Benchmark scores after each stage.

    Each cell holds the score on the benchmark's own scale; the colour is the score as a share of
    the best possible one, so that benchmarks of different scales compare. The best score comes with
    the data or from a cited list of known benchmarks; where neither fits, the cell is grey. A cell
    is empty where a benchmark was not run after that stage. Benchmarks stand by their last share,
    the highest on top; at most 24 are drawn. 95 % Wilson intervals of the share are in the data.

    Parameters
    ----------
    benchmarks
        `benchmarks`; of a repeated benchmark and stage the last row counts.

    """
    rows, repeated = keep_last(benchmarks, BENCHMARKS.key)
    every = _ordered(benchmark_shares(fetch(rows.select(BENCHMARKS.column_names))))
    names = list(every["benchmark"].unique())
    cells = every[every["benchmark"].isin(names[:MOST_BENCHMARKS])]
    cells = cells.assign(label=_labels(cells), row=_row_names(cells))

    grey = list(cells.loc[cells["share"].isna(), "benchmark"].unique())
    listed = ", ".join(shortened(name, most=20) for name in grey[:3])
    lines = flowing(
        _widest(cells),
        f"grey: no scale fits {listed}{f' and {len(grey) - 3} more' if len(grey) > 3 else ''};"
        " give max_score"
        if grey
        else "",
        f"{MOST_BENCHMARKS} of {len(names):,} benchmarks" if len(names) > MOST_BENCHMARKS else "",
        f"{repeated:,} repeated rows replaced" if repeated else "",
        most=64,
    )
    data = {"cells": cells, "note": note_rows(*lines)}
    return Drawing(noted(_chart(), lines=2), data, description=_words(cells, " · ".join(lines)))


def _ordered(cells: pd.DataFrame) -> pd.DataFrame:
    """The highest last share first, benchmarks without a scale at the end; stages in order."""
    cells = cells.sort_values(["benchmark", "stage"])
    last = cells.groupby("benchmark")["share"].transform("last")
    return cells.assign(last=last).sort_values(
        ["last", "benchmark", "stage"], ascending=[False, True, True], ignore_index=True
    )


def _labels(cells: pd.DataFrame) -> list[str]:
    """Scores with as many decimals as their scale asks for."""
    return [
        f"{score:.4g}"
        if most != most
        else f"{score:,.{0 if most > 100 else 1 if most > 1 else 3}f}"
        for score, most in zip(cells["score"], cells["max_score"], strict=True)
    ]


def _row_names(cells: pd.DataFrame) -> pd.Series[str]:
    """Benchmark over its best possible score and n."""
    short = short_names(cells["benchmark"], size=LABEL_SIZE, room=NAME_ROOM)
    names = {}
    for name, part in cells.groupby("benchmark"):
        best = part["max_score"].dropna().unique()
        scale = f"of {best[0]:,g}" if len(best) == 1 else "several scales" if len(best) else "of ?"
        known = part["n"].dropna()
        names[name] = f"{short[str(name)]}\n" + joined(
            scale, f"n = {span(known)}" if len(known) else ""
        )
    return cells["benchmark"].map(names)


def _widest(cells: pd.DataFrame) -> str:
    half = ((cells["high"] - cells["low"]) / 2).max()
    return f"95 % interval ± {half:.3f} of the scale at most" if half == half else "n not recorded"


def _words(cells: pd.DataFrame, which: str) -> str:
    known = cells[cells["share"].notna()]
    ends = [
        f"{name} {part['share'].iloc[0]:.3f} after stage {part['stage'].iloc[0]}"
        + (
            f", {part['share'].iloc[-1]:.3f} after stage {part['stage'].iloc[-1]}"
            if len(part) > 1
            else ""
        )
        for name, part in known.groupby("benchmark", sort=False)
    ]
    return f"Score as a share of the best possible: {'; '.join(ends[:12])}. {which}"


def _chart() -> alt.LayerChart | alt.FacetChart:
    plain: dict[str, Any] = {"domain": False, "ticks": False}
    lines = {number: name.lower().rsplit(" ", 1) for number, name in STAGE_NAMES.items()}
    names = ", ".join(
        f"{number}: {['after stage ' + str(number), *parts]}" for number, parts in lines.items()
    )
    return annotated_heatmap(
        "cells",
        name="cells",
        x=alt.X(
            "stage:O",
            title=None,
            scale=alt.Scale(domain=list(STAGE_NAMES)),
            axis=alt.Axis(labelAngle=0, labelExpr=f"{{{names}}}[datum.value]", **plain),
        ),
        y=alt.Y(
            "row:N",
            sort=None,
            title=None,
            axis=alt.Axis(
                labelExpr="split(datum.label, '\\n')", labelOffset=-5, labelLimit=0, **plain
            ),
        ),
        value="share",
        scale=alt.Scale(scheme=SEQUENTIAL, domain=[0, 1]),
        legend=alt.Legend(
            title="score / best possible score",
            orient="bottom",
            format=".0%",
            gradientLength=160,
            tickCount=5,
        ),
        label="label",
        light_on="datum.share !== null && datum.share < 0.6",
        cell=(84, 30),
        tooltip=[
            alt.Tooltip("benchmark:N"),
            alt.Tooltip("stage:O"),
            alt.Tooltip("score:Q", format=",.4~g"),
            alt.Tooltip("max_score:Q", title="best possible", format=",~g"),
            alt.Tooltip("share:Q", format=".3f"),
            alt.Tooltip("low:Q", title="95 % interval from", format=".3f"),
            alt.Tooltip("high:Q", title="to", format=".3f"),
            alt.Tooltip("n:Q", title="samples"),
        ],
    )
