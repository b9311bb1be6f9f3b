"""Which frame of an animated figure a row belongs to."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.document import PANEL
from embervlm_specs.selection.evenly import evenly

__all__ = ["in_frames"]


def in_frames(rows: pd.DataFrame, *, panels: int) -> pd.DataFrame:
    """The rows with the columns `frame`, `moment` and `panel` that `marks.step_panels` draws by.

    A frame is a `step`; `panels` evenly spaced ones are marked for the still picture. Rows whose
    step was not recorded are the last frame.
    """
    frame, order = pd.factorize(rows["step"], sort=True, use_na_sentinel=False)
    names = ["all samples" if pd.isna(step) else f"step {step:,}" for step in order]
    marked = evenly(range(len(order)), panels)
    moments = [(i, names[i], i in marked) for i in frame]
    columns = pd.DataFrame(moments, columns=["frame", "moment", PANEL], index=rows.index)
    return pd.concat([columns, rows], axis="columns")
