"""Which rows of a log a figure shows: each key once, and of each metric one split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import narwhals.stable.v2 as nw

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.selection.shown import Shown

__all__ = ["UNNAMED", "choose_split", "one_log"]

UNNAMED = "split not recorded"


def one_log(shown: Shown, *, stage: int | None = None) -> Shown:
    """The rows of `scalars`, each key once; of one stage or all.

    A run that names no seed or split has one of each: what it logged twice at a step, as a resumed
    run does, must not be taken for two observations.
    """
    here = shown if stage is None else shown.where(nw.col("stage") == stage)
    named = here.rows.with_columns(nw.col("split").fill_null(UNNAMED))
    return replace(here, rows=named).once()


def choose_split(rows: Rows, metrics: Sequence[str]) -> tuple[Rows, dict[str, str]]:
    """Of each metric the rows of one split: `val` where there is one, else unnamed, else `train`.

    Returns the rows, and the split chosen for each metric that was logged.
    """
    asked = rows.filter(nw.col("metric").is_in(list(metrics)))
    splits = fetch(asked.select("metric", "split").unique()).groupby("metric")["split"]
    order = ["val", UNNAMED, "train"]
    chosen = {str(metric): min(split, key=order.index) for metric, split in splits}
    metric, split = nw.col("metric"), nw.col("split")
    shown = [(metric == each) & (split == best) for each, best in chosen.items()]
    kept = rows.filter(nw.any_horizontal(*shown, ignore_nulls=True)) if shown else rows.head(0)
    return kept, chosen
