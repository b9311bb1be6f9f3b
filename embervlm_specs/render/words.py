"""The text alternative of a picture, as SVG has it."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

__all__ = ["described"]


def described(svg: str, document: dict[str, Any]) -> str:
    """The picture with a role, a title, and the document's own description in numbers."""
    words = " ".join(str(row["text"]) for row in document["datasets"].get("description", []))
    about = f"<title>{escape(document.get('description', ''))}</title><desc>{escape(words)}</desc>"
    end = svg.index(">", svg.index("<svg"))
    return f'{svg[:end]} role="img">{about}{svg[end + 1 :]}'
