"""Names that come with the data, short enough to stand beside a chart."""

from __future__ import annotations

from collections.abc import Iterable

from embervlm_specs.layout.labels import text_width

__all__ = ["short_names"]


def short_names(names: Iterable[str], *, size: float, room: float) -> dict[str, str]:
    """Each name cut off with an ellipsis where it is wider than `room` pixels at `size` pixels.

    Names that are cut to the same text are numbered, so that what was apart stays apart. Renderers
    could cut labels as well, but may cut a letter in two that takes more than 16 bits.
    """
    short: dict[str, str] = {}
    for name in dict.fromkeys(names):
        number, candidate = 1, _cut(name, size, room)
        while candidate in short.values():
            number += 1
            ending = f" ({number})"
            candidate = _cut(name, size, room - text_width(ending, size)) + ending
        short[name] = candidate
    return short


def _cut(name: str, size: float, room: float) -> str:
    if text_width(name, size) <= room:
        return name
    kept = name
    while kept and text_width(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept}…"
