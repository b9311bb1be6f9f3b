"""What stands on three axes: faces over a grid, ribbons over names, faces of bins, and a path."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.cm import ScalarMappable
from matplotlib.patheffects import withStroke
from mpl_toolkits.mplot3d.art3d import Poly3DCollection
from mpl_toolkits.mplot3d.axes3d import Axes3D
from numpy.typing import NDArray

from embervlm_specs.theme import GRID, INK, LABEL_SIZE, MUTED

__all__ = ["draw_bins", "draw_grid", "draw_path", "draw_ribbons"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_EDGES = {"edgecolor": (1, 1, 1, 0.35), "linewidth": 0.3, "rasterized": True}
_POINT = 16
_HALF_RIBBON = 0.36


def draw_grid(axes: Axes3D, grid: pd.DataFrame, scale: ScalarMappable) -> None:
    """A face between any four neighbouring cells of (y, x); a cell that is in none is a dot."""
    xs, ys = np.meshgrid(grid.columns.to_numpy(float), grid.index.to_numpy(float))
    heights = grid.to_numpy()
    if min(heights.shape) > 1:
        colors = scale.to_rgba(heights)
        every = {"rstride": 1, "cstride": 1}
        axes.plot_surface(xs, ys, heights, facecolors=colors, shade=False, **every, **_EDGES)
    else:
        axes.plot(xs.ravel(), ys.ravel(), heights.ravel(), color=MUTED, linewidth=1)
    _draw_dots(axes, xs, ys, heights, ~_in_a_face(np.isfinite(heights)), scale)


def draw_ribbons(axes: Axes3D, grid: pd.DataFrame, scale: ScalarMappable) -> None:
    """A ribbon along y for each column, at 0, 1, 2, ... of x, as nothing lies between them.

    A cell without neighbours along y is a dot on a stem.
    """
    ys, heights = grid.index.to_numpy(float), grid.to_numpy()
    known = np.isfinite(heights)
    pairs = known[:-1] & known[1:]
    faces, shades = [], []
    for row, column in np.argwhere(pairs):
        left, right = column - _HALF_RIBBON, column + _HALF_RIBBON
        (y1, y2), (z1, z2) = ys[row : row + 2], heights[row : row + 2, column]
        faces.append([(left, y1, z1), (right, y1, z1), (right, y2, z2), (left, y2, z2)])
        shades.append((z1 + z2) / 2)
    _draw_faces(axes, np.asarray(faces), np.asarray(shades), scale)

    joined = np.pad(pairs, ((1, 1), (0, 0)))
    alone = known & ~(joined[:-1] | joined[1:])
    places, steps = np.meshgrid(np.arange(heights.shape[1], dtype=float), ys)
    floor = axes.get_zlim()[0]
    for x, y, z in zip(places[alone], steps[alone], heights[alone], strict=True):
        axes.plot([x, x], [y, y], [floor, z], color=MUTED, linewidth=1)
    _draw_dots(axes, places, steps, heights, alone, scale)


def draw_bins(
    axes: Axes3D, lower: Floats, upper: Floats, heights: Floats, scale: ScalarMappable
) -> None:
    """A face for each bin, between its lower and upper corner (n, 2), coloured by its own height.

    A corner stands at the mean height of the bins that meet there, so that the faces join.
    """
    (x1, y1), (x2, y2) = lower.T, upper.T
    x, y = np.column_stack([x1, x2, x2, x1]), np.column_stack([y1, y1, y2, y2])
    corners = pd.DataFrame({"x": x.ravel(), "y": y.ravel(), "z": np.repeat(heights, 4)})
    corners["z"] = corners.groupby(["x", "y"])["z"].transform("mean")
    _draw_faces(axes, corners.to_numpy().reshape(-1, 4, 3), heights, scale)


def draw_path(axes: Axes3D, points: Floats, labels: list[str]) -> None:
    """A line through the points (n, 3), with a dot and its label at those that have one."""
    axes.computed_zorder = False  # else the surface would hide the path that lies on it
    axes.plot(*points.T, color="white", linewidth=3, zorder=3)
    axes.plot(*points.T, color=INK, linewidth=1.2, zorder=4)
    for point, label in zip(points, labels, strict=True):
        if label:
            axes.plot(*point[:, None], color=INK, marker="o", markersize=4, zorder=5)
            text = axes.text(*point, f"  {label}", size=LABEL_SIZE, va="center", zorder=6)
            text.set_path_effects([withStroke(linewidth=2, foreground="white")])


def _draw_faces(axes: Axes3D, faces: Floats, values: Floats, scale: ScalarMappable) -> None:
    """Faces (n, 4, 3), and where they are as grey on the floor, as nothing else says it in 3D."""
    if len(faces):
        axes.computed_zorder = False  # else the floor would hide what stands on it
        floor = faces.copy()
        floor[:, :, 2] = axes.get_zlim()[0]
        axes.add_collection3d(Poly3DCollection(floor, facecolors=GRID, zorder=0, **_EDGES))
        colors = scale.to_rgba(values)
        axes.add_collection3d(Poly3DCollection(faces, facecolors=colors, zorder=1, **_EDGES))


def _draw_dots(
    axes: Axes3D, xs: Floats, ys: Floats, zs: Floats, chosen: Flags, scale: ScalarMappable
) -> None:
    dots = chosen & np.isfinite(zs)
    if dots.any():
        colors = scale.to_rgba(zs[dots])
        axes.scatter(xs[dots], ys[dots], zs[dots], c=colors, depthshade=False, s=_POINT, zorder=3)


def _in_a_face(known: Flags) -> Flags:
    """Which cells belong to four neighbours that are all known."""
    faces = known[:-1, :-1] & known[1:, :-1] & known[:-1, 1:] & known[1:, 1:]
    around = np.pad(faces, 1)
    covered: Flags = around[:-1, :-1] | around[1:, :-1] | around[:-1, 1:] | around[1:, 1:]
    return covered
