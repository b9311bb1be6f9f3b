"""Which class was taken for which, over training."""

from __future__ import annotations

import itertools

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.vocabulary import REST, class_order

__all__ = ["MAX_CLASSES", "confusion_cells", "confusion_counts", "drawn_classes"]

MAX_CLASSES = 24


def drawn_classes(rows: Rows) -> int:
    """How many classes a matrix of these rows has, right or chosen, at most `MAX_CLASSES`."""
    pairs = fetch(rows.select("true_robot", "predicted_robot").unique())
    return min(len({*pairs["true_robot"], *pairs["predicted_robot"]}), MAX_CLASSES)


def confusion_counts(rows: Rows) -> pd.DataFrame:
    """How often each pair of classes occurs at each step, counted where the rows are.

    Returns columns `step` (null where none was recorded), `true`, `predicted`, `n`.
    """
    grouped = rows.group_by("step", "true_robot", "predicted_robot").agg(n=nw.len())
    names = {"true_robot": "true", "predicted_robot": "predicted"}
    return fetch(grouped).rename(columns=names).astype({"step": "Int64"})


def confusion_cells(counts: pd.DataFrame, *, max_classes: int = MAX_CLASSES) -> pd.DataFrame:
    """Every cell of every step's matrix: its count, and its share of the true class.

    Classes are in drawing order. Beyond `max_classes` those with the fewest samples are counted
    together as `REST`; in the cell where they meet, errors among them are not `right`, and its
    share is that of the right ones alone. A true class without samples at a step has `n` 0 and a
    share of NaN: nothing is known about it.

    Returns columns `step`, `true`, `predicted`, `n`, `right`, `share`, sorted by step, true,
    predicted.
    """
    counts = counts.assign(right=counts["n"].where(counts["true"] == counts["predicted"], 0))
    classes = class_order([*counts["true"], *counts["predicted"]])
    if len(classes) > max_classes:  # of equally many samples the first in drawing order are kept
        seen = counts.groupby("true")["n"].sum().reindex(classes, fill_value=0)
        kept = seen.sort_values(ascending=False, kind="stable").index[: max_classes - 1]
        both = counts[["true", "predicted"]]
        counts = counts.assign(**both.where(both.isin(kept), REST))
        classes = class_order([*kept, REST])
    key = ["step", "true", "predicted"]
    summed = counts.groupby(key, dropna=False, as_index=False)[["n", "right"]].sum()
    steps = counts["step"].drop_duplicates().sort_values()
    every = pd.DataFrame(itertools.product(steps, classes, classes), columns=key)
    cells = every.astype({"step": "Int64"}).merge(summed, how="left", on=key)
    cells[["n", "right"]] = cells[["n", "right"]].fillna(0).astype(int)
    total = cells.groupby(["step", "true"], dropna=False)["n"].transform("sum")
    counted = cells["right"].where(cells["true"] == cells["predicted"], cells["n"])
    return cells.assign(share=counted / total.where(total > 0))
