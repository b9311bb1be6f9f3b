"""How often the model is right, in each group of samples."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.stats.intervals import wilson_interval

__all__ = ["HIT", "accuracy_of", "count_hits", "is_alone", "where_known"]

HIT = (nw.col("true_robot") == nw.col("predicted_robot")).cast(nw.Int64)
"""1 where a prediction is right, else 0."""


def where_known(rows: Rows, *columns: str) -> tuple[Rows, int]:
    """The rows that have a value in all of these columns, and how many have not."""
    missing = nw.any_horizontal(*(nw.col(name).is_null() for name in columns), ignore_nulls=True)
    lost = collect(rows.select(n=missing.cast(nw.Int64).sum()))["n"][0]
    return rows.filter(~missing), int(lost or 0)


def count_hits(rows: Rows, by: Sequence[str]) -> pd.DataFrame:
    """Samples and right answers in each group, counted where the rows are.

    `rows` have `true_robot` and `predicted_robot`. Returns columns `by`, `n`, `correct`.
    """
    grouped = rows.with_columns(hit=HIT).group_by(*by)
    return fetch(grouped.agg(n=nw.len(), correct=nw.col("hit").sum()))


def accuracy_of(hits: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Accuracy in each group of `hits`, whose rows of the same group are added up.

    Every combination of the groups' values has a row. One that holds no sample has `n` 0 and no
    accuracy: nothing is known about it.

    Returns columns `by` (sorted), `n`, `correct`, `accuracy`, `low`, `high` (95 % Wilson interval).
    """
    groups = [sorted(hits[name].unique()) for name in by]
    every = pd.DataFrame(itertools.product(*groups), columns=list(by))
    summed = hits.groupby(list(by), as_index=False)[["n", "correct"]].sum()
    table = every.merge(summed, how="left", on=list(by)).fillna({"n": 0, "correct": 0})
    table = table.astype({"n": "int64", "correct": "int64"})
    table["accuracy"] = table["correct"] / table["n"].where(table["n"] > 0)
    table["low"], table["high"] = wilson_interval(table["correct"], table["n"])
    return table


def is_alone(known: pd.Series[bool], line: pd.Series[int]) -> pd.Series[bool]:
    """Which known points of a line have no known point beside, in the order of the rows."""
    beside = known.groupby(line)
    return known & ~beside.shift(1, fill_value=False) & ~beside.shift(-1, fill_value=False)
