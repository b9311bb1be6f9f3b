"""What needs no model, and what a model is to be read against."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.benchmarks import wilson_of_shares

__all__ = ["RULES", "accuracy_baselines", "benchmark_baselines", "commonest"]

RULES = {"majority": "commonest class", "lookup": "look-up"}
"""The simple rules, and how they are called in a picture."""

_ACCURACIES = ("robot_accuracy", "accuracy")
"""How an accuracy is called; where both names were recorded the last counts."""


def commonest(rows: Rows) -> tuple[str, float]:
    """The commonest right robot, and the share of rows for which it is right.

    Of equally common ones the first by name.
    """
    counts = fetch(rows.group_by("true_robot").agg(n=nw.len()))
    most = counts.sort_values(["n", "true_robot"], ascending=[False, True]).iloc[0]
    return str(most["true_robot"]), float(most["n"] / counts["n"].sum())


def accuracy_baselines(rows: Rows, recorded: pd.DataFrame | None, *, stage: int) -> pd.DataFrame:
    """The accuracy that simple rules reach on what a stage is evaluated on, the lowest first.

    Parameters
    ----------
    rows
        The predictions shown, whose commonest right robot is the majority rule where none was
        recorded (it is chosen knowing these answers, so no training could choose a better one).
    recorded
        The table `baselines`; None where there is none. Its rows without a task are of the stage.
        A recorded majority takes the place of the computed one, which it need not be: what was
        commonest in training need not be so here.
    stage
        The stage of the evaluation.

    Returns
    -------
    Columns `rule` (a key of `RULES`), `name` (its words) and `accuracy`.

    """
    name, share = commonest(rows)
    found = {"majority": (f"always {name}", share)}
    if recorded is not None:
        here = recorded["task"].isna() & (recorded["stage"] == stage)
        known = recorded[here & recorded["metric"].isin(_ACCURACIES)]
        known = known[known["score"].between(0, 1)].sort_values("metric", ascending=False)
        for rule, score in zip(known["name"], known["score"], strict=True):
            if rule != "majority" or not np.isclose(score, share):
                found[rule] = (RULES[rule], score)
    lines = [(rule, words, score) for rule, (words, score) in found.items()]
    table = pd.DataFrame(lines, columns=["rule", "name", "accuracy"])
    return table.sort_values("accuracy", kind="stable", ignore_index=True)


def benchmark_baselines(recorded: pd.DataFrame, shares: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """What simple rules score on benchmarks, and how many baselines were left out.

    Parameters
    ----------
    recorded
        The table `baselines`, of which the rows count whose task is the name of a benchmark. Where
        a rule has several scores on one benchmark (of other metrics or stages), nobody knows which
        to compare with, and all are left out.
    shares
        The scores of the model, from `benchmark_shares`.

    Returns
    -------
    Columns `benchmark`, `rule` (a key of `RULES`), `score`, `n`, `max_score` (that of the model's
    scores, where they have but one), `share`, `low` and `high`, sorted by both keys. A score that
    does not fit the scale, or looks like a fraction (at most 1) of a longer one, has no share.

    """
    names = {"task": "benchmark", "name": "rule"}
    known = recorded[recorded["task"].isin(shares["benchmark"])].rename(columns=names)
    scores = known.groupby(["benchmark", "rule"])["score"]
    same = scores.transform("min") == scores.transform("max")
    kept = known[same].sort_values(["benchmark", "rule", "n"])
    kept = kept.drop_duplicates(["benchmark", "rule"], ignore_index=True)
    scales = shares.groupby("benchmark")["max_score"].agg(["min", "max"])
    scale = kept["benchmark"].map(scales["max"].where(scales["min"] == scales["max"])).astype(float)
    fraction = kept["score"].between(0, 1, inclusive="right") & (scale > 1)
    share = (kept["score"] / scale.where((scale > 0) & ~fraction)).astype(float)
    table = kept[["benchmark", "rule", "score", "n"]].assign(max_score=scale, share=share)
    return wilson_of_shares(table), len(scores) - len(kept)
