"""Which of several things matters most, compared over repetitions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

__all__ = ["rank_counts", "rank_summary", "ranked"]


def ranked(table: pd.DataFrame, value: str, *, within: Sequence[str]) -> pd.Series[float]:
    """The rank of `value` among the rows of its group: 1 is the largest, ties share the mean rank.

    >>> ranked(pd.DataFrame({"a": 0, "v": [5.0, 9.0, 5.0]}), "v", within=["a"]).tolist()
    [2.5, 1.0, 2.5]
    """
    ranks: pd.Series[float] = table.groupby(list(within))[value].rank("average", ascending=False)
    return ranks


def rank_counts(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """In which share of a group's rows each `rank` occurs: columns `by`, `rank`, `share`."""
    shares = table.groupby(list(by))["rank"].value_counts(normalize=True, sort=False)
    return shares.rename("share").reset_index().sort_values([*by, "rank"], ignore_index=True)


def rank_summary(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """How `rank` spreads in each group, in which a row is a trial.

    Returns columns `by`, `best` (the smallest), `lower`, `median`, `upper` (quartiles, interpolated
    linearly: type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The
    American Statistician 50 (1996)), `worst` and `trials`.
    """
    groups = table.groupby(list(by))["rank"]
    spread = groups.quantile(np.linspace(0, 1, 5)).unstack()
    spread.columns = pd.Index(["best", "lower", "median", "upper", "worst"])
    return spread.assign(trials=groups.size()).reset_index()
