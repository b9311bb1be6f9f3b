"""Rectangles whose areas are amounts."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

__all__ = ["nested_treemap", "squarify"]

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]


def squarify(amounts: ArrayLike, box: Box) -> Floats:
    """Fill a box with rectangles whose areas are in the proportion of the amounts.

    Parameters
    ----------
    amounts
        Positive numbers, shape (n,); the largest come first in the box, in any order here.
    box
        Left, top, right and bottom; y points downwards.

    Returns
    -------
    Left, top, right and bottom of each amount's rectangle, shape (n, 4). They fill the box without
    gap or overlap, as close to squares as this method gets them.

    Notes
    -----
    M. Bruls, K. Huizing and J. J. van Wijk, "Squarified treemaps", Data Visualization 2000,
    section 3: rectangles are added to a row along the shorter side of what is left of the box as
    long as the worst aspect ratio in the row does not grow.

    >>> squarify([6, 6, 4, 3, 2, 2, 1], (0, 0, 6, 4))[0].tolist()
    [0.0, 0.0, 3.0, 2.0]
    """
    values = np.asarray(amounts, dtype=float)
    if not (np.isfinite(values) & (values > 0)).all():
        raise ValueError("a rectangle needs a positive amount")
    order = np.argsort(-values, kind="stable")
    left, top, right, bottom = box
    areas = values[order] / values.sum() * (right - left) * (bottom - top)
    boxes = np.empty((len(values), 4))
    start = 0
    while start < len(areas):
        width, height = right - left, bottom - top
        stop = _row_end(areas, start, min(width, height))
        total = areas[start:stop].sum()
        along = np.append(0, np.cumsum(areas[start:stop])) / total
        if width >= height:  # a column at the left
            edge, ends = left + total / height, top + along * height
            corners = left, ends[:-1], edge, ends[1:]
            left = edge
        else:  # a row at the top
            edge, ends = top + total / width, left + along * width
            corners = ends[:-1], top, ends[1:], edge
            top = edge
        boxes[order[start:stop]] = np.column_stack(np.broadcast_arrays(*corners))
        start = stop
    return boxes


def nested_treemap(table: pd.DataFrame, *, by: str, amount: str, box: Box) -> pd.DataFrame:
    """The table with `x`, `y`, `x2`, `y2`: a box for each row, inside the box of its group.

    Areas are in one proportion to `amount` everywhere, also across groups, as a group's box has
    the area of its sum. All amounts must be positive.
    """
    totals = table.groupby(by)[amount].sum()
    outer = dict(zip(totals.index, squarify(totals, box), strict=True))
    parts = []
    for group, part in table.groupby(by):
        left, top, right, bottom = map(float, outer[group])
        boxes = squarify(part[amount], (left, top, right, bottom))
        parts.append(part.assign(**dict(zip(("x", "y", "x2", "y2"), boxes.T, strict=True))))
    return pd.concat(parts)


def _row_end(areas: Floats, start: int, side: float) -> int:
    """Where the row ends that begins with the area at `start` and lies along this side."""
    stop, worst = start + 1, _worst(areas[start : start + 1], side)
    while stop < len(areas) and (longer := _worst(areas[start : stop + 1], side)) <= worst:
        stop, worst = stop + 1, longer
    return stop


def _worst(areas: Floats, side: float) -> float:
    """The largest aspect ratio in a row of these areas along a side of this length."""
    total = areas.sum()
    return float(max(side**2 * areas[0] / total**2, total**2 / (side**2 * areas[-1])))
