"""How well a classifier does on each class."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.rows import Rows
from embervlm_specs.stats.confusion import confusion_counts
from embervlm_specs.stats.intervals import grouped_means, wilson_interval, within
from embervlm_specs.vocabulary import class_order

__all__ = ["class_scores"]


def class_scores(rows: Rows) -> pd.DataFrame:
    """Precision, recall, F1, support and mean confidence of each class, in drawing order.

    Parameters
    ----------
    rows
        Predictions: `true_robot`, `predicted_robot`, and `confidence`, which may be null.

    Returns
    -------
    Indexed by class; fractions in `precision`, `recall`, `f1`, `support` (share of all samples) and
    `confidence` (mean of its samples); `n` samples, `chosen` predictions of the class, `hits` that
    are right; 95 % intervals in `<column>_low` and `<column>_high`: Wilson's of precision and
    recall, Student's of the confidence (in [0, 1]; none where all are equal). What has no rows to
    be a share or mean of is NaN: precision of a class that was never predicted, recall and
    confidence of one that has no samples.

    Notes
    -----
    With h hits, precision = h / chosen, recall = h / n, F1 = 2 h / (chosen + n), as in
    scikit-learn's `precision_recall_fscore_support` with `zero_division=nan`.

    """
    counts = confusion_counts(rows)
    right = counts[counts["true"] == counts["predicted"]]
    parts = {"n": (counts, "true"), "chosen": (counts, "predicted"), "hits": (right, "true")}
    sums = pd.DataFrame({name: part.groupby(by)["n"].sum() for name, (part, by) in parts.items()})
    table = sums.reindex(class_order(sums.index)).fillna(0).astype("int64").rename_axis("robot")
    for name, trials in (("precision", "chosen"), ("recall", "n")):
        table[name] = table["hits"] / table[trials].where(table[trials] > 0)
        table[f"{name}_low"], table[f"{name}_high"] = wilson_interval(table["hits"], table[trials])
    f1 = 2 * table["hits"] / (table["chosen"] + table["n"])
    means = within(grouped_means(rows, ["true_robot"], "confidence"), 0, 1).set_index("true_robot")
    names = {"mean": "confidence", "low": "confidence_low", "high": "confidence_high"}
    scores = table.assign(f1=f1, support=table["n"] / table["n"].sum())
    return scores.join(means[[*names]].rename(columns=names))
