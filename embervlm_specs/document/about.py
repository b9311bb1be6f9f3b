"""What a document says of itself, and its frames: the same figure on one step's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = [
    "FORMATS",
    "MAX_FRAMES",
    "PANEL",
    "animated_by",
    "description_of",
    "formats_of",
    "frames",
    "template_of",
    "title_of",
]

FORMATS = ("json", "svg", "png", "pdf", "gif")

MAX_FRAMES = 24
"""How many frames a document holds at most."""

PANEL = "panel"
"""The boolean column that marks the frames which the static picture shows side by side."""


def template_of(document: dict[str, Any]) -> dict[str, Any]:
    """The design half: the document without its data, the same for every run."""
    return {key: value for key, value in document.items() if key != "datasets"}


def title_of(document: dict[str, Any]) -> str:
    """Its title, which is also its constant description."""
    return str(document.get("description", ""))


def description_of(document: dict[str, Any]) -> str:
    """What the picture says in numbers, as a text alternative."""
    rows = document["datasets"].get("description", [])
    return " ".join(str(row["text"]) for row in rows)


def formats_of(document: dict[str, Any]) -> tuple[str, ...]:
    """The formats a document can be drawn in; only those that move have a GIF."""
    return FORMATS if animated_by(document) else FORMATS[:-1]


def animated_by(document: dict[str, Any]) -> str | None:
    """The column that names a row's frame, or None where the document does not move."""
    by = document.get("usermeta", {}).get("animation", {}).get("by")
    return str(by) if by else None


def frames(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One document a frame, none where it does not move.

    Data sets without the frame column are the same in all of them.
    """
    by = animated_by(document)
    if by is None:
        return
    sets: dict[str, list[dict[str, Any]]] = document["datasets"]
    moving = {name: rows for name, rows in sets.items() if rows and by in rows[0]}
    for frame in sorted({row[by] for rows in moving.values() for row in rows}):
        now = {
            name: [row | {PANEL: True} for row in rows if row[by] == frame]
            for name, rows in moving.items()
        }
        yield document | {"datasets": sets | now}
