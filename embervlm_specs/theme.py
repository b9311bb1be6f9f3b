"""Colours, fonts and sizes, so that every figure looks like one family.

One pixel is one point: a document is 72 pixels an inch, and at 504 pixels it fills the seven inches
of a two-column page, so font sizes here are the sizes in print. Categorical colours are those of
Okabe and Ito (2008), told apart by colour-blind readers.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = [
    "BETTER",
    "BUBBLE_AREA",
    "CLASS_PALETTE",
    "CONFIG",
    "EMPTY",
    "FONT",
    "FONT_SIZE",
    "GAP",
    "GRID",
    "IMAGE_COLOR",
    "INK",
    "LABEL_SIZE",
    "LINE_HEIGHT",
    "MUTED",
    "ROBOT_COLORS",
    "SEQUENTIAL",
    "STAGE1_RANGE",
    "STAGE2",
    "STAGE2_RANGE",
    "STAGE2_SECOND",
    "STAGE3",
    "STAGE3_RANGE",
    "STAGE4",
    "STAGE4_RANGE",
    "STAGE4_SECOND",
    "TEXT_COLOR",
    "TITLE_SIZE",
    "UNKNOWN_AREA",
    "WORSE",
]

FONT = "DejaVu Sans"
TITLE_SIZE = 13
FONT_SIZE = 10
LABEL_SIZE = 9
LINE_HEIGHT = 13

INK = "#22262b"
MUTED = "#5c6570"
GRID = "#e4e7eb"
EMPTY = "#d5d9de"

SEQUENTIAL: Final = "viridis"
"""Colour scheme of amounts; known to Vega and to matplotlib by the same name."""

STAGE1_RANGE = ["#f3faf8", "#b5dfd6", "#5fb8ac", "#20857b", "#0b4f4a"]
IMAGE_COLOR = "#0072b2"
TEXT_COLOR = "#e07b00"

STAGE2 = "#8e6bbf"
STAGE2_SECOND = "#e8964a"
STAGE2_RANGE = ["#f8f5fc", "#d5c6ea", "#a683cf", "#7547a3", "#43206b"]

STAGE3 = "#74a5d3"
STAGE3_RANGE = ["#f4f8fc", "#b3d1ea", "#5b9bd0", "#1c64a8", "#08406f"]

STAGE4 = "#c8443c"
STAGE4_SECOND = "#f0b429"
STAGE4_RANGE = ["#fffaeb", "#fddf8f", "#f6a24b", "#d9502f", "#8c1a1f"]
"""The `_RANGE`s run from nothing, which is nearly white, to everything, in a stage's colour."""

GAP = "#f2b27c"
"""What lies between a value and where it should be."""

WORSE, BETTER = "#b35806", "#2166ac"
"""The ends of the diverging scheme, told apart by colour-blind readers."""

BUBBLE_AREA = (30.0, 700.0)
UNKNOWN_AREA = 80.0
"""Square pixels of the points of nothing and of the largest amount, and of one not known."""

ROBOT_COLORS = {
    "Drone": "#0072b2",
    "Underwater": "#56b4e9",
    "Humanoid": "#e69f00",
    "Wheeled": "#009e73",
    "Legged": "#d55e00",
}
_OTHERS = ("#cc79a7", "#7f6bb3", "#8c6d31", "#4d4d4d", "#a6a600", "#66827a", "#b3476b")

CLASS_PALETTE = (*ROBOT_COLORS.values(), *_OTHERS)
"""Colours by slot: the five robots, then those for other classes."""


CONFIG: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "padding": 8,
    "view": {"stroke": None},
    "title": {
        "anchor": "start",
        "color": INK,
        "fontSize": TITLE_SIZE,
        "fontWeight": "bold",
        "frame": "group",
        "offset": 13,
        "subtitleColor": MUTED,
        "subtitleFontSize": FONT_SIZE,
        "subtitleLineHeight": LINE_HEIGHT,
        "subtitlePadding": 8,
    },
    "header": {
        "labelColor": INK,
        "labelFontSize": FONT_SIZE,
        "labelFontWeight": "bold",
        "labelPadding": 4,
        "title": None,
    },
    "axis": {
        "domainColor": MUTED,
        "gridColor": GRID,
        "labelColor": INK,
        "labelFontSize": LABEL_SIZE,
        "labelLimit": 110,
        "tickColor": MUTED,
        "titleColor": INK,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "titlePadding": 6,
    },
    "legend": {
        "labelColor": INK,
        "labelFontSize": LABEL_SIZE,
        "labelLimit": 160,
        "titleColor": INK,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
    },
    "text": {"color": INK, "fontSize": LABEL_SIZE},
}
