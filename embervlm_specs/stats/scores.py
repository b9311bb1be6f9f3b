"""How good answers are in each group, and what seeing the image adds."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, collect
from embervlm_specs.stats.intervals import grouped_means, wilson_interval, within

__all__ = ["all_or_nothing", "score_means", "vision_gain"]


def all_or_nothing(rows: Rows) -> bool:
    """Whether every `score` is 0 or 1, so that a mean score is a share of right answers."""
    between = (nw.col("score") > 0) & (nw.col("score") < 1)
    return not collect(rows.select(between.any()))["score"][0]


def score_means(rows: Rows, *, shares: bool) -> pd.DataFrame:
    """Mean `score` by `instruction_type` and `with_vision` (null where it was not recorded).

    Rows without an instruction type or a score are left out. The 95 % interval is Wilson's where
    scores are `shares`, else Student's t, cut at 0 and 1; equal scores have none.

    Returns columns `instruction_type`, `with_vision`, `mean`, `low`, `high`, `n`.
    """
    typed = rows.drop_nulls("instruction_type")
    means = grouped_means(typed, ["instruction_type", "with_vision"], "score")
    if shares:
        low, high = wilson_interval((means["mean"] * means["n"]).round(), means["n"])
        return means.assign(low=low, high=high)
    return within(means, 0, 1)


def vision_gain(rows: Rows) -> pd.DataFrame:
    """Mean of score with the image minus score without it, over samples answered both ways.

    Returns columns `instruction_type`, `mean`, `low`, `high` (95 % t interval of the paired
    differences, cut at -1 and 1; equal differences have none) and `n` (pairs); no rows where
    nothing can be paired.
    """
    known = rows.drop_nulls(["instruction_type", "with_vision", "score"])
    seen = nw.col("with_vision").cast(nw.Int64)
    signed = known.with_columns(seen=seen, gain=nw.col("score") * (2 * seen - 1))
    grouped = signed.group_by("instruction_type", "sample")
    samples = grouped.agg(nw.col("seen", "gain").sum(), rows=nw.len())
    pairs = samples.filter((nw.col("rows") == 2) & (nw.col("seen") == 1))
    return within(grouped_means(pairs, ["instruction_type"], "gain"), -1, 1)
