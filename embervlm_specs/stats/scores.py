"""How good answers are in each group, and what seeing the image adds."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.intervals import holm, within

__all__ = ["all_or_nothing", "score_means", "vision_gain"]


def all_or_nothing(rows: Rows) -> bool:
    """Whether every `score` is 0 or 1, so that a mean score is a share of right answers."""
    between = (nw.col("score") > 0) & (nw.col("score") < 1)
    return not collect(rows.select(between.any()))["score"][0]


def score_means(rows: Rows, *, shares: bool) -> pd.DataFrame:
    """Mean `score` by `instruction_type` and `with_vision` (null where it was not recorded).

    Rows without an instruction type or a score are left out. The interval is that of a share where
    scores are `shares`, else that of a mean, cut at 0 and 1; equal scores have none then.

    Returns columns `instruction_type`, `with_vision`, `mean`, `low`, `high`, `n`, `seeds`,
    `groups`, see `stats.clusters.estimates`.
    """
    by = ["instruction_type", "with_vision"]
    typed = rows.drop_nulls("instruction_type")
    means = estimates(typed, by, "score", kind="share" if shares else "mean")
    means = means if shares else within(means, 0, 1)
    return means[[*by, "mean", "low", "high", "n", "seeds", "groups"]]


def vision_gain(rows: Rows, *, shares: bool) -> pd.DataFrame:
    """Mean of score with the image minus score without it, over samples answered both ways.

    An answer is paired with that of the same seed, task, instruction type and sample. Where scores
    are `shares` the interval is that of paired shares, else that of a mean, cut at -1 and 1 (equal
    differences have none).

    Returns columns `instruction_type`, `mean`, `low`, `high`, `p` (Holm's, over the types), `n`
    (pairs), `seeds` and `groups`; no rows where nothing can be paired.
    """
    known = rows.drop_nulls(["instruction_type", "with_vision", "score"])
    seen = nw.col("with_vision").cast(nw.Int64)
    signed = known.with_columns(seen=seen, gain=nw.col("score") * (2 * seen - 1))
    grouped = signed.group_by("seed", "task", "instruction_type", "sample")
    summed = nw.col("seen", "gain").sum()
    samples = grouped.agg(summed, group=nw.col("group").max(), rows=nw.len())
    pairs = samples.filter((nw.col("rows") == 2) & (nw.col("seen") == 1))
    gains = estimates(pairs, ["instruction_type"], "gain", kind="paired" if shares else "mean")
    gains = gains if shares else within(gains, -1, 1)
    gains["p"] = holm(gains["p"])
    return gains[["instruction_type", "mean", "low", "high", "p", "n", "seeds", "groups"]]
