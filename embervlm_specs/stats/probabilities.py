"""How sure a model is of each token, and where it is not."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

__all__ = ["perplexity_of", "uncertain_stretches"]


def uncertain_stretches(medians: pd.DataFrame, *, threshold: float, at_least: int) -> pd.DataFrame:
    """Runs of at least `at_least` consecutive positions with a `median` below `threshold`.

    A position without a median ends a run. Returns columns `first` and `last` (inclusive).
    """
    table = medians.sort_values("position")
    position, low = table["position"], table["median"] < threshold
    run = ((position.diff() != 1) | (low != low.shift())).cumsum()
    runs = position[low].groupby(run)
    ends = pd.DataFrame({"first": runs.min(), "last": runs.max()})
    return ends[ends["last"] - ends["first"] + 1 >= at_least].reset_index(drop=True)


def perplexity_of(probability: ArrayLike) -> float:
    """Exp of the mean negative log-probability of tokens; infinite where one is 0."""
    with np.errstate(divide="ignore"):
        return float(np.exp(-np.log(np.asarray(probability, dtype=float)).mean()))
