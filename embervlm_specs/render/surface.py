"""Surfaces in three dimensions, one or several on the same scales."""

from __future__ import annotations

import math
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axis import Axis
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator
from mpl_toolkits.mplot3d.axes3d import Axes3D

from embervlm_specs.render.faces import draw_bins, draw_grid, draw_path, draw_ribbons
from embervlm_specs.theme import FONT_SIZE, GRID, INK, LABEL_SIZE, MUTED
from embervlm_specs.words import shortened

__all__ = ["draw_surface"]

_COLORBAR = 0.11
"""The share of the width that the colour bar and its labels take."""

_COLORBAR_ALONE = 0.15
"""The same beside a single surface, whose values may need more digits."""

_INSET = 0.03
"""Room at the left of each panel, as a share of the width, for the labels of the z axis."""

_LIFT = 0.035
"""How far a surface that stands alone is raised, to make room for the words below it."""

_MOST_TICKS = 4
_MOST_LETTERS = 24


def draw_surface(figure: Figure, document: dict[str, Any], top: float) -> None:
    """Draw the document's surfaces on the figure, below `top` (a fraction of its height)."""
    encoding = document["encoding"]
    table = _rows(document, document)
    layers = [(layer["encoding"], _rows(document, layer)) for layer in document.get("layer", [])]
    facet = encoding.get("facet", {})
    parts = table.groupby(facet["field"], sort=False) if facet else [("", table)]
    panels = [(str(name), part) for name, part in parts]
    alone = len(panels) == 1
    scale = _color_scale(table, encoding["color"])
    heights = [table[encoding["z"]["field"]], *(rows[code["z"]["field"]] for code, rows in layers)]
    limits = _limits(pd.concat(heights), encoding["z"]["scale"])

    columns = min(facet.get("columns", 1), len(panels))
    bar, lift = (_COLORBAR_ALONE, _LIFT) if alone else (_COLORBAR, 0)
    width, height = (1 - bar) / columns, top / math.ceil(len(panels) / columns)
    for i, (title, part) in enumerate(panels):
        left, bottom = (i % columns) * width, top - (i // columns + 1) * height
        room = (left + _INSET, bottom + lift, width - _INSET, height)
        axes = figure.add_axes(room, projection="3d", zlim=limits)
        _draw_panel(axes, part, encoding, scale)
        _style_axes(axes, encoding, alone=alone)
        for code, rows in layers:
            points = rows[[code[channel]["field"] for channel in "xyz"]].to_numpy(float)
            draw_path(axes, points, list(rows[code["text"]["field"]]))
        if title:
            place = (left + 0.016, bottom + height - 0.01)
            name = shortened(title, most=_MOST_LETTERS)
            figure.text(*place, name, size=FONT_SIZE, weight="bold", va="top")
    _color_bar(figure, encoding, scale, 1 - bar, top)


def _rows(document: dict[str, Any], part: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(document["datasets"][part["data"]["name"]])


def _limits(values: pd.Series[float], scale: dict[str, Any]) -> tuple[float, float]:
    """The domain of a scale: fixed, or the span of the values, and never empty."""
    low, high = scale.get("domain") or (values.min(), values.max())
    if scale.get("zero"):
        low, high = min(low, 0), max(high, 0)
    room = 0.0 if low < high else abs(low) / 10 or 0.1
    return float(low - room), float(high + room)


def _color_scale(table: pd.DataFrame, channel: dict[str, Any]) -> ScalarMappable:
    scale = channel["scale"]
    if "range" in scale:
        colors: Colormap = LinearSegmentedColormap.from_list("range", scale["range"])
    else:
        colors = mpl.colormaps[scale["scheme"]]
    return ScalarMappable(Normalize(*_limits(table[channel["field"]], scale)), colors)


def _draw_panel(
    axes: Axes3D, table: pd.DataFrame, encoding: dict[str, Any], scale: ScalarMappable
) -> None:
    x, y, z = (encoding[channel]["field"] for channel in "xyz")
    if "x2" in encoding:
        x2, y2 = encoding["x2"]["field"], encoding["y2"]["field"]
        lower, upper = table[[x, y]].to_numpy(float), table[[x2, y2]].to_numpy(float)
        draw_bins(axes, lower, upper, table[z].to_numpy(float), scale)
        _style_number_axis(axes.xaxis, table[[x, x2]])
        _style_number_axis(axes.yaxis, table[[y, y2]])
        return
    grid = table.pivot(index=y, columns=x, values=z).astype(float)
    if encoding["x"]["type"] == "ordinal":
        names = table[x].unique()
        draw_ribbons(axes, grid[names], scale)
        axes.set_xlim(-0.5, len(names) - 0.5)
        short = [shortened(name, most=_MOST_LETTERS) for name in names]
        axes.set_xticks(range(len(names)), short)
    else:
        draw_grid(axes, grid, scale)
        _style_number_axis(axes.xaxis, table[[x]])
    _style_number_axis(axes.yaxis, table[[y]])


def _style_axes(axes: Axes3D, encoding: dict[str, Any], *, alone: bool) -> None:
    """A view from above; a surface that stands alone fills its room, and has room for words."""
    axes.view_init(elev=24, azim=-128)
    axes.set_box_aspect((1.2, 1.2, 0.8) if alone else (1, 1, 0.8), zoom=1.12 if alone else 0.9)
    axes.set_xlabel(encoding["x"]["title"], size=LABEL_SIZE, labelpad=-2 if alone else -6)
    axes.set_ylabel(encoding["y"]["title"], size=LABEL_SIZE, labelpad=2 if alone else -2)
    axes.zaxis.set_major_locator(MaxNLocator(4 if alone else 2))
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_pane_color((1, 1, 1, 0))
        axis.line.set_color(MUTED)
        axis._axinfo["grid"].update(color=GRID, linewidth=0.6)  # no public way to this in mplot3d
    axes.tick_params(labelsize=LABEL_SIZE - 1, pad=0 if alone else -3, colors=INK)


def _style_number_axis(axis: Axis, table: pd.DataFrame) -> None:
    """Few ticks, none beyond the values of the table."""
    values = table.to_numpy(float)
    whole = bool((values == np.round(values)).all())
    low, high = values.min(), values.max()
    ticks = MaxNLocator(_MOST_TICKS, integer=whole).tick_values(*axis.get_view_interval())
    # the axis is a little longer than its values, and a tick out there would promise some
    within = [tick for tick in ticks if low <= tick <= high]
    axis.set_major_locator(FixedLocator(within if low < high else [low]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))


def _color_bar(
    figure: Figure, encoding: dict[str, Any], scale: ScalarMappable, left: float, top: float
) -> None:
    place = figure.add_axes((left + 0.015, top * 0.25, 0.018, top * 0.5))
    bar = figure.colorbar(scale, cax=place)
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=LABEL_SIZE, length=2, color=MUTED)
    bar.set_label(encoding["color"]["title"], size=LABEL_SIZE)
