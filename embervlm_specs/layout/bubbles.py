"""Points whose area is an amount: which are drawn, how large, and where their names stand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from embervlm_specs.layout.labels import Plane, place_labels
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.theme import BUBBLE_AREA, LABEL_SIZE, UNKNOWN_AREA
from embervlm_specs.words import shortened

__all__ = ["MOST_LABELS", "MOST_POINTS", "bubble_rows"]

MOST_POINTS = 400
"""Beyond the frontier, so many points are drawn, evenly spaced along the axis of cost."""

MOST_LABELS = 40
"""So many names are given a place at most; more would hide the points."""

_SIZE = LABEL_SIZE - 1
_BOLD = 1.13
"""How much wider bold letters are."""

_RING = 2.5
_MOST_LETTERS = 46


def bubble_rows(
    points: pd.DataFrame, *, x: str, y: str, amount: str, plane: Plane
) -> dict[str, pd.DataFrame]:
    """The data sets of `marks.bubbles`.

    Parameters
    ----------
    points
        One row a point, with the columns `x`, `y` and `amount`, the booleans `optimal` (on the
        frontier) and `highlight`, and its `label`.
    x, y, amount
        The names of those columns.
    plane
        The axes; all points lie in them.

    """
    apart = points["highlight"] | points["optimal"]
    rest = points[~apart].sort_values([x, y, "label"])
    drawn = pd.concat([points[apart], rest.loc[evenly(list(rest.index), MOST_POINTS)]])
    most = points[amount].max()
    share = (drawn[amount] / most) if most > 0 else drawn[amount]
    least, greatest = BUBBLE_AREA
    area = (least + share * (greatest - least)).fillna(UNKNOWN_AREA)
    # what is named first finds a place first; what is drawn last lies on top
    drawn = drawn.assign(radius=np.sqrt(area) / 2).sort_values(
        ["highlight", "optimal", y, x, "label"], ascending=False, ignore_index=True
    )
    frontier = _steps(points[points["optimal"]], x, y)
    named = [shortened(text, most=_MOST_LETTERS) for text in drawn["label"]]
    labels = place_labels(
        plane,
        drawn[x],
        drawn[y],
        radius=drawn["radius"] + np.where(drawn["highlight"], _RING, 0),
        texts=named,
        size=np.where(drawn["highlight"], _SIZE * _BOLD, _SIZE),
        most=MOST_LABELS,
        path=(frontier[x], frontier[y]),
    )
    labels["highlight"] = drawn["highlight"].to_numpy()[labels["point"]]
    rings = drawn[drawn["highlight"]].assign(ring=lambda rows: (2 * (rows["radius"] + _RING)) ** 2)
    rows = drawn.sort_values("radius", ascending=False, kind="stable").drop(columns="radius")
    return {
        "bubbles": rows[rows[amount].notna()],
        "hollow": rows[rows[amount].isna()],
        "rings": rings[[x, y, "ring"]],
        "frontier": frontier,
        "labels": labels.drop(columns="point"),
        "axes": pd.DataFrame({x: plane.x, y: plane.y}),
        "sizes": pd.DataFrame({amount: _round_amounts(most)}),
    }


def _steps(optimal: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    """The corners of the frontier: level until a point that costs more is better."""
    corners = optimal[[x, y]].drop_duplicates().sort_values(x, ignore_index=True)
    before = corners.assign(**{y: corners[y].shift()}).dropna()
    both = pd.concat([corners, before]).sort_values([x, y], ignore_index=True)
    return both.assign(order=range(len(both)))


def _round_amounts(most: float) -> list[float]:
    """Up to three round amounts below the largest one, for the legend."""
    if not most > 0:
        return [0.0, 1.0]  # nothing is known, and the scale needs something to stand on
    top = 10 ** np.floor(np.log10(most))
    largest = next(top * factor for factor in (5, 2, 1) if top * factor <= most)
    return [float(f"{largest * share:.3g}") for share in (0.1, 0.4, 1)]
