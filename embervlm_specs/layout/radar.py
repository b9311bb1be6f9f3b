"""Places in the plane for values on spokes around a centre."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

__all__ = ["radar_outlines", "radar_sets"]

_RINGS = (0.25, 0.5, 0.75, 1.0)


def radar_sets(
    values: pd.DataFrame, spokes: Mapping[str, str], rims: Mapping[str, float]
) -> dict[str, pd.DataFrame]:
    """The data sets of `marks.radar`, but that of the classes.

    `values` has a row an outline, with its `slot` and its name as index, and a column a spoke, with
    an interval in `<column>_low` and `<column>_high` where there is one; `spokes` are the labels by
    column, in their order, of which those without any value are left out. A spoke ends at its
    entry of `rims`, else at 1. The outlines are `corners`; they are read against `rings` and
    `spokes`, the ends with their `label`, and `ring_labels` stand where a ring meets the first.
    """
    shown = [name for name in spokes if values[name].notna().any()]
    corners = []
    for order, name in enumerate(shown):
        ends = {end: values.get(f"{name}_{end}", np.nan) for end in ("low", "high")}
        spoke = values[["slot"]].assign(measure=name, order=order, value=values[name], **ends)
        corners.append(spoke.assign(radius=spoke["value"] / rims.get(name, 1)))
    labels = pd.DataFrame({"order": range(len(shown)), "label": [spokes[name] for name in shown]})
    circles = pd.DataFrame({"ring": _RINGS, "radius": _RINGS})
    rings = radar_outlines(labels.merge(circles, how="cross"), "ring")
    rim = (rings["ring"] == _RINGS[-1]) & (rings["order"] < len(shown))
    return {
        "corners": radar_outlines(pd.concat(corners).reset_index(), "slot"),
        "rings": rings[["ring", "order", "x", "y"]],
        "spokes": rings.loc[rim, ["label", "x", "y"]],
        "ring_labels": rings.loc[rings["order"] == 0, ["ring", "x", "y"]],
    }


def radar_outlines(corners: pd.DataFrame, by: str) -> pd.DataFrame:
    """One closed outline a value of the column `by`, in the order of its values.

    `corners` has a row a corner with `order`, its spoke (0 points upwards, the next ones follow
    clockwise), and `radius`, where 1 is the rim; its other columns stay as they are. Each outline
    ends with its first corner again, one further in `order`. Added are `x`, `y`, and `under`: how
    many later outlines have a corner at the same place, to two decimals, so that their dots can be
    nested. A corner without a radius has no place, and the outline breaks there.
    """
    spokes = corners["order"].max() + 1
    end = corners[corners["order"] == 0].assign(order=spokes)
    table = pd.concat([corners, end]).sort_values([by, "order"], ignore_index=True)
    angle = np.pi / 2 - 2 * np.pi * (table["order"] % spokes) / spokes
    radius = table["radius"]
    same = table.groupby([table["order"], radius.round(2)], dropna=False)
    places = {"x": radius * np.cos(angle), "y": radius * np.sin(angle)}
    return table.assign(**places, under=same.cumcount(ascending=False))
