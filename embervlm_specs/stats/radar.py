"""Places in the plane for values on spokes around a centre."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

__all__ = ["polar_places", "radar_outlines", "radar_web"]


def polar_places(radius: pd.Series[float], spoke: pd.Series[int], spokes: int) -> pd.DataFrame:
    """Columns `x`, `y` of points at `radius` on spokes 0 (upwards), 1, ... (clockwise)."""
    angle = np.pi / 2 - 2 * np.pi * spoke / spokes
    return pd.DataFrame({"x": radius * np.cos(angle), "y": radius * np.sin(angle)})


def radar_outlines(radii: pd.DataFrame) -> pd.DataFrame:
    """One closed outline a row of `radii`, whose columns are the spokes; 1 is the rim.

    Returns one row a corner: the index' name, `spoke` (0-based), `order` (along the outline, which
    ends where it began), `radius`, `x`, `y`, and `under`: how many later rows have a corner at the
    same place, to two decimals, so that their dots can be nested. A missing radius gives a corner
    without a place, where the outline breaks.
    """
    spokes = radii.shape[1]
    closed = radii.set_axis(range(spokes), axis="columns")
    closed[spokes] = closed[0]
    rows = closed.reset_index()
    rows = rows.melt([radii.index.name], var_name="order", value_name="radius", ignore_index=False)
    table = rows.sort_index(kind="stable").reset_index(drop=True).astype({"order": int})
    table["spoke"] = table["order"] % spokes
    place = [table["order"], table["radius"].round(2)]
    table["under"] = table.groupby(place, dropna=False).cumcount(ascending=False)
    return table.join(polar_places(table["radius"], table["spoke"], spokes))


def radar_web(labels: Sequence[str], rings: Sequence[float]) -> dict[str, pd.DataFrame]:
    """What the outlines are read against, as data sets.

    `rings`: outlines at these radii (`ring`, `order`, `x`, `y`); `spokes`: the spokes' ends and
    their `label`; `ring_labels`: where each ring meets the first spoke.
    """
    same = pd.DataFrame({i: list(rings) for i in range(len(labels))})
    outlines = radar_outlines(same.set_axis(pd.Index(rings, name="ring")))
    ends = pd.DataFrame({"label": list(labels), "spoke": range(len(labels))})
    rim = pd.Series(1.0, index=ends.index)
    ends = ends.join(polar_places(rim, ends["spoke"], len(labels)))
    first = outlines[outlines["order"] == 0]
    return {
        "rings": outlines[["ring", "order", "x", "y"]],
        "spokes": ends[["label", "x", "y"]],
        "ring_labels": first[["ring", "x", "y"]],
    }
