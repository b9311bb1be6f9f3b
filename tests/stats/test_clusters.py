"""The estimator of seeds, groups and samples: against scipy, statsmodels and worked cases."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pytest
import scipy.stats
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from embervlm_specs.rows import ROW, open_rows
from embervlm_specs.stats.clusters import Kind, estimates
from embervlm_specs.stats.intervals import holm, mcnemar_mid_p, paired_interval
from tests.engines import as_engine, every_engine

RANDOM = np.random.default_rng(0)


def of(kind: Kind = "mean", *, level: float = 0.95, **columns: Any) -> pd.Series[Any]:
    frame = pd.DataFrame(columns)
    return estimates(open_rows("t", frame), [], "y", kind=kind, level=level).iloc[0]


def crossed(seeds: int, groups: int, each: int, *, seed: int = 0) -> pd.DataFrame:
    """Equally many rows in each seed and group, with effects of both."""
    random = np.random.default_rng(seed)
    shape = (seeds, groups, each)
    y = random.normal(size=shape) + random.normal(size=(seeds, 1, 1))
    y += random.normal(size=(1, groups, 1))
    places = np.indices(shape).reshape(3, -1)
    sample = places[1] * each + places[2]
    return pd.DataFrame({"seed": places[0], "group": places[1], "sample": sample, "y": y.ravel()})


def test_independent_rows_have_the_t_interval() -> None:
    y = RANDOM.normal(0.5, 1, 12)
    expected = scipy.stats.ttest_1samp(y, 0)
    got = of(y=y)
    assert got[["low", "high"]].tolist() == pytest.approx([*expected.confidence_interval()])
    assert got["p"] == pytest.approx(expected.pvalue)
    assert got[["n", "seeds", "groups"]].tolist() == [12, 0, 0]


def test_independent_shares_have_wilsons_interval() -> None:
    y = [True] * 22 + [False] * 8
    expected = proportion_confint(22, 30, method="wilson")
    got = of("share", y=y)
    assert got[["low", "high"]].tolist() == pytest.approx([*expected])
    assert got["total"] == 22


def test_equally_large_groups_count_as_one_row_each() -> None:
    group = np.repeat(np.arange(10), 5)
    y = RANDOM.normal(size=50) + RANDOM.normal(size=10)[group]
    means = pd.Series(y).groupby(group).mean()
    expected = scipy.stats.ttest_1samp(means, 0)
    for more in ({}, {"seed": 7}, {"seed": 7, "sample": range(50)}):
        got = of(y=y, group=group, **more)
        assert got[["low", "high"]].tolist() == pytest.approx([*expected.confidence_interval()])
        assert got["p"] == pytest.approx(expected.pvalue)
        assert got["groups"] == 10


def test_groups_of_any_size_have_the_cluster_robust_variance() -> None:
    sizes = [1, 3, 8, 2, 6, 6, 4]
    group = np.repeat(np.arange(7), sizes)
    y = RANDOM.normal(size=30) + RANDOM.normal(size=7)[group]
    fit = sm.OLS(y, np.ones(30)).fit(
        cov_type="cluster", cov_kwds={"groups": group, "use_correction": False}
    )
    got = of(y=y, group=group)
    assert got["se"] == pytest.approx(fit.bse[0] * np.sqrt(7 / 6))
    kish = 30**2 / sum(size**2 for size in sizes)
    half = scipy.stats.t.ppf(0.975, kish - 1) * got["se"]
    assert got[["low", "high"]].tolist() == pytest.approx([y.mean() - half, y.mean() + half])


def test_crossed_seeds_and_groups_are_an_analysis_of_variance() -> None:
    frame = crossed(4, 12, 3)
    cells = frame.groupby(["seed", "group"])["y"].mean().unstack()
    away = cells - cells.to_numpy().mean()
    rest = away.sub(away.mean(axis=1), axis=0).sub(away.mean(axis=0), axis=1)
    ms_seed = 12 * (away.mean(axis=1) ** 2).sum() / 3
    ms_group = 4 * (away.mean(axis=0) ** 2).sum() / 11
    ms_rest = (rest**2).to_numpy().sum() / 33
    between = max(0.0, ms_seed - ms_rest)
    got = of(**frame)
    assert got["se"] ** 2 == pytest.approx((ms_group + between) / 48)
    t = scipy.stats.t.ppf(0.975, [11, 3]) ** 2
    half = np.sqrt((t[0] * ms_group + t[1] * between) / 48)
    assert got["high"] - got["mean"] == pytest.approx(half)
    assert got[["seeds", "groups", "n"]].tolist() == [4, 12, 144]


def test_two_seeds_keep_half_of_what_both_parts_count() -> None:
    frame = crossed(2, 30, 1)
    cells = frame.pivot(index="group", columns="seed", values="y")
    gap = cells[1] - cells[0]
    ms_rest, ms_seed = gap.var() / 2, 30 * gap.mean() ** 2 / 2
    ms_group = 2 * cells.mean(axis=1).var()
    between = max(0.0, ms_seed - ms_rest / 2)
    assert of(**frame)["se"] ** 2 == pytest.approx((ms_group + between) / 60)


def test_seeds_with_samples_of_their_own_are_clusters() -> None:
    frame = crossed(5, 40, 1)
    frame["group"] = frame["seed"] * 100 + frame["group"]  # nothing is shared
    means = frame.groupby("seed")["y"].mean()
    assert of(**frame)["se"] == pytest.approx(means.std() / np.sqrt(5), rel=0.15)


def test_samples_are_the_groups_where_none_are_named() -> None:
    frame = crossed(3, 20, 1)
    by_group = of(**frame.drop(columns="sample"))
    by_sample = of(**frame.drop(columns="group"))
    columns = ["mean", "low", "high", "se", "p"]
    assert by_sample[columns].tolist() == pytest.approx(by_group[columns].tolist())
    assert (by_group["groups"], by_sample["groups"]) == (20, 0)


def test_rows_that_name_nothing_are_alike_to_none() -> None:
    y = RANDOM.normal(size=9)
    plain = of(y=y)
    named = of(y=y, seed=[0] * 9, group=[None] * 9, sample=[None] * 9)
    columns = ["mean", "low", "high", "p"]
    assert named[columns].tolist() == pytest.approx(plain[columns].tolist())


def test_a_share_in_groups_is_one_of_fewer_samples() -> None:
    group = np.repeat(np.arange(30), 10)
    y = np.repeat(RANDOM.random(30) < 0.7, 10)  # a group is right or wrong as a whole
    got, k = of("share", y=y, group=group), y.reshape(30, 10)[:, 0].sum()
    t = scipy.stats.t.ppf(0.975, 29)
    size = 300 * (29 / 299) * (30 / 31)  # n / D, where D is p (1 - p) / 29 over p (1 - p) / 299
    p = k / 30
    centre = (p + t**2 / (2 * size)) / (1 + t**2 / size)
    half = t * np.sqrt(p * (1 - p) / size + t**2 / (4 * size**2)) / (1 + t**2 / size)
    assert got[["low", "high"]].tolist() == pytest.approx([centre - half, centre + half])


def test_where_all_are_right_a_group_counts_as_one() -> None:
    got = of("share", y=[True] * 60, group=np.repeat(np.arange(6), 10))
    t = scipy.stats.t.ppf(0.975, 5)
    assert got["low"] == pytest.approx(6 / (6 + t**2))
    assert got["high"] == 1


def test_paired_shares_have_mcnemars_mid_p_and_the_interval_of_bonett_and_price() -> None:
    y = [1] * 15 + [-1] * 6 + [0] * 79
    got = of("paired", y=y)
    exact = mcnemar([[0, 6], [15, 0]], exact=True).pvalue
    assert got["p"] == pytest.approx(exact - scipy.stats.binom.pmf(6, 21, 0.5))
    first, second = 7 / 102, 16 / 102
    half = 1.959963985 * np.sqrt((first + second - (second - first) ** 2) / 102)
    centre = second - first
    assert got[["low", "high"]].tolist() == pytest.approx([centre - half, centre + half])
    assert of("paired", y=[0] * 20)["p"] == 1


def test_mid_p_of_the_paper() -> None:
    # Fagerland, Lydersen and Laake (2013), table 1: 1 and 7 discordant pairs
    assert mcnemar_mid_p([1], [7]).tolist() == pytest.approx([0.0391], abs=5e-5)


def test_holm_is_that_of_statsmodels() -> None:
    p = [0.01, 0.04, 0.03, 0.005, 0.9]
    assert holm(p).tolist() == pytest.approx(multipletests(p, method="holm")[1].tolist())
    with_gap = holm([0.01, np.nan, 0.04])
    assert with_gap[[0, 2]].tolist() == pytest.approx([0.02, 0.04])
    assert np.isnan(with_gap[1])
    assert holm([]).tolist() == []


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_a_paired_interval_holds_its_estimate(first: int, second: int, both: int) -> None:
    n = max(first + second + both, 1)
    d = (second - first) / n
    low, high = paired_interval([d], [(first + second) / n], [n], quantile=1.96)
    assert -1 <= low[0] <= d <= high[0] <= 1


def test_what_spread_cannot_be_told_from_has_no_interval() -> None:
    for frame in ({"y": [0.5]}, {"y": [0.5, 0.5]}, {"y": [0.1, 0.9], "group": [1, 1]}):
        assert np.isnan(of(**frame)["low"])
    assert estimates(open_rows("t", pd.DataFrame({"y": [np.nan]})), [], "y").empty


def test_the_p_is_the_level_whose_interval_ends_at_nought() -> None:
    frame = crossed(3, 10, 2, seed=3)
    p = of(**frame)["p"]
    end = of(**frame, level=1 - p)
    assert min(abs(end["low"]), abs(end["high"])) == pytest.approx(0, abs=1e-9)


@every_engine
def test_every_engine_gives_the_same_estimates(engine: str) -> None:
    frame = crossed(3, 8, 4).assign(by=lambda t: t["sample"] % 3)
    frame.loc[::5, "group"] = np.nan
    expected = estimates(open_rows("t", frame), ["by"], "y")
    rows = open_rows("t", as_engine(frame, engine))
    pd.testing.assert_frame_equal(estimates(rows, ["by"], "y"), expected, check_dtype=False)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_is_recorded_an_interval_holds_its_estimate_and_order_means_nothing(
    data: st.DataObject,
) -> None:
    size = data.draw(st.integers(1, 30))
    some = st.one_of(st.none(), st.integers(0, 3))
    frame = pd.DataFrame(
        {
            "y": data.draw(st.lists(st.sampled_from([0.0, 1.0]), min_size=size, max_size=size)),
            **{
                name: data.draw(st.lists(some, min_size=size, max_size=size))
                for name in ("seed", "group", "sample")
            },
        }
    ).astype(dict.fromkeys(("seed", "group", "sample"), "Int64"))
    kinds: tuple[Kind, ...] = ("mean", "share", "paired")
    for kind in kinds:
        got = estimates(open_rows("t", frame), [], "y", kind=kind).iloc[0]
        assert (got["n"], got["total"]) == (size, frame["y"].sum())
        if not np.isnan(got["low"]):
            assert got["low"] - 1e-9 <= got["mean"] <= got["high"] + 1e-9
        if kind != "mean":
            assert -1 <= got["low"] <= got["high"] <= 1
        mixed = frame.sample(frac=1, random_state=1, ignore_index=True)
        again = estimates(open_rows("t", mixed), [], "y", kind=kind).iloc[0]
        assert again.astype(float).tolist() == pytest.approx(
            got.astype(float).tolist(), nan_ok=True
        )


def test_no_column_of_ours_is_in_the_way() -> None:
    rows = open_rows("t", pd.DataFrame({"y": [1.0, 2.0], "n": [5, 6], "group": [0, 1]}))
    assert estimates(rows, [], "n")["mean"].tolist() == [5.5]
    assert ROW in rows.collect_schema().names()
    assert isinstance(rows, nw.LazyFrame)
