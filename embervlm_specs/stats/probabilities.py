"""How sure a model is of each token, and where it is not."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.quantiles import grouped_quartiles
from embervlm_specs.vocabulary import class_order

__all__ = [
    "bin_width",
    "probability_profile",
    "sequence_names",
    "sequence_perplexity",
    "spaced_out",
    "uncertain_stretches",
]


def probability_profile(rows: Rows, *, width: int = 1) -> pd.DataFrame:
    """Quartiles of `probability` by `source` and position, over sequences and `width` positions.

    Returns columns `source`, `position` (the first of the bin), `low`, `median`, `high`, `n`.
    """
    if width > 1:
        position = nw.col("position")
        rows = rows.with_columns((position - position % width).alias("position"))
    return grouped_quartiles(rows, ["source", "position"], "probability")


def sequence_names(rows: Rows) -> list[str]:
    """The sequences, whose names are texts, the longest first and equals in natural order."""
    tokens = fetch(rows.group_by("sequence").agg(nw.len().alias("n"))).set_index("sequence")["n"]
    return sorted(class_order(tokens.index), key=lambda name: -int(tokens[name]))


def bin_width(positions: int, *, most: int) -> int:
    """How many positions share a bin, so that there are no more than `most` bins."""
    return max(1, -(-positions // most))


def uncertain_stretches(
    position: ArrayLike, probability: ArrayLike, *, threshold: float, at_least: int
) -> pd.DataFrame:
    """Runs of at least `at_least` consecutive positions with a probability below `threshold`.

    A position without a probability ends a run. Returns columns `first` and `last` (inclusive).
    """
    table = pd.DataFrame({"position": position, "low": np.asarray(probability) < threshold})
    table = table.sort_values("position")
    breaks = (table["position"].diff() != 1) | (table["low"] != table["low"].shift())
    runs = table[table["low"]].groupby(breaks.cumsum())["position"].agg(["min", "max"])
    long = runs[runs["max"] - runs["min"] + 1 >= at_least]
    return long.rename(columns={"min": "first", "max": "last"}).reset_index(drop=True)


def sequence_perplexity(probability: ArrayLike) -> float:
    """Exp of the mean negative log-probability of a sequence's tokens; infinite where one is 0."""
    with np.errstate(divide="ignore"):
        return float(np.exp(-np.log(np.asarray(probability, dtype=float)).mean()))


def spaced_out(position: ArrayLike, distance: int) -> NDArray[np.bool_]:
    """Which positions can be kept so far apart, where the earlier in the list go first."""
    taken: list[int] = []
    kept = []
    for place in np.asarray(position, dtype=np.int64):
        kept.append(all(abs(place - other) >= distance for other in taken))
        taken += [place] * kept[-1]
    return np.array(kept, dtype=bool)
