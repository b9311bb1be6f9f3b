"""One picture for many steps: a few panels side by side, or the one step a reader has chosen."""

from __future__ import annotations

from embervlm_specs.document import MAX_FRAMES, PANEL
from embervlm_specs.marks.panel import Panel, facet

__all__ = ["step_panels"]


def step_panels(each: Panel, *, columns: int) -> Panel:
    """The panel for each step of a training, with a slider on web pages.

    The rows of its data hold `frame` (0-based), its name `moment` and the boolean `panel`, as
    `layout.frames` makes them. A still picture shows the panels; moving the slider shows that one
    frame, and beyond the last frame the last.
    """
    slider = {"input": "range", "min": 0, "max": MAX_FRAMES - 1, "step": 1, "name": "frame "}
    last = {"op": "max", "field": "frame", "as": "last_frame"}
    shown = f"frame === null ? datum.{PANEL} : datum.frame === min(frame, datum.last_frame)"
    return facet(
        each,
        "moment",
        order="frame",
        columns=columns,
        spacing={"row": 16, "column": 20},
        params=[{"name": "frame", "bind": slider, "value": None}],
        transform=[{"joinaggregate": [last]}, {"filter": shown}],
    )
