from __future__ import annotations

import numpy as np
import pandas as pd

from embervlm_specs.stats.radar import radar_outlines, radar_web


def test_spokes_run_clockwise_from_the_top_and_outlines_close() -> None:
    radii = pd.DataFrame([[1.0, 0.5, 0.25, 1.0]], index=pd.Index(["a"], name="robot"))
    corners = radar_outlines(radii)
    places = corners[["x", "y"]].round(9).to_numpy()
    np.testing.assert_allclose(places, [[0, 1], [0.5, 0], [0, -0.25], [-1, 0], [0, 1]], atol=1e-9)
    assert corners["order"].tolist() == [0, 1, 2, 3, 4]


def test_a_missing_value_has_no_place() -> None:
    radii = pd.DataFrame({"p": [np.nan], "r": [0.0], "f": [1.0]}, index=pd.Index(["a"], name="n"))
    corners = radar_outlines(radii)
    assert corners["x"].isna().tolist() == [True, False, False, True]
    assert corners.loc[1, "radius"] == 0


def test_corners_at_the_same_place_are_nested() -> None:
    radii = pd.DataFrame([[1.0] * 3, [1.0] * 3, [0.4] * 3], index=pd.Index([*"abc"], name="n"))
    under = radar_outlines(radii).groupby("n")["under"].unique()
    assert {name: list(values) for name, values in under.items()} == {"a": [1], "b": [0], "c": [0]}


def test_the_web_has_a_ring_for_each_radius_and_a_spoke_for_each_label() -> None:
    web = radar_web(["a", "b", "c"], [0.5, 1.0])
    assert web["rings"].groupby("ring").size().tolist() == [4, 4]
    np.testing.assert_allclose(np.hypot(web["spokes"]["x"], web["spokes"]["y"]), 1)
    assert web["ring_labels"]["y"].tolist() == [0.5, 1.0]
