"""Where the names of points can stand so that they can be read.

The places are computed here and travel as data: no renderer then decides them anew, and what did
not fit is known and can be said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

__all__ = ["Plane", "apart", "padded", "place_labels", "text_width"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# advance widths of DejaVu Sans in em; letters that are not listed are taken for wide ones
_WIDTHS = {
    0.28: "'ijl",
    0.30: "IJ",
    0.32: " ,.·",
    0.35: "/:;\\|f-",
    0.40: "()[]t!",
    0.42: "r",
    0.47: '"',
    0.52: "*_`sz",
    0.55: "c?L",
    0.58: "Fk",
    0.60: "vxyP",
    0.62: "TYaoe",
    0.64: "ESbdghnpqu$0123456789{}",
    0.69: "KAVBRXZC",
    0.76: "UHN",
    0.79: "DG&OQ",
    0.84: "w#+<=>^~",
    0.87: "M",
}
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_WIDEST = 1.0

_SIDES = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)]
_ALIGN = {1: "left", 0: "center", -1: "right"}
_MARGIN = 2.0
_GAPS = (3.0, 12.0, 24.0)


def padded(values: ArrayLike, *, share: float, least: float) -> tuple[float, float]:
    """The range of the values and some more on either side, so that no point lies on an axis.

    `share` of the range, but at least `least`; NaN is passed over.

    >>> padded([2.0, 4.0], share=0.5, least=0.1)
    (1.0, 5.0)
    """
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    more = max(share * (high - low), least)
    return low - more, high + more


def apart(values: ArrayLike, least: float, low: float = 0.0, high: float = 1.0) -> Floats:
    """The values moved so that no two are closer than `least`, as little as can be.

    That is least squares under an order, by its min-max formula (T. Robertson, F. T. Wright and
    R. L. Dykstra, "Order restricted statistical inference", Wiley 1988, section 1.4). All lie from
    `low` to `high`, where they have room.

    >>> [round(float(x), 3) for x in apart([0.75, 0.5, 0.25, 0.75], 0.125)]
    [0.688, 0.5, 0.25, 0.812]
    """
    wanted = np.asarray(values, dtype=float)
    order = np.argsort(wanted, kind="stable")
    room = least * np.arange(len(order))
    free, each = wanted[order] - room, range(len(order))
    level = [
        max(min(free[a : b + 1].mean() for b in each[i:]) for a in each[: i + 1]) for i in each
    ]
    placed = np.empty(len(order))
    placed[order] = np.clip(level, low, max(high - room[-1], low)) + room
    return placed


def text_width(text: str, size: float) -> float:
    """How wide a text is in pixels, in DejaVu Sans of `size` pixels; rather too wide than not."""
    return size * sum(_WIDTH.get(letter, _WIDEST) for letter in text)


@dataclass(frozen=True)
class Plane:
    """The plane of a chart: domains of the axes, and its size in pixels; y points upwards."""

    x: tuple[float, float]
    y: tuple[float, float]
    width: float
    height: float
    log_x: bool = False

    def pixels(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Where values lie, in pixels from the left and from the top; shapes are kept."""
        (left, right), (low, high) = self._along(self.x), self.y
        across = (self._along(x) - left) / (right - left) * self.width
        return across, (high - np.asarray(y, dtype=float)) / (high - low) * self.height

    def values(self, across: ArrayLike, down: ArrayLike) -> tuple[Floats, Floats]:
        """What lies at these pixels: the inverse of `pixels`."""
        (left, right), (low, high) = self._along(self.x), self.y
        x = left + np.asarray(across, dtype=float) / self.width * (right - left)
        return np.exp(x) if self.log_x else x, high - np.asarray(down) / self.height * (high - low)

    def _along(self, x: ArrayLike) -> Floats:
        return np.log(x) if self.log_x else np.asarray(x, dtype=float)


def place_labels(
    plane: Plane,
    x: ArrayLike,
    y: ArrayLike,
    *,
    radius: ArrayLike,
    texts: Sequence[str],
    size: ArrayLike,
    most: int,
    path: tuple[ArrayLike, ArrayLike] = ((), ()),
) -> pd.DataFrame:
    """Places for texts beside their points, none on another text, a point or the path.

    The texts are placed one after another, so the important ones come first; each goes to the
    first free place of 24: to the right, left, above, below and the corners, near and further off.
    Nearest is best. An empty text is passed over.

    Parameters
    ----------
    plane
        The plane the points lie in, and whose edges no label crosses.
    x, y
        The points in the units of the axes, shape (n,).
    radius
        The points' radius in pixels, shape (n,).
    texts
        One text a point.
    size
        Font size in pixels, one or one a text.
    most
        How many labels there may be.
    path
        The corners of lines that labels keep off, in the units of the axes; NaN ends a line.

    Returns
    -------
    One row for each text that found a place: `point` (its position among the points), `text`, where
    it stands (`x` of its end or middle as `align` says, `y` of its middle), and a line from the
    point to it (`from_x`, `from_y`, `to_x`, `to_y`; missing where the text is right beside the
    point); all in the units of the axes.

    """
    points = np.column_stack([*plane.pixels(x, y), np.asarray(radius, dtype=float)])
    obstacles = np.vstack([points, _dots(*plane.pixels(*path))])
    taken = np.empty((0, 4))
    rows: list[tuple[int, str, str]] = []
    lines: list[list[float]] = []
    sizes = np.broadcast_to(np.asarray(size, dtype=float), len(texts))
    for i, text in enumerate(texts):
        boxes = _places(points[i], text_width(text, sizes[i]), sizes[i] + 3, plane)
        free = _inside(boxes, plane) & ~_on_points(boxes, obstacles) & ~_on_boxes(boxes, taken)
        leaders = _leaders(points[i], boxes)
        for place in np.flatnonzero(free) if text else []:
            far = place >= len(_SIDES)
            if far and _crosses(leaders[place], taken, _clear_of(points, i)):
                continue
            taken = np.vstack([taken, boxes[place]])
            rows.append((i, text, _ALIGN[_SIDES[place % len(_SIDES)][0]]))
            lines.append(leaders[place].tolist() if far else [np.nan] * 4)
            if far:
                obstacles = np.vstack([obstacles, _dots(*leaders[place].reshape(2, 2).T)])
            break
        if len(rows) == most:
            break

    found = pd.DataFrame(rows, columns=["point", "text", "align"]).astype({"point": int})
    left, top, right, bottom = taken.T
    begins, ends = found["align"] == "left", found["align"] == "right"
    across = np.select([begins, ends], [left, right], (left + right) / 2)
    from_x, from_y, to_x, to_y = np.array(lines).reshape(-1, 4).T
    found["x"], found["y"] = plane.values(across, (top + bottom) / 2)
    found["from_x"], found["from_y"] = plane.values(from_x, from_y)
    found["to_x"], found["to_y"] = plane.values(to_x, to_y)
    return found


def _places(point: Floats, width: float, height: float, plane: Plane) -> Floats:
    """Candidate boxes (left, top, right, bottom) around a point (x, y, radius), nearest first.

    Those right above and below slide sideways where they would leave the plane.
    """
    x, y, radius = point
    right, down = np.array(_SIDES * len(_GAPS), dtype=float).T
    slanted = np.where(right * down != 0, np.sqrt(0.5), 1)
    reach = (radius + np.repeat(_GAPS, len(_SIDES))) * slanted
    left = x + right * (reach + width / 2) - width / 2
    slid = np.clip(left, _MARGIN, max(plane.width - _MARGIN - width, _MARGIN))
    left = np.where(right == 0, slid, left)
    top = y + down * (reach + height / 2) - height / 2
    return np.column_stack([left, top, left + width, top + height])


def _inside(boxes: Floats, plane: Plane) -> Flags:
    ends = np.array([plane.width, plane.height]) - _MARGIN
    return np.asarray(((boxes[:, :2] >= _MARGIN) & (boxes[:, 2:] <= ends)).all(axis=1))


def _on_points(boxes: Floats, points: Floats) -> Flags:
    """Whether a box comes closer than a pixel to any disc (x, y, radius)."""
    x, y, radius = points.T
    across = np.maximum(boxes[:, [0]] - x, x - boxes[:, [2]]).clip(0)
    down = np.maximum(boxes[:, [1]] - y, y - boxes[:, [3]]).clip(0)
    return np.asarray((np.hypot(across, down) < radius + 1).any(axis=1))


def _on_boxes(boxes: Floats, taken: Floats) -> Flags:
    across = (boxes[:, [0]] < taken[:, 2]) & (boxes[:, [2]] > taken[:, 0])
    down = (boxes[:, [1]] < taken[:, 3]) & (boxes[:, [3]] > taken[:, 1])
    return np.asarray((across & down).any(axis=1))


def _leaders(point: Floats, boxes: Floats) -> Floats:
    """Lines (from x, from y, to x, to y) from the rim of a point to the nearest spot of a box."""
    x, y, radius = point
    end_x, end_y = np.clip(x, boxes[:, 0], boxes[:, 2]), np.clip(y, boxes[:, 1], boxes[:, 3])
    length = np.maximum(np.hypot(end_x - x, end_y - y), 1e-9)
    start = x + (end_x - x) / length * radius, y + (end_y - y) / length * radius
    return np.column_stack([*start, end_x, end_y])


def _crosses(leader: Floats, taken: Floats, points: Floats) -> bool:
    """Whether a line runs over a box that is taken, or over another point."""
    at = np.linspace(0, 1, 12)
    x, y = (leader[i] + at * (leader[i + 2] - leader[i]) for i in (0, 1))
    over_box = _on_points(taken, np.column_stack([x, y, np.zeros(12)])).any()
    return bool(over_box or _on_points(np.column_stack([x, y, x, y]), points).any())


def _clear_of(points: Floats, i: int) -> Floats:
    """The points that do not overlap one of them, whose own line must run over the others."""
    x, y, radius = (points - points[i]).T
    return np.asarray(points[np.hypot(x, y) >= radius + 2 * points[i, 2]])


def _dots(x: Floats, y: Floats) -> Floats:
    """Lines through the corners as dots 4 pixels apart, each (x, y, radius); NaN ends a line."""
    gaps = np.flatnonzero(np.isnan(x))
    if gaps.size:
        parts = zip(np.split(x, gaps), np.split(y, gaps), strict=True)
        return np.vstack([_dots(a[~np.isnan(a)], b[~np.isnan(a)]) for a, b in parts])
    if len(x) < 2:
        return np.empty((0, 3))
    along = np.append(0, np.cumsum(np.hypot(np.diff(x), np.diff(y))))
    at = np.arange(0, along[-1] + 4, 4)
    return np.column_stack([np.interp(at, along, x), np.interp(at, along, y), np.ones(len(at))])
