"""The text alternative of a picture, as SVG has it."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from embervlm_specs.document import description_of, title_of

__all__ = ["described"]


def described(svg: str, document: dict[str, Any]) -> str:
    """The picture with a role, a title, and the document's own description in numbers."""
    title, words = escape(title_of(document)), escape(description_of(document))
    about = f"<title>{title}</title><desc>{words}</desc>"
    end = svg.index(">", svg.index("<svg"))
    return f'{svg[:end]} role="img">{about}{svg[end + 1 :]}'
