"""The frames of an animated document: the same figure on one step's data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["MAX_FRAMES", "PANEL", "animated_by", "frames"]

MAX_FRAMES = 24
"""How many frames a document holds at most."""

PANEL = "panel"
"""The boolean column that marks the frames which the static picture shows side by side."""


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
    datasets: dict[str, list[dict[str, Any]]] = document["datasets"]
    moving = {name for name, rows in datasets.items() if rows and by in rows[0]}
    for frame in sorted({row[by] for name in moving for row in datasets[name]}):
        yield document | {
            "datasets": {
                name: [row | {PANEL: True} for row in rows if row[by] == frame]
                if name in moving
                else rows
                for name, rows in datasets.items()
            }
        }
