from __future__ import annotations

import numpy as np
import pandas as pd

from embervlm_specs.layout.radar import radar_outlines, radar_sets


def outlines(**radii: list[float]) -> pd.DataFrame:
    """The outlines of these radii, by name."""
    corners = [
        {"name": name, "order": order, "radius": radius}
        for name, values in radii.items()
        for order, radius in enumerate(values)
    ]
    return radar_outlines(pd.DataFrame(corners), "name")


def test_spokes_run_clockwise_from_the_top_and_outlines_close() -> None:
    corners = outlines(a=[1.0, 0.5, 0.25, 1.0])
    places = corners[["x", "y"]].round(9).to_numpy()
    np.testing.assert_allclose(places, [[0, 1], [0.5, 0], [0, -0.25], [-1, 0], [0, 1]], atol=1e-9)
    assert corners["order"].tolist() == [0, 1, 2, 3, 4]


def test_a_missing_value_has_no_place() -> None:
    corners = outlines(a=[np.nan, 0.0, 1.0])
    assert corners["x"].isna().tolist() == [True, False, False, True]
    assert corners.loc[1, "radius"] == 0


def test_corners_at_the_same_place_are_nested() -> None:
    under = outlines(a=[1.0] * 3, b=[1.0] * 3, c=[0.4] * 3).groupby("name")["under"].unique()
    assert {name: list(values) for name, values in under.items()} == {"a": [1], "b": [0], "c": [0]}


def values(**spokes: list[float]) -> pd.DataFrame:
    return pd.DataFrame(spokes, index=pd.Index(["Drone", "Legged"], name="robot")).assign(
        slot=[0, 4]
    )


def test_corners_have_values_intervals_and_a_place_by_their_rim() -> None:
    table = values(a=[0.5, np.nan], a_low=[0.25, np.nan], a_high=[0.75, np.nan], b=[0.1, 0.2])
    sets = radar_sets(table, {"a": "A", "b": "B"}, {"b": 0.2})
    corners = sets["corners"].set_index(["robot", "order"])
    drone = corners.loc[("Drone", 0)]
    assert drone[["measure", "value", "low", "high", "slot"]].tolist() == ["a", 0.5, 0.25, 0.75, 0]
    assert corners.loc[("Drone", 1), ["value", "radius"]].tolist() == [0.1, 0.5]
    assert np.isnan(corners.loc[("Drone", 1), "low"])
    assert np.isnan(corners.loc[("Legged", 0), "x"])
    assert corners.loc[("Legged", 1), "radius"] == 1


def test_the_web_has_a_ring_for_each_radius_and_a_spoke_for_each_label() -> None:
    sets = radar_sets(values(a=[1, 1], b=[1, 1], c=[1, 1]), {"a": "A", "b": "B", "c": "C"}, {})
    assert sets["rings"].groupby("ring").size().to_dict() == {0.25: 4, 0.5: 4, 0.75: 4, 1: 4}
    np.testing.assert_allclose(np.hypot(sets["spokes"]["x"], sets["spokes"]["y"]), 1)
    assert sets["spokes"]["label"].tolist() == ["A", "B", "C"]
    assert sets["ring_labels"]["y"].tolist() == [0.25, 0.5, 0.75, 1.0]


def test_a_spoke_without_values_is_left_out() -> None:
    sets = radar_sets(values(a=[1, 1], b=[np.nan, np.nan]), {"a": "A", "b": "B"}, {})
    assert sets["spokes"]["label"].tolist() == ["A"]
    assert set(sets["corners"]["measure"]) == {"a"}
