"""The bars of a histogram and its mean, worked by hand."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.layout.histogram import histogram_sets
from embervlm_specs.rows import open_rows
from embervlm_specs.stats.histogram import unit_bins, whole_bins


def test_each_column_has_its_bars_and_its_mean_with_the_interval() -> None:
    rows = open_rows("t", pd.DataFrame({"steps": [1, 2, 3], "score": [0.5, 0.5, 0.5]}))
    sets = histogram_sets(rows, {"steps": whole_bins(rows, "steps"), "score": unit_bins(4)})
    assert list(sets) == ["steps", "steps_mean", "score", "score_mean"]
    assert sets["steps"]["n"].tolist() == [1, 1, 1]
    assert sets["score"].to_dict("records") == [{"lower": 0.25, "upper": 0.5, "n": 3}]
    # deviation 1, t(2) = 4.303: 2 -+ 4.303 / sqrt(3)
    told = {"mean": 2, "text": "mean 2.00 [-0.484, 4.48]"}
    assert sets["steps_mean"].to_dict("records") == [told]


def test_the_mean_of_one_row_has_no_interval() -> None:
    rows = open_rows("t", pd.DataFrame({"score": [0.25]}))
    assert histogram_sets(rows, {"score": unit_bins(4)})["score_mean"]["text"][0] == "mean 0.250"
