"""Few enough layers for one picture."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.selection.evenly import evenly

__all__ = ["few_layers"]

_MOST_LAYERS, _MOST_CELLS = 8, 2_500


def few_layers(maps: pd.DataFrame) -> list[str]:
    """The layers in their order, evenly spaced ones where there are too many for one picture.

    Too many are more than eight, and more than hold 2,500 cells together.
    """
    layers = list(maps.sort_values(["order", "layer"], kind="stable")["layer"].unique())
    cells = maps.groupby("layer").size().max()
    return evenly(layers, max(1, min(_MOST_LAYERS, _MOST_CELLS // int(cells))))
