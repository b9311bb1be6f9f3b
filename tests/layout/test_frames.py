"""Frames of a figure that moves."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.layout.frames import in_frames


def test_frames_are_counted_by_step_and_a_few_are_panels() -> None:
    columns = in_frames(pd.DataFrame({"step": [2000, 0, 1000, 0], "n": 1}), panels=2)
    assert columns.columns.tolist() == ["frame", "moment", "panel", "step", "n"]
    assert columns["frame"].tolist() == [2, 0, 1, 0]
    assert columns["moment"].tolist() == ["step 2,000", "step 0", "step 1,000", "step 0"]
    assert columns["panel"].tolist() == [True, True, False, True]


def test_without_steps_all_samples_are_one_frame() -> None:
    steps = pd.DataFrame({"step": [None, None]}, dtype="Int64")
    columns = in_frames(steps, panels=4)
    assert columns.drop(columns="step").to_dict("list") == {
        "frame": [0, 0],
        "moment": ["all samples"] * 2,
        "panel": [True] * 2,
    }
