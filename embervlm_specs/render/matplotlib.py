"""matplotlib draws what Vega-Lite has no word for; documents in, pictures out, no global state."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from embervlm_specs.document import check_columns
from embervlm_specs.errors import RenderError
from embervlm_specs.render.sankey import draw_sankey
from embervlm_specs.render.surface import draw_surface
from embervlm_specs.render.treemap import draw_treemap
from embervlm_specs.theme import FONT, FONT_SIZE, INK, LINE_HEIGHT, MUTED, TITLE_SIZE

__all__ = ["draw"]

_POINTS_PER_INCH = 72
_MARGIN = 8
_DRAW = {"sankey": draw_sankey, "surface": draw_surface, "treemap": draw_treemap}

_STYLE: Any = {
    "font.family": FONT,
    "font.size": FONT_SIZE,
    "text.color": INK,
    "axes.labelcolor": INK,
    "svg.fonttype": "path",
    "svg.hashsalt": "embervlm-specs",
    "pdf.fonttype": 42,
}

# what would differ from one drawing to the next
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


def draw(document: dict[str, Any], formats: Sequence[str], ppi: float) -> dict[str, bytes]:
    """The document in each of `svg`, `png` and `pdf`, at so many dots per inch.

    Raises `DocumentError` for an absent data set or column, `RenderError` for an unknown mark.
    """
    check_columns(document)
    mark = document["mark"]["type"]
    if mark not in _DRAW:
        raise RenderError(f"matplotlib draws no '{mark}'; it draws {', '.join(_DRAW)}")
    document = document | {"height": _height(document)}
    with mpl.rc_context(_STYLE):
        figure, top = _page(document)
        _DRAW[mark](figure, document, top)
        return {name: _save(figure, name, ppi) for name in formats}


def _height(document: dict[str, Any]) -> float:
    """The height of the page: that of the document, which has room for two rows of panels."""
    height = float(document["height"])
    facet = document["encoding"].get("facet")
    if not facet:
        return height
    rows = document["datasets"][document["data"]["name"]]
    panels = len({row[facet["field"]] for row in rows})
    return height * max(1, math.ceil(panels / int(facet["columns"])) / 2)


def _page(document: dict[str, Any]) -> tuple[Figure, float]:
    """A figure of the document's size with title and note, and how high the room below reaches."""
    width, height = document["width"], document["height"]
    figure = Figure(figsize=(width / _POINTS_PER_INCH, height / _POINTS_PER_INCH))
    left, top = _MARGIN / width, 1 - _MARGIN / height
    figure.text(left, top, document["title"], size=TITLE_SIZE, weight="bold", va="top")
    down = TITLE_SIZE + _MARGIN
    if "note" in document:
        for row in document["datasets"][document["note"]["data"]["name"]]:
            place = (left, top - down / height)
            figure.text(*place, row["text"], size=FONT_SIZE, color=MUTED, va="top")
            down += LINE_HEIGHT
    return figure, 1 - (_MARGIN + down) / height


def _save(figure: Figure, name: str, ppi: float) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format=name, dpi=ppi, metadata=_METADATA[name])
    return out.getvalue()
