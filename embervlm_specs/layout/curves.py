"""Curves on an axis where they can be read: its range, what lies beyond, and which points show."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["axis_ends", "extreme_beyond", "readable_range", "within_range"]

_FEW = 12
"""A curve of so few points shows them."""

_DENSE = 150
"""A curve of more points has a thinner line."""


def readable_range(points: pd.DataFrame, *, times: float = 5) -> tuple[float, float]:
    """The range of values in which a training that diverges can still be read.

    All of the curves, which `split` tells apart, where none exceeds `times` its usual size, the
    larger of its first and its median absolute value; else that far and no further. (0, 1) where
    there is no value.

    >>> readable_range(pd.DataFrame({"split": "val", "value": [4.0, 2.0, 1.0, 8e9]}))
    (1.0, 20.0)
    """
    known = points.dropna(subset="value")
    if known.empty:
        return 0.0, 1.0
    values = known["value"]
    sizes = values.abs().groupby(known["split"])
    usual = max(sizes.first().max(), sizes.median().max())
    far = times * usual if usual > 0 else np.inf
    return float(max(values.min(), -far)), float(min(values.max(), far))


def within_range(points: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """The points of one panel, and where they are drawn: `at`, and the band `from` and `to`.

    These are `value`, `low` and `high` cut off at the ends of an axis, which themselves stay what
    they are. With the `width` of the line, and `mark`: `above` or `below` where a value was cut
    off, else `dot` where a line alone would not show it (few points, or no neighbour that is a
    number), else empty.
    """
    value, curve = points["value"], points["split"]
    alone = value.groupby(curve).shift(1).isna() & value.groupby(curve).shift(-1).isna()
    known = value.groupby(curve).transform("count")
    dots = value.notna() & (alone | (known <= _FEW))
    mark = np.select([value > high, value < low, dots], ["above", "below", "dot"], "")
    numbers = ["value", "low", "high"]
    drawn = points[numbers].clip(low, high).set_axis(["at", "from", "to"], axis="columns")
    width = np.where(known > _DENSE, 0.7, 1.4)
    return points[["split", "step", *numbers, "n"]].assign(**drawn, mark=mark, width=width)


def extreme_beyond(values: pd.Series[float], low: float, high: float) -> float | None:
    """The value furthest beyond the ends of an axis, or None where all lie within."""
    beyond = values[(values > high) | (values < low)]
    return None if beyond.empty else float(max(beyond, key=abs))


def axis_ends(steps: pd.Series[int], values: tuple[float, float]) -> pd.DataFrame:
    """The ends of the axes of a panel, `step` and `value`, with room for a mark at the last step.

    Without steps the axis runs from 0 to 1.
    """
    first, last = (steps.min(), steps.max()) if len(steps) else (0, 1)
    return pd.DataFrame({"step": [first, last + 0.09 * max(last - first, 1)], "value": values})
