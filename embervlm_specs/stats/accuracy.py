"""How often the model is right, in each group of samples."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect
from embervlm_specs.stats.clusters import estimates

__all__ = ["HIT", "accuracies", "balanced_accuracy", "is_alone", "where_known"]

HIT = (nw.col("true_robot") == nw.col("predicted_robot")).cast(nw.Int64)
"""1 where a prediction is right, else 0."""


def where_known(rows: Rows, *columns: str) -> tuple[Rows, int]:
    """The rows that have a value in all of these columns, and how many have not."""
    missing = nw.any_horizontal(*(nw.col(name).is_null() for name in columns), ignore_nulls=True)
    lost = collect(rows.select(n=missing.cast(nw.Int64).sum()))["n"][0]
    return rows.filter(~missing), int(lost or 0)


def accuracies(rows: Rows, by: Sequence[str]) -> pd.DataFrame:
    """Accuracy in each group, with its interval over seeds, groups and samples.

    Every combination of the groups' values has a row. One that holds no sample has `n` 0 and no
    accuracy: nothing is known about it.

    `rows` have `true_robot` and `predicted_robot`. Returns columns `by` (sorted), `n`, `correct`,
    `accuracy`, `low`, `high`, `seeds`, `groups`, see `stats.clusters.estimates`.
    """
    found = estimates(rows.with_columns(hit=HIT), by, "hit", kind="share")
    named = found.rename(columns={"total": "correct", "mean": "accuracy"})
    table = named[[*by, "n", "correct", "accuracy", "low", "high", "seeds", "groups"]]
    if len(by) > 1:
        values = [sorted(table[name].unique()) for name in by]
        every = pd.DataFrame(itertools.product(*values), columns=list(by))
        table = every.merge(table, how="left", on=list(by))
    counts = ["n", "correct", "seeds", "groups"]
    return table.fillna(dict.fromkeys(counts, 0)).astype(dict.fromkeys(counts, "int64"))


def balanced_accuracy(rows: Rows) -> float:
    """Mean of the classes' recalls, over the classes that have samples.

    As scikit-learn's `balanced_accuracy_score`. A rule that always names one of k classes has 1/k.
    """
    return float(accuracies(rows, ["true_robot"])["accuracy"].mean())


def is_alone(known: pd.Series[bool], line: pd.Series[int]) -> pd.Series[bool]:
    """Which known points of a line have no known point beside, in the order of the rows."""
    beside = known.groupby(line)
    return known & ~beside.shift(1, fill_value=False) & ~beside.shift(-1, fill_value=False)
