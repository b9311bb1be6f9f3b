"""Means and their intervals, against values worked by hand and scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import stats

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.intervals import grouped_means, mean_interval, t_interval


def test_three_values_worked_by_hand() -> None:
    # mean 2, deviation 1, t(2) = 4.3027 at 0.975: half width 4.3027 / sqrt(3) = 2.4841
    found = mean_interval([1.0, 2.0, 3.0])
    assert found.n == 3
    assert found[:3] == pytest.approx((2.0, -0.4841, 4.4841), abs=1e-4)


def test_it_agrees_with_scipy() -> None:
    values = np.random.default_rng(0).normal(5, 2, 37)
    low, high = stats.t.interval(0.9, 36, loc=values.mean(), scale=stats.sem(values))
    assert mean_interval(values, level=0.9)[1:3] == pytest.approx((low, high))


def test_too_few_values_have_no_interval_and_gaps_do_not_count() -> None:
    one = mean_interval([np.nan, 4.0])
    assert (one.mean, one.n) == (4.0, 1)
    assert np.isnan([one.low, one.high]).all()
    assert mean_interval([np.nan]).n == 0
    assert np.isnan(t_interval([1.0], [0.0], [1])).all()


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_groups_are_the_means_of_their_rows(frame: type) -> None:
    table = {"arm": ["b", "a", "a", "a", "c"], "value": [7.0, 1.0, 2.0, 3.0, None]}
    found = grouped_means(open_rows("test", frame(table)), ["arm"], "value")
    assert found["arm"].tolist() == ["a", "b"]
    assert found.loc[0, ["mean", "low", "high", "n"]].tolist() == pytest.approx(
        mean_interval([1.0, 2.0, 3.0])
    )
    assert found["n"].tolist() == [3, 1]
    assert np.isnan(found.loc[1, "low"])
