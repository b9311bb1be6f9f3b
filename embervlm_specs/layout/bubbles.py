"""Points whose area is an amount: which are drawn, how large, and where their names stand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from embervlm_specs.layout.labels import Plane, place_labels
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.theme import BUBBLE_AREA, LABEL_SIZE, UNKNOWN_AREA
from embervlm_specs.words import shortened

__all__ = ["MOST_LABELS", "MOST_LINES", "MOST_POINTS", "bubble_rows"]

MOST_POINTS = 400
"""Beyond the frontier, so many points are drawn, evenly spaced along the axis of cost."""

MOST_LABELS = 40
"""So many names are given a place at most; more would hide the points."""

MOST_LINES = 6
"""So many frontiers are drawn, those of the most points; more dashes cannot be told apart."""

_SIZE = LABEL_SIZE - 1
_BOLD = 1.13
"""How much wider bold letters are."""

_RING = 2.5
_MOST_LETTERS = 46
_FEW = 60
"""Names keep off the intervals of so many points; of more they could not."""


def bubble_rows(
    points: pd.DataFrame, *, x: str, y: str, amount: str, plane: Plane
) -> dict[str, pd.DataFrame]:
    """The data sets of `marks.bubbles`.

    Parameters
    ----------
    points
        One row a point, with the columns `x`, `y` and `amount`, its interval `low` and `high`
        along y, the booleans `optimal` (on its frontier), `faint` and `highlight`, its name
        `label`, and the name of its frontier, `line`, which is empty where there is but one.
    x, y, amount
        The names of those columns.
    plane
        The axes; all points lie in them.

    """
    sizes = points["line"].value_counts().rename("n").rename_axis("line").reset_index()
    kept = sizes.sort_values(["n", "line"], ascending=[False, True])["line"].head(MOST_LINES)
    slots = {line: slot for slot, line in enumerate(sorted(kept))}
    on_line = points["optimal"] & points["line"].isin(slots)
    frontier = _frontiers(points[on_line], x, y).assign(slot=lambda t: t["line"].map(slots))

    apart = points["highlight"] | on_line
    rest = points[~apart].sort_values([x, y, "label"])
    drawn = pd.concat([points[apart], rest.loc[evenly(list(rest.index), MOST_POINTS)]])
    lines = _lines(frontier)
    drawn = _named(drawn, on_line.reindex(drawn.index) & drawn["line"].isin(lines["line"]))
    most = points[amount].max()
    share = (drawn[amount] / most) if most > 0 else drawn[amount]
    least, greatest = BUBBLE_AREA
    area = (least + share * (greatest - least)).fillna(UNKNOWN_AREA)
    # what is named first finds a place first; what is drawn last lies on top
    drawn = drawn.assign(radius=np.sqrt(area) / 2).sort_values(
        ["highlight", "optimal", y, x, "label"], ascending=False, ignore_index=True
    )
    labels = place_labels(
        plane,
        drawn[x],
        drawn[y],
        radius=drawn["radius"] + np.where(drawn["highlight"], _RING, 0),
        texts=[shortened(text, most=_MOST_LETTERS) for text in drawn["text"]],
        size=np.where(drawn["highlight"], _SIZE * _BOLD, _SIZE),
        most=MOST_LABELS,
        path=_paths(frontier, drawn, x, y),
    )
    labels["highlight"] = drawn["highlight"].to_numpy()[labels["point"]]
    rings = drawn[drawn["highlight"]].assign(ring=lambda rows: (2 * (rows["radius"] + _RING)) ** 2)
    rows = drawn.sort_values("radius", ascending=False, kind="stable")
    rows = rows.drop(columns=["radius", "text"])
    return {
        "bubbles": rows[rows[amount].notna()],
        "hollow": rows[rows[amount].isna()],
        "rings": rings[[x, y, "ring"]],
        "frontier": frontier,
        "lines": lines,
        "labels": labels.drop(columns="point"),
        "axes": pd.DataFrame({x: plane.x, y: plane.y}),
        "sizes": pd.DataFrame({amount: _round_amounts(most)}),
    }


def _frontiers(optimal: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    """The corners of each frontier: level until a point that costs more is better."""
    corners = optimal[["line", x, y]].drop_duplicates().sort_values(["line", x], ignore_index=True)
    before = corners.assign(**{y: corners.groupby("line")[y].shift()}).dropna()
    both = pd.concat([corners, before]).sort_values(["line", x, y], ignore_index=True)
    return both.assign(order=both.groupby("line").cumcount())


def _lines(frontier: pd.DataFrame) -> pd.DataFrame:
    """The frontiers that have a name and more than one point: what the legend explains."""
    several = frontier[frontier["line"] != ""].groupby(["line", "slot"], as_index=False).size()
    return several[several["size"] > 1].drop(columns="size")


def _named(drawn: pd.DataFrame, in_legend: pd.Series[bool]) -> pd.DataFrame:
    """The points with their whole name, and the `text` beside them: the line needs no words."""
    full = (drawn["label"] + " · " + drawn["line"]).where(drawn["line"] != "", drawn["label"])
    text = drawn["label"].where(in_legend, full)
    return drawn.assign(label=full, text=text)


def _paths(frontier: pd.DataFrame, drawn: pd.DataFrame, x: str, y: str) -> tuple[Any, Any]:
    """The lines that names keep off, with NaN between them."""
    nothing = {x: np.nan, y: np.nan}
    parts = [part[[x, y]] for _, part in frontier.groupby("line")]
    known = drawn.dropna(subset=["low", "high"])
    if len(known) <= _FEW:
        ends = known[[x, "low", "high"]].itertuples(index=False)
        parts += [pd.DataFrame({x: [at, at], y: [low, high]}) for at, low, high in ends]
    whole = [each for part in parts for each in (part, pd.DataFrame([nothing]))]
    corners = pd.concat(whole) if whole else pd.DataFrame([nothing])
    return corners[x], corners[y]


def _round_amounts(most: float) -> list[float]:
    """Up to three round amounts below the largest one, for the legend."""
    if not most > 0:
        return [0.0, 1.0]  # nothing is known, and the scale needs something to stand on
    top = 10 ** np.floor(np.log10(most))
    largest = next(top * factor for factor in (5, 2, 1) if top * factor <= most)
    return [float(f"{largest * share:.3g}") for share in (0.1, 0.4, 1)]
