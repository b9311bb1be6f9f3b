"""vl-convert, and all that we know about it, in one place.

A Vega-Lite document is compiled to SVG once; PNG and PDF are made of that SVG. What vl-convert
passes over in silence (a blank chart, a coordinate that is no number) is an error here.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import vl_convert

from embervlm_specs.document import PANEL, animated_by, check_columns
from embervlm_specs.document.checks import units
from embervlm_specs.errors import RenderError

__all__ = ["draw", "javascript"]

_VEGA_LITE = "6.4"
_POSITIONS = ("x", "y", "x2", "y2", "theta", "radius")
# Vega cuts long labels by 16-bit units, and vl-convert fails on half a character. The font has few
# of these characters anyway, and draws the others as an empty square.
_BEYOND_16_BITS = re.compile("[\U00010000-\U0010ffff]")
_ID = re.compile(r"\b(clip|gradient_)(\d+)\b")
_PART = re.compile(r"datum\.part === '(\w+)'")
_NOT_A_NUMBER = re.compile(
    r'\s(?:transform|d|points|[xy][12]?|c[xy]|r|width|height)="[^"]*?(NaN|-?Infinity|undefined)'
)


def draw(document: dict[str, Any], formats: Sequence[str], ppi: float) -> dict[str, bytes]:
    """The document in each of `svg`, `png` and `pdf`, at so many dots per inch.

    Raises `DocumentError` for data from elsewhere or an absent column, `RenderError` where the
    drawing failed or lacks a mark that has data.
    """
    if not formats:
        return {}
    svg = _compile(document)
    made: dict[str, Callable[[str], bytes]] = {
        "svg": str.encode,
        # `ppi` alone sets the density; a `scale` beside it would multiply the pixels
        "png": partial(vl_convert.svg_to_png, ppi=ppi),
        "pdf": vl_convert.svg_to_pdf,
    }
    return {name: made[name](svg) for name in formats}


def _compile(document: dict[str, Any]) -> str:
    check_columns(document)
    _register_font()
    text = json.dumps(document, allow_nan=False, ensure_ascii=False)
    try:
        svg = vl_convert.vegalite_to_svg(text, vl_version=_VEGA_LITE)
    except ValueError as error:
        if "hex escape" not in str(error):
            raise RenderError(f"Vega-Lite could not draw the document: {error}") from None
        text = _BEYOND_16_BITS.sub("\N{WHITE SQUARE}", text)
        svg = vl_convert.vegalite_to_svg(text, vl_version=_VEGA_LITE)
    _check_drawing(document, svg)
    # the same ids for the same drawing; vl-convert counts them up within a process
    numbers: dict[str, int] = {}
    return _ID.sub(lambda m: f"{m[1]}{numbers.setdefault(m[0], len(numbers))}", svg)


@cache
def _register_font() -> None:
    """Matplotlib's own DejaVu Sans, found without importing matplotlib."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise RenderError("matplotlib, which brings the font, is not installed")
    folder = Path(found.submodule_search_locations[0]) / "mpl-data" / "fonts" / "ttf"
    vl_convert.register_font_directory(str(folder))


def _check_drawing(document: dict[str, Any], svg: str) -> None:
    """Raise `RenderError` where a mark that has data left nothing in the picture."""
    spoilt = _NOT_A_NUMBER.search(svg)
    if spoilt:
        raise RenderError(f"the drawing holds a coordinate that is {spoilt.group(1)}")
    drawn = _drawn_marks(svg)
    for name in _expected_marks(document):
        if not any(name in group for group in drawn):
            raise RenderError(f"the view '{name}' has data, but nothing of it was drawn")


def _drawn_marks(svg: str) -> set[str]:
    """The class names of the mark groups that hold something."""
    try:
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise RenderError(f"the drawing is not valid SVG: {error}") from None
    groups = (element for element in root.iter() if "role-mark" in element.get("class", ""))
    return {word for group in groups if len(group) for word in group.get("class", "").split()}


def _expected_marks(document: dict[str, Any]) -> Iterator[str]:
    """The class names of views whose data have something to draw."""
    panel = PANEL if animated_by(document) else None
    for view, data, _ in units(document):
        if "mark" not in view or "name" not in view:
            continue
        places = [view["encoding"].get(channel, {}) for channel in _POSITIONS]
        needed = [place["field"] for place in places if "field" in place]
        parts = set(_PART.findall(str(view.get("transform", ""))))
        rows = (
            row
            for row in document["datasets"][data]
            if row.get(panel, True) and (not parts or row.get("part") in parts)
        )
        if any(all(row.get(field) is not None for field in needed) for row in rows):
            yield f"{view['name']}_marks"


@cache
def javascript() -> str:
    """Vega, Vega-Lite and vega-embed as one JavaScript module, which sets `vegaEmbed`."""
    # the stub does not know that the snippet may be left out
    module: str = vl_convert.javascript_bundle(vl_version=_VEGA_LITE)  # type: ignore[call-arg]
    return module
