"""Treemaps: nested rectangles, their legend, and what could not be drawn beside them."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke

from embervlm_specs.theme import EMPTY, FONT_SIZE, INK, LABEL_SIZE, MUTED

__all__ = ["draw_treemap"]

_MARGIN = 8
_SPACE = 16
_HATCH = "////"
_LINE = LABEL_SIZE + 3
_DARK = 0.45
"""Below this luminance a colour takes white letters."""


def draw_treemap(figure: Figure, document: dict[str, Any], top: float) -> None:
    """Draw the document's treemap on the figure, below `top` (a fraction of its height)."""
    width, height = document["width"], document["height"]
    across, down = (document["encoding"][axis]["scale"]["domain"][1] for axis in ("x", "y"))
    top -= _MARGIN / height
    place = (_MARGIN / width, top - down / height, across / width, down / height)
    axes = figure.add_axes(place, xlim=(0, across), ylim=(down, 0))
    axes.set_axis_off()
    scale = _scale(document)
    for row in _rows(document, "data"):
        _draw_cell(axes, row, document["encoding"], scale)
    for group in _rows(document, "groups"):
        axes.add_patch(Rectangle(*_box(group), fill=False, edgecolor=INK, linewidth=2))
        if group["title"]:
            tag = {"facecolor": "white", "edgecolor": INK, "linewidth": 0.8, "pad": 2}
            axes.text(
                group["x"] + 3, group["y"] + 3, group["title"],
                size=LABEL_SIZE, weight="bold", va="top", bbox=tag,
            )  # fmt: skip
    _draw_legend(figure, document, scale, _MARGIN + across + _SPACE, top)


def _rows(document: dict[str, Any], part: str) -> list[dict[str, Any]]:
    block = document[part] if part == "data" else document[part]["data"]
    rows: list[dict[str, Any]] = document["datasets"][block["name"]]
    return rows


def _box(row: dict[str, Any]) -> tuple[tuple[float, float], float, float]:
    return (row["x"], row["y"]), row["x2"] - row["x"], row["y2"] - row["y"]


def _scale(document: dict[str, Any]) -> ScalarMappable | None:
    """The colours, or None where no rectangle has an amount to be coloured by."""
    color = document["encoding"]["color"]
    costs = (row[color["field"]] for row in _rows(document, "data"))
    known = [cost for cost in costs if cost is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    # one value alone lies in the middle of the colours
    ends = (low / 2, high * 2) if low == high else (low, high)
    return ScalarMappable(LogNorm(*ends), mpl.colormaps[color["scale"]["scheme"]])


def _draw_cell(
    axes: Any, row: dict[str, Any], encoding: dict[str, Any], scale: ScalarMappable | None
) -> None:
    value = row[encoding["color"]["field"]]
    special = encoding["fill"]
    colors = dict(zip(special["scale"]["domain"], special["scale"]["range"], strict=True))
    color = colors.get(row[special["field"]], EMPTY)
    if scale is not None and value is not None:
        color = mpl.colors.to_hex(scale.to_rgba(np.array([value]))[0])
    red, green, blue = mpl.colors.to_rgb(color)
    dark = 0.299 * red + 0.587 * green + 0.114 * blue < _DARK
    hatched = _HATCH if row[encoding["hatch"]["field"]] else None
    lines = (1, 1, 1, 0.45) if dark else (0, 0, 0, 0.25)
    axes.add_patch(
        Rectangle(*_box(row), facecolor=color, edgecolor=lines, hatch=hatched, linewidth=0)
    )
    axes.add_patch(Rectangle(*_box(row), fill=False, edgecolor="white", linewidth=1))
    axes.text(
        row["label_x"], row["label_y"], row[encoding["text"]["field"]],
        size=LABEL_SIZE - 1, color="white" if dark else INK, va="top", linespacing=1.25,
        path_effects=[withStroke(linewidth=2.5, foreground=color)],
    )  # fmt: skip


def _draw_legend(
    figure: Figure, document: dict[str, Any], scale: ScalarMappable | None, left: float, top: float
) -> None:
    """The colour bar, the special colours and the lines beside, from `left` pixels on."""
    width, height = document["width"], document["height"]
    encoding = document["encoding"]
    y = top * height
    if scale is not None:
        figure.text(left / width, y / height, encoding["color"]["title"], size=FONT_SIZE, va="top")
        lines = encoding["color"]["title"].count("\n") + 1
        y -= lines * (FONT_SIZE + 3) + 16
        room = (width - left - 2 * _MARGIN) / width
        bar = figure.colorbar(
            scale, cax=figure.add_axes((left / width, y / height, room, 10 / height)),
            orientation="horizontal",
        )  # fmt: skip
        ticks = _rows(document, "ticks")
        bar.set_ticks([row["value"] for row in ticks], labels=[row["text"] for row in ticks])
        bar.ax.minorticks_off()
        if len(ticks) > 1:  # inside the bar's width, so that nothing is cut off
            first, last = bar.ax.get_xticklabels()
            first.set_horizontalalignment("left")
            last.set_horizontalalignment("right")
        bar.ax.tick_params(labelsize=LABEL_SIZE, length=2, color=MUTED)
        bar.outline.set_visible(False)
        y -= 26
    special, hatch = encoding["fill"]["scale"], encoding["hatch"]
    colors = zip(special["domain"], special["range"], strict=True)
    cells = _rows(document, "data")
    there = {row[encoding["fill"]["field"]] for row in cells}
    swatches = [Patch(facecolor=color, label=name) for name, color in colors if name in there]
    if any(row[hatch["field"]] for row in cells):
        lines = {"edgecolor": MUTED, "hatch": _HATCH}
        swatches.append(Patch(facecolor="white", label=hatch["title"], **lines))
    figure.legend(
        handles=swatches, loc="upper left", bbox_to_anchor=(left / width, y / height),
        fontsize=LABEL_SIZE, frameon=False, borderpad=0, borderaxespad=0, handlelength=1.2,
        handletextpad=0.5, labelspacing=0.4,
    )  # fmt: skip
    y -= len(swatches) * (LABEL_SIZE + 5) + 8
    for row in _rows(document, "aside"):
        weight = "bold" if row["heading"] else "normal"
        y -= 6 if row["heading"] else 0
        place = left / width, y / height
        figure.text(*place, row["text"], size=LABEL_SIZE - 1, weight=weight, va="top")
        y -= _LINE
