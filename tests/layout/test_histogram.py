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
    (mean,) = sets["steps_mean"].to_dict("records")
    assert (mean["mean"], mean["n"], mean["text"]) == (2, 3, "mean 2.00 [−0.484, 4.48]")


def test_an_interval_ends_where_values_do() -> None:
    rows = open_rows("t", pd.DataFrame({"steps": [1, 2, 3], "score": [0, 0.5, 1]}))
    bins = {"steps": whole_bins(rows, "steps", lowest=0), "score": unit_bins(4)}
    sets = histogram_sets(rows, bins)
    assert sets["steps_mean"]["text"][0] == "mean 2.00 [0, 4.48]"
    assert sets["score_mean"]["text"][0] == "mean 0.500 [0, 1.00]"


def test_groups_make_the_interval_of_a_mean() -> None:
    rows = open_rows("t", pd.DataFrame({"steps": [1, 1, 2, 2, 3, 3], "group": [0, 0, 1, 1, 2, 2]}))
    (mean,) = histogram_sets(rows, {"steps": whole_bins(rows, "steps")})["steps_mean"].itertuples()
    assert (mean.groups, mean.text) == (3, "mean 2.00 [−0.484, 4.48]")


def test_a_large_mean_has_no_dangling_point() -> None:
    rows = open_rows("t", pd.DataFrame({"steps": [168]}))
    assert histogram_sets(rows, {"steps": whole_bins(rows, "steps")})["steps_mean"]["text"][0] == (
        "mean 168"
    )


def test_the_mean_of_one_row_has_no_interval() -> None:
    rows = open_rows("t", pd.DataFrame({"score": [0.25]}))
    assert histogram_sets(rows, {"score": unit_bins(4)})["score_mean"]["text"][0] == "mean 0.250"
