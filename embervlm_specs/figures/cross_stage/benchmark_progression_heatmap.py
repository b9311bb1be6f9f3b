"""What each stage of the training brings on public tests."""

from dataclasses import replace
from typing import Any

import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs import words as w
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.layout.names import short_names
from embervlm_specs.stats.baselines import benchmark_baselines
from embervlm_specs.stats.benchmarks import benchmark_shares, best_first
from embervlm_specs.tables import BASELINES, BENCHMARKS
from embervlm_specs.theme import EMPTY, LABEL_SIZE, SEQUENTIAL
from embervlm_specs.vocabulary import STAGES

MOST_BENCHMARKS = 24
NAME_ROOM = 140
"""Pixels for the name of a benchmark."""

RULES = {"majority": "commonest answer", "lookup": "look-up"}
AFTER = {stage: f"after stage {stage}" for stage in (1, 2, 3, 4)}


@figure(BENCHMARKS, also=(BASELINES,), version="2.0.0")
def benchmark_progression_heatmap(shown: Shown, *, baselines: Any = None) -> Facts:
    """Benchmark scores after each stage.

    Each cell holds the score on the benchmark's own scale, with a star where it is of fewer than
    ten samples; the colour is the score as a share of the best possible one, so that benchmarks of
    different scales compare. The best score comes with the data or from a cited list of known
    benchmarks; where neither fits, the cell is grey. A cell is empty where a benchmark was not run
    after that stage. Benchmarks stand by their last share, the highest on top; at most 24 are
    drawn. What simple rules score stands before the stages, where it was recorded of a benchmark.
    95 % Wilson intervals of the share are in the data.
    """
    every = best_first(benchmark_shares(shown.collect()))
    names = list(every["benchmark"].unique())
    scores = every[every["benchmark"].isin(names[:MOST_BENCHMARKS])]
    scores = scores.assign(column=scores["stage"].map(AFTER))
    recorded = baselines.collect() if baselines else pd.DataFrame(columns=BASELINES.column_names)
    rules, unclear = benchmark_baselines(recorded, scores)
    rules = rules.assign(column=rules["rule"].map(RULES)).drop(columns="rule")
    cells = pd.concat([scores, rules]) if len(rules) else scores
    there = [name for name in RULES.values() if name in set(rules["column"])]
    columns = pd.DataFrame({"column": [*there, *AFTER.values()]})
    labels = map(w.score_label, cells["score"], cells["max_score"], cells["n"])
    below = {str(name): w.scores_behind(part) for name, part in scores.groupby("benchmark")}
    short = short_names(below, size=LABEL_SIZE, room=NAME_ROOM)
    few = f"{MOST_BENCHMARKS} of {len(names):,} benchmarks"
    return Facts(
        cells=cells.assign(
            label=[*labels],
            row=[f"{short[name]}\n{below[name]}" for name in cells["benchmark"]],
        ),
        columns=columns,
        gap=columns[columns.index == (len(there) or -1)],
        about=f"Score as a share of the best possible: {w.score_progress(scores)}",
        say=w.flowing(
            *w.scores_certainty(cells),
            *w.scores_unknown(scores, rules),
            w.some(unclear, "baselines left out, recorded with several scores"),
            few if len(names) > MOST_BENCHMARKS else "",
            shown.words,
            most=64,
        ),
    )


@benchmark_progression_heatmap.design
def design() -> m.Design:
    names = {
        after: [after, *STAGES[f"stage{stage}"].lower().rsplit(" ", 1)]
        for stage, after in AFTER.items()
    }
    names |= {rule: ["no model:", *rule.split()] for rule in RULES.values()}
    columns = m.names(labelAngle=0, labelExpr=f"{names}[datum.value]", labelFontSize=LABEL_SIZE - 1)
    rows = m.names(labelExpr="split(datum.label, '\\n')", labelOffset=-5, labelLimit=0)
    ticks = {"format": ".0%", "values": [0, 0.5, 1], "gradientLength": 160}
    legend = m.legend_of("score / best possible score", orient="bottom", **ticks)
    matrix = m.annotated_heatmap(
        "cells",
        ("column", columns),
        ("row", rows),
        m.ramp("share", SEQUENTIAL, legend, EMPTY, domain=[0, 1]),
        light_on="datum.share !== null && datum.share < 0.6",
        cell=(76, 30),
        tip="benchmark column=measured score max_score share low high n",
    )
    # drawn first, so that the columns stand in its order
    order = {"columns": m.unseen("column", data="columns")}
    left = {"x": {**columns, "field": "column", "bandPosition": 0}}
    gap = m.rule(data="gap", stroke="white", strokeWidth=7, channels=left)
    return replace(matrix, marks={**order, **matrix.marks}).draw(gap=gap)
