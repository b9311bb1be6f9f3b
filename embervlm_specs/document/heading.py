"""Title and note above a Vega-Lite document. The note is data: lines of the data set `note`."""

from __future__ import annotations

from typing import Any

__all__ = ["headed"]

_NOTE = {
    "name": "note",
    "data": {"name": "note"},
    "mark": {"type": "point", "size": 0, "strokeOpacity": 0, "fillOpacity": 0},
    "encoding": {},
}
"""Shows nothing; a data set without a mark would not be there for the title to read."""

_OUTER = ("width", "height", "view")
"""Of a view that becomes a layer, what stays with the whole."""


def headed(views: dict[str, Any], title: str) -> dict[str, Any]:
    """The views below a title, with the note as its subtitle. One view stays one view."""
    subtitle = {"expr": "pluck(data('note'), 'text')"}
    return {**_with_note(views), "title": {"text": title, "subtitle": subtitle}}


def _with_note(view: dict[str, Any]) -> dict[str, Any]:
    """The view with the note in its first layer."""
    if "layer" in view:
        return {**view, "layer": [*view["layer"], _NOTE]}
    for kind in ("vconcat", "hconcat", "concat"):
        if kind in view:
            first, *others = view[kind]
            return {**view, kind: [_with_note(first), *others]}
    if "spec" in view:
        return {**view, "spec": _with_note(view["spec"])}
    outer = {key: view[key] for key in _OUTER if key in view}
    return {**outer, "layer": [{k: v for k, v in view.items() if k not in outer}, _NOTE]}
