"""Which class was taken for which, over training."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.vocabulary import class_order

__all__ = ["MAX_CLASSES", "REST", "confusion_cells", "confusion_counts"]

MAX_CLASSES = 24
REST = "other classes"


def confusion_counts(rows: Rows) -> pd.DataFrame:
    """How often each pair of classes occurs at each step, counted where the rows are.

    Returns columns `step` (null where none was recorded), `true`, `predicted`, `n`.
    """
    grouped = rows.group_by("step", "true_robot", "predicted_robot").agg(nw.len().alias("n"))
    return fetch(grouped).rename(columns={"true_robot": "true", "predicted_robot": "predicted"})


def confusion_cells(counts: pd.DataFrame, *, max_classes: int = MAX_CLASSES) -> pd.DataFrame:
    """Every cell of every step's matrix: its count, and its share of the true class.

    Classes are in drawing order. Beyond `max_classes` those with the fewest samples are counted
    together as `REST`. A true class without samples at a step has `n` 0 and a share of NaN: nothing
    is known about it.

    Returns columns `step`, `true`, `predicted`, `n`, `share`, sorted by step, true, predicted.
    """
    merged = _merge_rare(counts, max_classes)
    classes = class_order([*merged["true"], *merged["predicted"]])
    if REST in classes:
        classes = [*(name for name in classes if name != REST), REST]
    steps = sorted(merged["step"].unique())
    every = pd.MultiIndex.from_product(
        [steps, classes, classes], names=["step", "true", "predicted"]
    )
    summed = merged.groupby(["step", "true", "predicted"])["n"].sum()
    cells = summed.reindex(every, fill_value=0).reset_index()
    total = cells.groupby(["step", "true"])["n"].transform("sum")
    return cells.assign(share=(cells["n"] / total.where(total > 0)))


def _merge_rare(counts: pd.DataFrame, max_classes: int) -> pd.DataFrame:
    # a step that was not recorded would vanish in a group by step
    counts = counts.assign(step=counts["step"].fillna(-1).astype("int64"))
    seen = counts.groupby("true")["n"].sum()
    order = seen.reindex(pd.unique(counts[["true", "predicted"]].to_numpy().ravel()), fill_value=0)
    if len(order) <= max_classes:
        return counts
    kept = set(order.sort_values(ascending=False, kind="stable").index[: max_classes - 1])
    name = {label: label if label in kept else REST for label in order.index}
    return counts.assign(true=counts["true"].map(name), predicted=counts["predicted"].map(name))
