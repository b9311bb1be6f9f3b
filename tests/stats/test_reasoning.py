"""Trends and shares over bins, against values worked by hand and scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from embervlm_specs.rows import Rows, open_rows
from embervlm_specs.stats.clusters import estimates
from embervlm_specs.stats.histogram import (
    Bins,
    histogram,
    histogram_2d,
    unit_bins,
    whole_bins,
)
from embervlm_specs.stats.reasoning import share_by_bin, trend
from embervlm_specs.words import correlation, equation, slope
from tests.engines import as_engine, every_engine


def rows(**columns: object) -> Rows:
    return open_rows("test", pd.DataFrame(columns))


def chains(n: int = 60) -> pd.DataFrame:
    random = np.random.default_rng(1)
    steps = random.integers(2, 9, n)
    coherence = np.clip(0.4 + 0.05 * steps + random.normal(0, 0.1, n), 0, 1)
    correct = random.random(n) < coherence
    return pd.DataFrame({"steps": steps, "coherence": coherence, "correct": correct})


def test_a_trend_worked_by_hand() -> None:
    # means 2 and 10/3; Sxx = 2, Syy = 14/3, Sxy = 3: slope 3/2, r = 3 / sqrt(28/3)
    found = trend(rows(x=[1, 2, 3], y=[2.0, 3.0, 5.0]), "x", "y")
    assert found.slope == pytest.approx(1.5)
    assert found.intercept == pytest.approx(1 / 3)
    assert found.r == pytest.approx(0.98198, abs=1e-5)
    assert (found.low, found.high) == (-1, 1)
    assert correlation(found) == "r = 0.98 [−1.00, 1.00]"
    # three rows are too few for a line
    assert found.line().empty
    assert not equation(found, "steps", "score")
    assert slope(found, "steps") == "no line: n = 3"


def test_a_line_worked_by_hand() -> None:
    # means 3 and 3; Sxx = 10, Sxy = 8: slope 0.8
    found = trend(rows(x=[1, 2, 3, 4, 5], y=[2.0, 1.0, 3.0, 5.0, 4.0]), "x", "y")
    assert (found.slope, found.intercept) == pytest.approx((0.8, 0.6))
    assert found.line().to_numpy().ravel() == pytest.approx([1, 1.4, 5, 4.6])
    assert equation(found, "steps", "score") == "score = 0.6 + 0.8 × steps"
    assert slope(found, "steps").startswith("slope 0.800 [")


@pytest.mark.parametrize("rows_of_each", [2, 40])
def test_two_values_of_x_have_a_correlation_and_no_line(rows_of_each: int) -> None:
    x = [0, 1] * rows_of_each
    y = np.random.default_rng(0).random(len(x))
    found = trend(rows(x=x, y=y), "x", "y")
    assert found.r == pytest.approx(stats.pearsonr(x, y).statistic)
    assert found.line().empty
    assert not equation(found, "x", "y")
    assert slope(found, "steps") == "no line: only two numbers of steps"


def least_squares(table: pd.DataFrame) -> sm.regression.linear_model.RegressionResults:
    return sm.OLS(table["coherence"], sm.add_constant(table["steps"]))


@every_engine
def test_the_slope_of_independent_rows_has_whites_interval(engine: str) -> None:
    table = chains()
    found = trend(open_rows("test", as_engine(table, engine)), "steps", "coherence")
    error = least_squares(table).fit(cov_type="HC0").bse["steps"] * np.sqrt(60 / 59)
    half = stats.t.ppf(0.975, 59) * error
    ends = found.slope - half, found.slope + half
    assert (found.slope_low, found.slope_high) == pytest.approx(ends)


@every_engine
def test_the_slope_of_groups_has_the_interval_of_clusters(engine: str) -> None:
    table = chains().assign(group=np.arange(60) // 5, sample=np.arange(60))
    table["coherence"] += np.random.default_rng(3).normal(0, 0.2, 12)[table["group"]]
    found = trend(open_rows("test", as_engine(table, engine)), "steps", "coherence")
    clustered = {"groups": table["group"], "use_correction": False}
    fit = least_squares(table).fit(cov_type="cluster", cov_kwds=clustered)
    error = fit.bse["steps"] * np.sqrt(12 / 11)
    half = stats.t.ppf(0.975, 11) * error
    ends = found.slope - half, found.slope + half
    assert (found.slope_low, found.slope_high) == pytest.approx(ends)

    independent = least_squares(table).fit(cov_type="HC0").bse["steps"] * np.sqrt(60 / 59)
    worth = 57 / max(1, (error / independent) ** 2)
    half = stats.t.ppf(0.975, 11) / np.sqrt(worth)
    assert np.arctanh([found.low, found.high]) == pytest.approx(
        [np.arctanh(found.r) - half, np.arctanh(found.r) + half]
    )


def test_rows_that_say_the_same_are_worth_one() -> None:
    table = chains()
    alone = trend(open_rows("test", table), "steps", "coherence")
    many = pd.concat([table.assign(sample=table.index, chain=k) for k in range(4)])
    found = trend(open_rows("test", many.reset_index(drop=True)), "steps", "coherence")
    assert found.n == 240
    # but for the n - 1 of the sandwich
    assert found.slope_high - found.slope_low == pytest.approx(
        alone.slope_high - alone.slope_low, rel=0.001
    )
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high), abs=0.01)


def test_one_group_has_a_correlation_without_an_interval() -> None:
    found = trend(open_rows("test", chains().assign(group=1)), "steps", "coherence")
    assert correlation(found) == f"r = {found.r:.2f}"
    assert slope(found, "steps") == f"slope {found.slope:.4f}"


@every_engine
def test_it_agrees_with_scipy(engine: str) -> None:
    table = chains()
    found = trend(open_rows("test", as_engine(table, engine)), "steps", "coherence")
    line = stats.linregress(table["steps"], table["coherence"])
    assert (found.slope, found.intercept) == pytest.approx((line.slope, line.intercept))
    known = stats.pearsonr(table["steps"], table["coherence"])
    assert found.r == pytest.approx(known.statistic)
    assert (found.low, found.high) == pytest.approx(tuple(known.confidence_interval()))
    assert (found.n, found.start, found.end) == (60, 2, 8)


@every_engine
def test_true_and_false_give_the_point_biserial_correlation(engine: str) -> None:
    table = chains()
    found = trend(open_rows("test", as_engine(table, engine)), "coherence", "correct")
    known = stats.pointbiserialr(table["correct"], table["coherence"])
    assert found.r == pytest.approx(known.statistic)


@pytest.mark.parametrize(
    ("x", "y", "why"),
    [
        ([1], [2.0], "n = 1"),
        ([1, 2], [2.0, 3.0], "n = 2"),
        ([4, 4, 4, 4], [0.1, 0.2, 0.3, 0.4], "x is the same everywhere"),
        # the mean of these is not 0.7 to the last bit
        ([1, 2, 3], [0.7, 0.7, 0.7], "y is the same everywhere"),
    ],
)
def test_constant_or_too_few_values_have_no_trend(x: list[int], y: list[float], why: str) -> None:
    found = trend(rows(x=x, y=y), "x", "y")
    assert correlation(found) == f"no correlation: {why}"
    assert not found.known
    assert found.line().empty
    assert not equation(found, "x", "y")
    assert not slope(found, "x")


def test_a_perfect_trend_has_r_of_one() -> None:
    found = trend(rows(x=[1, 2, 3, 4, 5], y=[4.0, 3.0, 2.0, 1.0, 0.0]), "x", "y")
    assert (found.r, found.low, found.high) == (-1, -1, -1)
    assert equation(found, "x", "y") == "y = 5 − 1 × x"
    assert slope(found, "x") == "slope −1.00"


@every_engine
def test_shares_over_bins_worked_by_hand(engine: str) -> None:
    frame = pd.DataFrame({"c": [0.0, 0.5, 0.51, 1.0], "hit": [True, False, True, True]})
    found = share_by_bin(open_rows("test", as_engine(frame, engine)), "c", "hit", unit_bins(2))
    # right-closed: 0.5 belongs to the first bin
    assert found["n"].tolist() == [2, 2]
    assert found["hits"].tolist() == [1, 2]
    assert found["value"].tolist() == pytest.approx([0.25, 0.755])
    assert found["share"].tolist() == [0.5, 1]
    assert found.loc[0, "low"] == pytest.approx(1 - found.loc[0, "high"])


@every_engine
def test_shares_of_groups_have_the_interval_of_the_estimator(engine: str) -> None:
    table = chains().assign(seed=np.arange(60) % 3, group=np.arange(60) // 6)
    rows = open_rows("test", as_engine(table, engine))
    found = share_by_bin(rows, "coherence", "correct", unit_bins(2))
    for at in found.itertuples():
        part = table[table["coherence"].between(at.lower, at.upper, inclusive="right")]
        expected = estimates(open_rows("test", part), [], "correct", kind="share").iloc[0]
        names = ["n", "mean", "low", "high", "seeds", "groups"]
        got = [at.n, at.share, at.low, at.high, at.seeds, at.groups]
        assert got == pytest.approx(expected[names].tolist())


@every_engine
def test_histograms_count_every_row_once(engine: str) -> None:
    table = open_rows("test", as_engine(chains(), engine))
    whole = whole_bins(table, "steps", most=24)
    counts = histogram(table, "steps", whole)
    assert (counts["lower"] + 0.5).tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert counts["n"].tolist() == chains()["steps"].value_counts().sort_index().tolist()
    both = histogram_2d(table, "steps", whole, "coherence", unit_bins(10))
    assert both["n"].sum() == 60
    inside = both["y_upper"] - both["y_lower"]
    assert inside.tolist() == pytest.approx([0.1] * len(both))


@every_engine
def test_a_value_on_an_edge_belongs_to_the_lower_bin(engine: str) -> None:
    edges = pd.DataFrame({"c": [i / 20 for i in range(1, 21)]})
    counts = histogram(open_rows("test", as_engine(edges, engine)), "c", unit_bins(20))
    assert counts["n"].tolist() == [1] * 20


def test_wide_ranges_of_whole_numbers_get_wider_bins() -> None:
    assert whole_bins(rows(k=[5, 100]), "k", most=24) == Bins(4.5, 1 / 4, 24)
    assert whole_bins(rows(k=[3, 3]), "k", most=24) == Bins(2.5, 1, 1)
    assert whole_bins(rows(k=[3, 3]), "k", lowest=0).possible == (0, np.inf)


def test_there_is_at_least_one_bin() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        unit_bins(0)
