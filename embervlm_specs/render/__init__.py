"""From a document to bytes: SVG, PNG at 300 DPI, PDF and GIF, without a network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from embervlm_specs.document import PLOT_SCHEMA, description_of, dumps, frames, title_of

__all__ = ["PPI", "draws", "render"]

PPI = 300
FRAME_PPI = 144
"""Frames are for the screen: twice its usual density."""


def draws(document: dict[str, Any]) -> str:
    """What draws the document: `vega` or `matplotlib`."""
    return "matplotlib" if document["$schema"] == PLOT_SCHEMA else "vega"


def render(document: dict[str, Any], formats: Sequence[str]) -> dict[str, bytes]:
    """Draw a document in several formats, compiling it once.

    Parameters
    ----------
    document
        A document of either kind, whose data are all its own.
    formats
        Any of `json`, `svg`, `png`, `pdf`, and `gif` for animated documents.

    Returns
    -------
    The bytes of each format. PNG has 300 DPI, GIF twice the density of a screen.

    Raises
    ------
    DocumentError
        The document asks for data from elsewhere, or for a column that it does not have.
    RenderError
        It could not be drawn, or the drawing lacks what the document describes.

    """
    if draws(document) == "matplotlib":
        from embervlm_specs.render import matplotlib as renderer
    else:
        from embervlm_specs.render import vega as renderer  # type: ignore[no-redef] # one of two modules with the same function

    still = [name for name in formats if name in ("svg", "png", "pdf")]
    out = renderer.draw(document, still, PPI)
    if "svg" in out:
        out["svg"] = _described(out["svg"], document)
    if "json" in formats:
        out["json"] = dumps(document).encode()
    if "gif" in formats:
        from embervlm_specs.render.gif import assemble

        pictures = [renderer.draw(each, ["png"], FRAME_PPI)["png"] for each in frames(document)]
        out["gif"] = assemble(pictures)
    return {name: out[name] for name in formats}


def _described(svg: bytes, document: dict[str, Any]) -> bytes:
    """The picture with its text alternative: a role, a title, and the description in numbers."""
    title, words = escape(title_of(document)), escape(description_of(document))
    about = f' role="img"><title>{title}</title><desc>{words}</desc>'
    end = svg.index(b">", svg.index(b"<svg"))
    return svg[:end] + about.encode() + svg[end + 1 :]
