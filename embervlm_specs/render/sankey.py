"""Sankey diagrams: ribbons between boxes, as a layout in [0, 1] places them."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from embervlm_specs.theme import INK, LABEL_SIZE, MUTED

__all__ = ["draw_sankey"]

_PAD = 8
_HEADINGS = 18
"""Room around the diagram, and for the headings above it, in points."""

_RIBBON = 0.5
"""How opaque ribbons are, so that those below are seen."""


def draw_sankey(figure: Figure, document: dict[str, Any], top: float) -> None:
    """Draw the document's diagram on the figure, below `top` (a fraction of its height)."""
    width, height = document["width"], document["height"]
    bottom = _PAD / height
    place = (_PAD / width, bottom, 1 - 2 * _PAD / width, top - _HEADINGS / height - bottom)
    axes = figure.add_axes(place)
    axes.set(xlim=(0, 1), ylim=(1, 0))
    axes.set_axis_off()
    for row, at in _rows(document, document):
        _draw_ribbon(axes, at, _shade(document["encoding"], row))
    for layer in document["layer"]:
        draw = _draw_text if layer["mark"]["type"] == "text" else _draw_box
        for row, at in _rows(document, layer):
            draw(axes, row, at, layer)


def _rows(
    document: dict[str, Any], layer: dict[str, Any]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The rows of a layer, each with its values by channel."""
    fields = {channel: encoded["field"] for channel, encoded in layer["encoding"].items()}
    rows = document["datasets"][layer["data"]["name"]]
    return [(row, {channel: row[field] for channel, field in fields.items()}) for row in rows]


def _shade(encoding: dict[str, Any], row: dict[str, Any]) -> tuple[float, ...]:
    color = encoding["color"]
    scheme: Colormap = LinearSegmentedColormap.from_list("shade", color["scale"]["range"])
    return tuple(scheme(float(row[color["field"]])))


def _draw_ribbon(axes: Axes, at: dict[str, Any], color: tuple[float, ...]) -> None:
    """A band of one height along an S-shaped curve, with white edges above and below."""
    x, x2, y, y2, size = (at[channel] for channel in ("x", "x2", "y", "y2", "size"))
    middle = (x + x2) / 2
    upper = [(x, y), (middle, y), (middle, y2), (x2, y2)]
    lower = [(across, down + size) for across, down in reversed(upper)]
    curve = [Path.CURVE4] * 3
    band = Path(
        [*upper, *lower, (x, y)], [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
    )
    edges = Path([*upper, *lower], [Path.MOVETO, *curve] * 2)
    axes.add_patch(PathPatch(band, facecolor=(*color[:3], _RIBBON), linewidth=0))
    axes.add_patch(PathPatch(edges, fill=False, edgecolor="white", linewidth=0.3))


def _draw_box(axes: Axes, row: dict[str, Any], at: dict[str, Any], layer: dict[str, Any]) -> None:
    corner, size = (at["x"], at["y"]), (at["x2"] - at["x"], at["y2"] - at["y"])
    hatched = layer["mark"].get("hatch")
    color = "white" if hatched else _shade(layer["encoding"], row)
    lines: dict[str, Any] = {"edgecolor": INK, "hatch": "/////"} if hatched else {}
    axes.add_patch(Rectangle(corner, *size, linewidth=0.4, facecolor=color, **lines))


def _draw_text(axes: Axes, row: dict[str, Any], at: dict[str, Any], layer: dict[str, Any]) -> None:
    heading = layer["mark"]["baseline"] == "bottom"
    # a pale box keeps words readable on ribbons; an outline of the letters would be half a megabyte
    pale = {"boxstyle": "round,pad=0.08", "facecolor": (1, 1, 1, 0.6), "linewidth": 0}
    axes.annotate(
        at["text"],
        (at["x"], at["y"]),
        xytext=(0, 9 if heading else 0),
        textcoords="offset points",
        va="baseline" if heading else "center",
        size=LABEL_SIZE,
        color=MUTED if heading else INK,
        weight="bold" if heading else "normal",
        annotation_clip=False,
        linespacing=1.1,
        bbox=None if heading else pale,
    )
