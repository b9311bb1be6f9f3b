"""How well a classifier does on each class."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.rows import Rows
from embervlm_specs.stats.accuracy import HIT
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.intervals import within
from embervlm_specs.vocabulary import class_order

__all__ = ["class_scores"]

_PARTS = ("low", "high", "seeds", "groups")


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
    are right. Precision, recall and confidence have 95 % intervals in `<column>_low` and
    `<column>_high`, over as many as `<column>_seeds` and `<column>_groups`, see
    `stats.clusters.estimates`; that of the confidence is cut to [0, 1], and missing where all are
    equal. What has no rows to be a share or mean of is NaN: precision of a class that was never
    predicted, recall and confidence of one that has no samples.

    Notes
    -----
    With h hits, precision = h / chosen, recall = h / n, F1 = 2 h / (chosen + n), as in
    scikit-learn's `precision_recall_fscore_support` with `zero_division=nan`.

    """
    judged = rows.with_columns(hit=HIT)
    found = {
        "precision": estimates(judged, ["predicted_robot"], "hit", kind="share"),
        "recall": estimates(judged, ["true_robot"], "hit", kind="share"),
        "confidence": within(estimates(rows, ["true_robot"], "confidence"), 0, 1),
    }
    found = {name: part.set_index(part.columns[0]) for name, part in found.items()}
    classes = class_order([*found["precision"].index, *found["recall"].index])
    table = pd.DataFrame(index=pd.Index(classes, name="robot"))
    for name, part in found.items():
        columns = {"mean": name, **{each: f"{name}_{each}" for each in _PARTS}}
        table = table.join(part[[*columns]].rename(columns=columns))
    sums = {
        "n": found["recall"]["n"],
        "chosen": found["precision"]["n"],
        "hits": found["recall"]["total"],
    }
    for name, counts in sums.items():
        table[name] = counts.reindex(classes).fillna(0).astype("int64")
    f1 = 2 * table["hits"] / (table["chosen"] + table["n"])
    return table.assign(f1=f1, support=table["n"] / table["n"].sum())
