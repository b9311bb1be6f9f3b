"""matplotlib draws what Vega-Lite has no word for; documents in, pictures out, no global state."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from embervlm_specs.document import check_columns
from embervlm_specs.errors import RenderError
from embervlm_specs.render.sankey import draw_sankey
from embervlm_specs.render.surface import draw_surface
from embervlm_specs.render.treemap import draw_treemap
from embervlm_specs.render.words import described
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


def draw(document: dict[str, Any], formats: Mapping[str, float]) -> dict[str, bytes]:
    """The document in each of `svg`, `png` and `pdf`, at the dots per inch given for it.

    Raises `DocumentError` for an absent data set or column, `RenderError` for an unknown mark.
    """
    check_columns(document)
    mark = document["mark"]["type"]
    if mark not in _DRAW:
        raise RenderError(f"matplotlib draws no '{mark}'; it draws {', '.join(_DRAW)}")
    document = document | {"height": _height(document)}
    with mpl.rc_context(_STYLE):
        figure = _page(document)
        _DRAW[mark](figure, document, _body(document))
        return {name: _save(figure, name, ppi, document) for name, ppi in formats.items()}


def _height(document: dict[str, Any]) -> float:
    """The height of the page: that of the document, which has room for two rows of panels."""
    height = float(document["height"])
    facet = document["encoding"].get("facet")
    if not facet:
        return height
    rows = document["datasets"][document["data"]["name"]]
    panels = len({row[facet["field"]] for row in rows})
    return height * max(1, math.ceil(panels / int(facet["columns"])) / 2)


def _page(document: dict[str, Any]) -> Figure:
    """A figure of the document's size with its title and note on top."""
    width, height = document["width"], document["height"]
    figure = Figure(figsize=(width / _POINTS_PER_INCH, height / _POINTS_PER_INCH))
    left, top = _MARGIN / width, 1 - _MARGIN / height
    figure.text(left, top, document["title"], size=TITLE_SIZE, weight="bold", va="top")
    for i, row in enumerate(_note(document)):
        down = TITLE_SIZE + _MARGIN + i * LINE_HEIGHT
        figure.text(left, top - down / height, row["text"], size=FONT_SIZE, color=MUTED, va="top")
    return figure


def _body(document: dict[str, Any]) -> float:
    """The upper end of the room below title and note, as a fraction of the height."""
    used = _MARGIN + TITLE_SIZE + _MARGIN + LINE_HEIGHT * len(_note(document))
    return float(1 - used / document["height"])


def _note(document: dict[str, Any]) -> list[dict[str, Any]]:
    if "note" not in document:
        return []
    rows: list[dict[str, Any]] = document["datasets"][document["note"]["data"]["name"]]
    return rows


def _save(figure: Figure, name: str, ppi: float, document: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format=name, dpi=ppi, metadata=_METADATA[name])
    if name == "svg":
        return described(out.getvalue().decode(), document).encode()
    return out.getvalue()
