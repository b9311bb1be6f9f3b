"""Along a sequence: bins of positions, quartiles, perplexities and uncertain stretches."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from embervlm_specs.rows import Rows, collect, fetch

__all__ = [
    "binned",
    "grouped_quartiles",
    "perplexity_at_ends",
    "perplexity_of",
    "pooled_perplexity",
    "sequence_length",
    "uncertain_stretches",
]


def sequence_length(rows: Rows) -> int:
    """How many positions the longest sequence has."""
    return int(collect(rows.select(nw.col("position").max()))["position"][0]) + 1


def binned(rows: Rows, *, most: int) -> tuple[Rows, int]:
    """Rows with the column `first`, the first position of their bin, and the width of all bins.

    The bins are as narrow as they can be where there are no more than `most` of them.
    """
    position, width = nw.col("position"), -(-sequence_length(rows) // most)
    return rows.with_columns(first=position - position % width), width


def grouped_quartiles(rows: Rows, by: Sequence[str], value: str) -> pd.DataFrame:
    """Quartiles of `value` in each group, computed where the rows are; sorted by the groups.

    Quantiles are interpolated linearly, as numpy does.

    Returns columns `by`, `low` (first quartile), `median`, `high` (third quartile) and `n`.
    """
    if rows.implementation.is_pyarrow():  # which knows no quantiles of groups
        rows = nw.from_native(collect(rows.select(*by, value)).to_pandas()).lazy()
    shares = {"low": 0.25, "median": 0.5, "high": 0.75}
    quartiles = {name: nw.col(value).quantile(at, "linear") for name, at in shares.items()}
    grouped = rows.group_by(*by).agg(**quartiles, n=nw.len())
    return fetch(grouped).sort_values(list(by), ignore_index=True)


def pooled_perplexity(rows: Rows, by: Sequence[str]) -> pd.DataFrame:
    """Perplexity of all tokens in each group, sorted by the groups.

    The exp of the mean log-perplexity, which is the mean negative log-likelihood: weighted by `n`
    where all rows have it, so that it is the perplexity of all tokens together, else with equal
    weights.

    Returns columns `by`, `perplexity` and `n` (tokens, or NaN where they were not counted).
    """
    n = nw.col("n")
    counted = not collect(rows.select(n.is_null().any()))["n"][0]
    weighed = rows.with_columns(weight=n if counted else nw.lit(1))
    logs = weighed.with_columns(log=nw.col("perplexity").log() * nw.col("weight"))
    sums = fetch(logs.group_by(*by).agg(nw.col("log", "weight").sum()))
    table = sums.sort_values(list(by), ignore_index=True)
    pooled = np.exp(table["log"] / table["weight"])
    return table[[*by]].assign(perplexity=pooled, n=table["weight"] if counted else np.nan)


def perplexity_at_ends(rows: Rows) -> tuple[pd.DataFrame, int, int]:
    """Perplexity at the first and the last step, over the positions that both have.

    Returns columns `step`, `perplexity` and `n` as `pooled_perplexity` (one row where there is one
    step), how many positions both have, and how many at least one of them has.
    """
    step = nw.col("step")
    steps = sorted({*collect(rows.select(first=step.min(), last=step.max())).row(0)})
    here = rows.filter(nw.col("step").is_in(steps))
    seen = fetch(here.group_by("position").agg(steps=nw.col("step").n_unique()))
    shared = seen.loc[seen["steps"] == len(steps), "position"].tolist()
    ends = pooled_perplexity(here.filter(nw.col("position").is_in(shared)), ["step"])
    return ends, len(shared), len(seen)


def uncertain_stretches(medians: pd.DataFrame, *, threshold: float, at_least: int) -> pd.DataFrame:
    """Runs of at least `at_least` consecutive positions with a `median` below `threshold`.

    A position without a median ends a run. Returns columns `first` and `last` (inclusive).
    """
    table = medians.sort_values("position")
    position, low = table["position"], table["median"] < threshold
    run = ((position.diff() != 1) | (low != low.shift())).cumsum()
    runs = position[low].groupby(run)
    ends = pd.DataFrame({"first": runs.min(), "last": runs.max()})
    return ends[ends["last"] - ends["first"] + 1 >= at_least].reset_index(drop=True)


def perplexity_of(probability: ArrayLike) -> float:
    """Exp of the mean negative log-probability of tokens; infinite where one is 0."""
    with np.errstate(divide="ignore"):
        return float(np.exp(-np.log(np.asarray(probability, dtype=float)).mean()))
