"""Names that come with the data, short enough to stand beside a chart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from embervlm_specs.layout.labels import text_width

__all__ = ["short_names"]


def short_names(names: Iterable[str], *, size: float, room: float) -> dict[str, str]:
    """Each name cut off with an ellipsis where it is wider than `room` pixels at `size` pixels.

    Names that are cut to the same text are numbered, so that what was apart stays apart. Renderers
    could cut labels as well, but may cut a letter in two that takes more than 16 bits.
    """
    short: dict[str, str] = {}
    for name in dict.fromkeys(names):
        endings = (f" ({number})" if number > 1 else "" for number in count(1))
        cuts = (_cut(name, size, room - text_width(end, size)) + end for end in endings)
        short[name] = next(cut for cut in cuts if cut not in short.values())
    return short


def _cut(name: str, size: float, room: float) -> str:
    cuts = (f"{name[:length]}…" for length in range(len(name), 0, -1))
    return next((text for text in (name, *cuts) if text_width(text, size) <= room), "…")
