"""What a document says of itself."""

from __future__ import annotations

from typing import Any

from embervlm_specs.document.animation import animated_by

__all__ = ["FORMATS", "description_of", "formats_of", "title_of"]

FORMATS = ("json", "svg", "png", "pdf", "gif")


def formats_of(document: dict[str, Any]) -> tuple[str, ...]:
    """The formats a document can be drawn in; only those that move have a GIF."""
    return FORMATS if animated_by(document) else FORMATS[:-1]


def title_of(document: dict[str, Any]) -> str:
    """Its title, which is also its constant description."""
    return str(document.get("description", ""))


def description_of(document: dict[str, Any]) -> str:
    """What the picture says in numbers, as a text alternative."""
    rows = document["datasets"].get("description", [])
    return " ".join(str(row["text"]) for row in rows)
