"""What each stage of the training brings on public tests."""

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.names import short_names
from embervlm_specs.stats.benchmarks import benchmark_shares, best_first
from embervlm_specs.tables import BENCHMARKS
from embervlm_specs.theme import EMPTY, LABEL_SIZE, SEQUENTIAL
from embervlm_specs.vocabulary import STAGES
from embervlm_specs.words import first_names, flowing, joined, listed, span

MOST_BENCHMARKS = 24
NAME_ROOM = 140
"""Pixels for the name of a benchmark."""


@figure(BENCHMARKS)
def benchmark_progression_heatmap(shown: Shown) -> Facts:
    """Benchmark scores after each stage.

    Each cell holds the score on the benchmark's own scale; the colour is the score as a share of
    the best possible one, so that benchmarks of different scales compare. The best score comes with
    the data or from a cited list of known benchmarks; where neither fits, the cell is grey. A cell
    is empty where a benchmark was not run after that stage. Benchmarks stand by their last share,
    the highest on top; at most 24 are drawn. 95 % Wilson intervals of the share are in the data.
    """
    every = best_first(benchmark_shares(shown.collect()))
    names = list(every["benchmark"].unique())
    cells = every[every["benchmark"].isin(names[:MOST_BENCHMARKS])]
    grey = cells.loc[cells["share"].isna(), "benchmark"].unique()
    half = ((cells["high"] - cells["low"]) / 2).max()
    widest = f"95 % interval ± {half:.3f} of the scale at most"
    labels = [_label(*cell) for cell in zip(cells["score"], cells["max_score"], strict=True)]
    unfit = f"grey: no scale fits {first_names(grey, letters=20)}; give max_score"
    few = f"{MOST_BENCHMARKS} of {len(names):,} benchmarks"
    return Facts(
        cells=cells.assign(label=labels, row=cells["benchmark"].map(_row_names(cells))),
        about=f"Score as a share of the best possible: {_ends(cells)}",
        say=flowing(
            widest if half == half else "n not recorded",
            unfit if len(grey) else "",
            few if len(names) > MOST_BENCHMARKS else "",
            shown.words,
            most=64,
        ),
    )


def _label(score: float, best: float) -> str:
    """The score with as many decimals as its scale asks for."""
    decimals = 0 if best > 100 else 1 if best > 1 else 3
    return f"{score:,.{decimals}f}" if best == best else f"{score:.4g}"


def _row_names(cells: pd.DataFrame) -> dict[str, str]:
    """Benchmark over its best possible score and n."""
    names = short_names(cells["benchmark"], size=LABEL_SIZE, room=NAME_ROOM)
    for name, part in cells.groupby("benchmark"):
        best, n = part["max_score"].dropna().unique(), part["n"].dropna()
        scale = f"of {best[0]:,g}" if len(best) == 1 else "several scales" if len(best) else "of ?"
        names[str(name)] += f"\n{joined(scale, f'n = {span(n)}' if len(n) else '')}"
    return names


def _ends(cells: pd.DataFrame) -> str:
    """The first and the last share of the benchmarks on top."""
    each = "{share:.3f} after stage {stage}"
    known = cells.dropna(subset="share").groupby("benchmark", sort=False)
    ends = {str(name): part.iloc[[0, -1]].drop_duplicates("stage") for name, part in known}
    return "; ".join([f"{name} {listed(end, each)}" for name, end in ends.items()][:12])


@benchmark_progression_heatmap.design
def design() -> m.Design:
    names = {
        stage: [f"after stage {stage}", *STAGES[f"stage{stage}"].lower().rsplit(" ", 1)]
        for stage in (1, 2, 3, 4)
    }
    stages = m.names(labelAngle=0, labelExpr=f"{names}[datum.value]")
    rows = m.names(labelExpr="split(datum.label, '\\n')", labelOffset=-5, labelLimit=0)
    ticks = {"format": ".0%", "tickCount": 5, "gradientLength": 160}
    legend = m.legend_of("score / best possible score", orient="bottom", **ticks)
    return m.annotated_heatmap(
        "cells",
        ("stage", stages | {"type": "ordinal", "scale": {"domain": list(names)}}),
        ("row", rows),
        m.ramp("share", SEQUENTIAL, legend, EMPTY, domain=[0, 1]),
        light_on="datum.share !== null && datum.share < 0.6",
        cell=(84, 30),
        tip="benchmark stage:O score max_score share low high n",
    )
