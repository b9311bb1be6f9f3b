"""Curves on their axes: what can be read, and what lies beyond."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.layout.curves import axis_ends, extreme_beyond, readable_range, within_range

nan = np.nan


def points(values: list[float], split: str = "train") -> pd.DataFrame:
    step = range(0, 10 * len(values), 10)
    interval = {"low": nan, "high": nan, "n": 1}
    return pd.DataFrame({"split": split, "step": step, "value": values, **interval})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([4.0, 3.0, 2.0], (2.0, 4.0)),
        ([4.0, 3.0, 19.0], (3.0, 19.0)),
        ([4.0, 3.0, 1e30, nan], (3.0, 20.0)),
        ([0.01, 2.0, 3.0], (0.01, 3.0)),
        ([1.0, -1e9, 0.5], (-5.0, 1.0)),
        ([nan], (0.0, 1.0)),
        ([0.0, 0.0], (0.0, 0.0)),
    ],
)
def test_the_axis_of_a_diverging_run(values: list[float], expected: tuple[float, float]) -> None:
    assert readable_range(points(values)) == pytest.approx(expected)


def test_what_lies_beyond_is_at_the_edge_and_marked() -> None:
    values = [3.0] * 7 + [1e9] + [3.0] * 7 + [nan, 2.0, nan]
    fitted = within_range(points(values), 0, 15)
    assert fitted["at"].max() == 15
    assert fitted["value"].max() == 1e9
    assert fitted["mark"].tolist() == [""] * 7 + ["above"] + [""] * 7 + ["", "dot", ""]
    assert set(fitted["width"]) == {1.4}
    assert extreme_beyond(pd.Series(values), 0, 15) == 1e9
    assert extreme_beyond(pd.Series(values), 0, 1e9) is None


def test_the_range_is_that_of_all_splits_and_a_long_line_is_thin() -> None:
    both = pd.concat([points([1.0, 1.0, 6.0]), points([0.5] * 151, "val")], ignore_index=True)
    assert readable_range(both) == (0.5, 5.0)
    assert readable_range(pd.concat([both, points([2.0], "other")])) == (0.5, 6.0)
    widths = within_range(both, 0, 1).groupby("split")["width"].unique()
    assert [list(width) for width in widths] == [[1.4], [0.7]]


def test_there_is_room_for_the_mark_of_the_end() -> None:
    assert axis_ends(pd.Series([0, 50, 100]), (1.0, 2.0)).to_numpy().tolist() == [[0, 1], [109, 2]]
    assert axis_ends(pd.Series([], dtype=int), (0.0, 1.0))["step"].tolist() == [0, 1.09]


def test_an_interval_is_cut_off_where_it_is_drawn_and_stays_what_it_is() -> None:
    wide = points([1.0, 2.0]).assign(low=[-1.0, 1.5], high=[1.5, 9.0])
    fitted = within_range(wide, 1, 2)
    assert fitted[["low", "high"]].to_numpy().tolist() == [[-1, 1.5], [1.5, 9]]
    assert fitted[["from", "to"]].to_numpy().tolist() == [[1, 1.5], [1.5, 2]]
