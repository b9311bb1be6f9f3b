"""Choosing a few of many, always by the same rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pandas as pd

__all__ = ["evenly", "few_layers"]

T = TypeVar("T")

_MOST_LAYERS, _MOST_CELLS = 8, 2_500


def evenly(items: Sequence[T], count: int) -> list[T]:
    """At most `count` of the items, evenly spaced, the first and the last among them.

    >>> evenly([0, 10, 20, 30, 40], 3)
    [0, 20, 40]
    """
    if len(items) <= count:
        return list(items)
    if count == 1:
        return [items[-1]]
    return [items[round(i * (len(items) - 1) / (count - 1))] for i in range(count)]


def few_layers(maps: pd.DataFrame) -> list[str]:
    """The layers in their order, evenly spaced ones where there are too many for one picture.

    Too many are more than eight, and more than hold 2,500 cells together.
    """
    layers = list(maps.sort_values(["order", "layer"], kind="stable")["layer"].unique())
    cells = maps.groupby("layer").size().max()
    return evenly(layers, max(1, min(_MOST_LAYERS, _MOST_CELLS // int(cells))))
