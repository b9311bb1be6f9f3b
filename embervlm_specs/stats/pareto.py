"""Which of many choices nothing beats: cheap and good at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["pareto_frontier"]


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
