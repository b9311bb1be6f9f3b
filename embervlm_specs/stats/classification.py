"""How well a classifier does on each class."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.vocabulary import class_order

__all__ = ["class_scores"]


def class_scores(counts: pd.DataFrame) -> pd.DataFrame:
    """Precision, recall, F1 and support of each class that has samples.

    Parameters
    ----------
    counts
        `true`, `predicted` and `n`, as `stats.confusion.confusion_counts` gives them.

    Returns
    -------
    Indexed by class, in drawing order; fractions in `precision`, `recall`, `f1`, and `support`
    (share of all samples); `n` samples, `chosen` predictions of the class; 95 % Wilson intervals in
    `precision_low`, `precision_high`, `recall_low`, `recall_high`. Precision is NaN for a class
    that was never predicted. A class that was predicted but has no samples is not returned.

    Notes
    -----
    With hits h: precision = h / chosen, recall = h / n, F1 = 2 h / (chosen + n), as in
    scikit-learn's `precision_recall_fscore_support` with `zero_division=nan`.

    """
    n = counts.groupby("true")["n"].sum()
    chosen = counts.groupby("predicted")["n"].sum()
    hits = counts[counts["true"] == counts["predicted"]].set_index("true")["n"]
    table = pd.DataFrame({"n": n}).reindex(class_order(n.index))
    table["chosen"] = chosen.reindex(table.index, fill_value=0)
    right = hits.groupby(level=0).sum().reindex(table.index, fill_value=0)

    table["precision"] = right / table["chosen"].where(table["chosen"] > 0)
    table["recall"] = right / table["n"]
    table["f1"] = 2 * right / (table["chosen"] + table["n"])
    table["support"] = table["n"] / table["n"].sum()
    for name, trials in (("precision", "chosen"), ("recall", "n")):
        table[f"{name}_low"], table[f"{name}_high"] = wilson_interval(right, table[trials])
    return table
