"""A difference below a panel: a dot and its interval around 0, on a scale of their own."""

from __future__ import annotations

from typing import Any

from embervlm_specs.marks.axes import expr
from embervlm_specs.marks.mark import Mark, Style, circle, interval, rule, small_text, text
from embervlm_specs.theme import BETTER, INK, MUTED, WORSE

__all__ = ["effect"]

_FILLS = {"better": BETTER, "worse": WORSE, "tie": "white", "no interval": "white"}


def effect(*, middle: float, y: float, tip: str) -> dict[str, Mark]:
    """The marks of a difference, around the place of 0, in pixels.

    The rows of the part `difference` name `what` is compared, written above, and a `text`, written
    below; those of `change` have the dot's place, `at`, and the `verdict` that fills it (a tie
    stays open), those of `reach` the `start` and `end` of its interval. Places are between -1 and
    1, which is as far to either side as the `middle` is from the left.
    """
    at, start, end = (expr(f"{middle} * (1 + datum.{place})") for place in ("at", "start", "end"))
    zero, reach = _pixels(x=middle, y=y - 9, y2=y + 9), _pixels(x=start, x2=end, y=y)
    dot: Style = {"at": (at, y), "size": 42, "stroke": INK, "tip": tip}
    below: Style = {"at": (middle, y + 22), "lineBreak": "\n"}
    return {
        "what": small_text(part="difference", text="what", at=(middle, y - 18), fill=MUTED),
        "no_change": rule(part="change", channels=zero, stroke=MUTED),
        "change_interval": interval(part="reach", channels=reach),
        "change": circle(part="change", fill=expr(f"{_FILLS}[datum.verdict]"), **dot),
        "change_text": text(part="difference", text="text", **below),
    }


def _pixels(**places: Any) -> dict[str, Any]:
    return {channel: {"value": place} for channel, place in places.items()}
