"""One picture for many steps: a few panels side by side, or the one step a reader has chosen."""

from __future__ import annotations

import altair as alt
import pandas as pd
from altair.typing import ChartType

from embervlm_specs.sequence import evenly
from embervlm_specs.spec import MAX_FRAMES, PANEL

__all__ = ["frame_columns", "step_panels"]


def step_panels(data: str, chart: ChartType, *, columns: int) -> alt.FacetChart:
    """Panels of `chart` over the steps of a training, with a slider on web pages.

    `chart` names no data of its own. The rows of `data` hold `frame` (0-based), its name `moment`
    and the boolean `panel`. A still picture shows the panels; moving the slider shows that one
    frame, and beyond the last frame the last.
    """
    slider = alt.binding_range(min=0, max=MAX_FRAMES - 1, step=1, name="frame ")
    chosen = alt.param(name="frame", bind=slider, value=None)
    shown = f"frame === null ? datum.{PANEL} : datum.frame === min(frame, datum.last_frame)"
    header = alt.Header(title=None, labelAnchor="start")
    panels = alt.FacetChart(
        data=alt.NamedData(data),
        spec=chart,
        facet=alt.Facet("moment:N", header=header, sort=alt.EncodingSortField("frame", op="min")),
        columns=columns,
        spacing={"row": 16, "column": 20},
    )
    counted = panels.transform_joinaggregate(last_frame="max(frame)")
    return counted.transform_filter(shown).add_params(chosen)


def frame_columns(steps: pd.Series[int], *, panels: int) -> pd.DataFrame:
    """The columns `frame`, `moment` and `panel` that `step_panels` draws by, one row a row.

    `panels` evenly spaced steps are marked for the still picture. A negative step means that none
    was recorded.
    """
    order = sorted(steps.unique())
    marked = evenly(order, panels)
    names = {step: f"step {step:,}" if step >= 0 else "all samples" for step in order}
    return pd.DataFrame(
        {
            "frame": steps.map({step: i for i, step in enumerate(order)}),
            "moment": steps.map(names),
            PANEL: steps.isin(marked),
        }
    )
