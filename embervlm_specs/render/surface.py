"""Surfaces in three dimensions, one or several on the same scales."""

from __future__ import annotations

import math
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from mpl_toolkits.mplot3d.axes3d import Axes3D

from embervlm_specs.theme import FONT_SIZE, GRID, INK, LABEL_SIZE, MUTED

__all__ = ["draw_surface"]

_COLORBAR = 0.11
"""The share of the width that the colour bar and its labels take."""

_INSET = 0.03
"""Room at the left of each panel, as a share of the width, for the labels of the z axis."""

_MOST_TICKS = 4
_MOST_LETTERS = 24


def draw_surface(figure: Figure, document: dict[str, Any], top: float) -> None:
    """Draw the document's surfaces on the figure, below `top` (a fraction of its height)."""
    encoding = document["encoding"]
    table = pd.DataFrame(document["datasets"][document["data"]["name"]])
    panels = _panels(table, encoding.get("facet"))
    scale = _scale(table, encoding)
    columns = min(encoding.get("facet", {}).get("columns", 1), len(panels))
    rows = math.ceil(len(panels) / columns)
    width, height = (1 - _COLORBAR) / columns, top / rows
    for i, (title, part) in enumerate(panels):
        left, bottom = (i % columns) * width, top - (i // columns + 1) * height
        axes = figure.add_axes((left + _INSET, bottom, width - _INSET, height), projection="3d")
        _draw_panel(axes, part, encoding, scale)
        if title:
            place = (left + 0.016, bottom + height - 0.01)
            figure.text(*place, _shorten(title), size=FONT_SIZE, weight="bold", va="top")
    _color_bar(figure, encoding, scale, top)


def _panels(table: pd.DataFrame, facet: dict[str, Any] | None) -> list[tuple[str, pd.DataFrame]]:
    """The parts of the table by facet, in the order in which they come."""
    if not facet:
        return [("", table)]
    return [(str(name), part) for name, part in table.groupby(facet["field"], sort=False)]


def _shorten(name: str) -> str:
    """A name that fits above a panel."""
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"


def _scale(table: pd.DataFrame, encoding: dict[str, Any]) -> ScalarMappable:
    field, scale = encoding["color"]["field"], encoding["color"].get("scale", {})
    low, high = scale.get("domain") or (table[field].min(), table[field].max())
    return ScalarMappable(Normalize(low, high), mpl.colormaps[scale.get("scheme", "viridis")])


def _draw_panel(
    axes: Axes3D, table: pd.DataFrame, encoding: dict[str, Any], scale: ScalarMappable
) -> None:
    x, y, z = (encoding[channel]["field"] for channel in ("x", "y", "z"))
    grid = table.pivot(index=y, columns=x, values=z).astype(float)
    xs, ys = np.meshgrid(grid.columns.to_numpy(float), grid.index.to_numpy(float))
    heights = grid.to_numpy()
    if min(heights.shape) > 1:
        colors = scale.to_rgba(heights)
        axes.plot_surface(
            xs, ys, heights, facecolors=colors, rstride=1, cstride=1, shade=False,
            edgecolor=(1, 1, 1, 0.35), linewidth=0.3, rasterized=True,
        )  # fmt: skip
    else:
        axes.plot(xs.ravel(), ys.ravel(), heights.ravel(), color=MUTED, linewidth=1)
    known = np.isfinite(heights)
    if min(heights.shape) == 1 or not _has_faces(known):
        axes.scatter(
            xs[known], ys[known], heights[known], c=scale.to_rgba(heights[known]),
            depthshade=False, s=16,
        )  # fmt: skip
    _style_axes(axes, encoding, grid, scale)


def _has_faces(known: np.ndarray[Any, np.dtype[np.bool_]]) -> bool:
    """Whether any four neighbouring cells are known, so that there is a face to draw."""
    return bool((known[:-1, :-1] & known[1:, :-1] & known[:-1, 1:] & known[1:, 1:]).any())


def _style_axes(
    axes: Axes3D, encoding: dict[str, Any], grid: pd.DataFrame, scale: ScalarMappable
) -> None:
    axes.view_init(elev=24, azim=-128)
    axes.set_box_aspect((1, 1, 0.8), zoom=0.9)
    low, high = encoding["z"].get("scale", {}).get("domain") or scale.get_clim()
    axes.set_zlim(low, high)
    axes.set_xlabel(encoding["x"]["title"], size=LABEL_SIZE, labelpad=-6)
    axes.set_ylabel(encoding["y"]["title"], size=LABEL_SIZE, labelpad=-2)
    axes.zaxis.set_major_locator(MaxNLocator(2))
    for axis, values in ((axes.xaxis, grid.columns), (axes.yaxis, grid.index)):
        one = FixedLocator([float(values[0])]) if len(values) == 1 else None
        axis.set_major_locator(one or MaxNLocator(_MOST_TICKS, integer=True))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_pane_color((1, 1, 1, 0))
        axis.line.set_color(MUTED)
        axis._axinfo["grid"].update(color=GRID, linewidth=0.6)  # no public way to this in mplot3d
    axes.tick_params(labelsize=LABEL_SIZE - 1, pad=-3, colors=INK)


def _color_bar(figure: Figure, encoding: dict[str, Any], scale: ScalarMappable, top: float) -> None:
    place = figure.add_axes((1 - _COLORBAR + 0.015, top * 0.25, 0.018, top * 0.5))
    bar = figure.colorbar(scale, cax=place)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=LABEL_SIZE, length=2, color=MUTED)
    bar.set_label(encoding["color"]["title"], size=LABEL_SIZE)
