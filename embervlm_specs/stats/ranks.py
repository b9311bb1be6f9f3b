"""Which of several things matters most, compared over repetitions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

__all__ = ["Ranks", "rank_over_trials"]


class Ranks(NamedTuple):
    """How things of a group rank over trials.

    `spread` has a row a thing: its ranks from `best` (the smallest) over `lower`, `median` and
    `upper` (quartiles, interpolated linearly: type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles
    in statistical packages", The American Statistician 50 (1996)) to `worst`, and `trials`;
    `shares` the `share` of its trials in which it had a `rank`. Of the `rankings`, one a group and
    trial, `partial` lack things that the group has in others.
    """

    spread: pd.DataFrame
    shares: pd.DataFrame
    rankings: int
    partial: int


def rank_over_trials(table: pd.DataFrame, value: str, *, group: str, thing: str) -> Ranks:
    """Rank things of a group by `value` in each `trial`: 1 is the largest, ties share the mean."""
    rankings = table.groupby([group, "trial"])
    ranks = rankings[value].rank("average", ascending=False)
    ranked = table.assign(rank=ranks).groupby([group, thing])["rank"]
    spread = ranked.quantile(np.linspace(0, 1, 5)).unstack()
    spread.columns = pd.Index(["best", "lower", "median", "upper", "worst"])
    shares = ranked.value_counts(normalize=True, sort=False).rename("share").reset_index()
    partial = rankings[thing].nunique().lt(table.groupby(group)[thing].nunique(), level=group)
    return Ranks(
        spread.assign(trials=ranked.size()).reset_index(),
        shares.sort_values([group, thing, "rank"], ignore_index=True),
        len(partial),
        int(partial.sum()),
    )
