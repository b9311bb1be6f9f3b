"""Which of many choices nothing beats: cheap and good at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from embervlm_specs.stats.intervals import wilson_interval

__all__ = ["best_within", "pareto_frontier", "ranked"]


def ranked(points: pd.DataFrame, *, cost: str, compared: str, by: str) -> pd.DataFrame:
    """The points, and how they stand to the frontier of those like them.

    Parameters
    ----------
    points
        One row a point, with the columns `accuracy`, `n` (samples behind it, missing where that was
        not recorded) and those named here.
    cost
        The column of what a point costs.
    compared
        A truth value: only these have a frontier.
    by
        Each value of this column has a frontier of its own.

    Returns
    -------
    The points with `low` and `high` (95 % Wilson interval of the accuracy, NaN without `n`),
    `optimal` (on the frontier) and `faint`: it is not, but its interval reaches up to it, the best
    accuracy at no more cost.

    """
    accuracy, n = points["accuracy"].astype(float), points["n"].astype(float)
    low, high = wilson_interval(accuracy * n, n.fillna(0))
    places = np.flatnonzero(points[compared])
    optimal, faint = np.zeros((2, len(points)), dtype=bool)
    costs, values = points[cost].to_numpy(dtype=float), accuracy.to_numpy()
    for own in points[points[compared]].groupby(by).indices.values():
        here = places[own]
        optimal[here] = pareto_frontier(costs[here], values[here])
        faint[here] = (high[here] >= best_within(costs[here], values[here])) & ~optimal[here]
    return points.assign(accuracy=accuracy, n=n, low=low, high=high, optimal=optimal, faint=faint)


def pareto_frontier(cost: ArrayLike, value: ArrayLike) -> NDArray[np.bool_]:
    """Whether each point is Pareto-optimal: no other is at least as cheap and as good, and better.

    Parameters
    ----------
    cost, value
        Shape (n,); less cost and more value are better. Points that are equal in both do not beat
        each other. A point of which either is not finite is never optimal.

    Returns
    -------
    One truth value a point, in the order given. It takes one sort: O(n log n).

    >>> pareto_frontier([1, 2, 2, 3], [0.5, 0.5, 0.7, 0.6]).tolist()
    [True, False, True, False]
    """
    costs, values = np.asarray(cost, dtype=float), np.asarray(value, dtype=float)
    known = np.flatnonzero(np.isfinite(costs) & np.isfinite(values))
    on = np.zeros(costs.shape, dtype=bool)
    if not known.size:
        return on
    order = known[np.lexsort((-values[known], costs[known]))]
    x, y = costs[order], values[order]
    new = np.append(True, (np.diff(x) != 0) | (np.diff(y) != 0))
    # among distinct points by rising cost, one is optimal where it is better than all before it
    best_before = np.append(-np.inf, np.maximum.accumulate(y[new])[:-1])
    on[order] = (y[new] > best_before)[np.cumsum(new) - 1]
    return on


def best_within(cost: ArrayLike, value: ArrayLike) -> NDArray[np.float64]:
    """The best value at no more than each cost: the height of the frontier there.

    Parameters
    ----------
    cost, value
        Shape (n,); all finite.

    Returns
    -------
    Shape (n,). It takes one sort.

    >>> best_within([1, 2, 2, 3], [0.5, 0.4, 0.7, 0.6]).tolist()
    [0.5, 0.7, 0.7, 0.7]
    """
    costs, values = np.asarray(cost, dtype=float), np.asarray(value, dtype=float)
    order = np.argsort(costs, kind="stable")
    best = np.maximum.accumulate(values[order])
    return np.asarray(best[np.searchsorted(costs[order], costs, side="right") - 1])
