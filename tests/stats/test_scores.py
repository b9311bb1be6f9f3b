"""Mean scores and the gain of seeing the image, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from embervlm_specs.rows import Rows
from embervlm_specs.stats.accuracy import where_known
from embervlm_specs.stats.scores import all_or_nothing, score_means, vision_gain
from embervlm_specs.tables import RESPONSES, validate
from tests.engines import as_engine, every_engine

ANSWERS = pd.DataFrame(
    [
        (1, "describe", True, 0.9),
        (1, "describe", False, 0.5),
        (2, "describe", True, 0.7),
        (2, "describe", False, 0.6),
        (3, "describe", True, 0.8),  # no answer without the image: not a pair
        (4, "explain", False, 0.4),
        (5, "explain", True, None),
    ],
    columns=["sample", "instruction_type", "with_vision", "score"],
)


def answers(frame: pd.DataFrame, engine: str = "pandas") -> Rows:
    return validate(RESPONSES, as_engine(frame, engine))


@every_engine
def test_means_of_each_group(engine: str) -> None:
    rows = answers(ANSWERS, engine)
    means = score_means(rows, shares=False).set_index(["instruction_type", "with_vision"])
    seen = means.loc[("describe", True)]
    # mean 0.8, deviation 0.1, t(2) = 4.3027: half width 0.2484, cut at 1
    assert seen[["mean", "low", "high", "n"]].tolist() == pytest.approx(
        [0.8, 0.5516, 1.0, 3], abs=1e-4
    )
    assert means.loc[("explain", False), "n"] == 1
    assert pd.isna(means.loc[("explain", False), "low"])
    assert len(means) == 3
    assert where_known(rows, "score", "instruction_type")[1] == 1


@every_engine
def test_the_gain_is_paired_by_sample(engine: str) -> None:
    gain = vision_gain(answers(ANSWERS, engine), shares=False)
    assert gain["instruction_type"].tolist() == ["describe"]
    # differences 0.4 and 0.1: mean 0.25, deviation 0.2121, t(1) = 12.706, cut at -1 and 1
    assert gain.loc[0, ["mean", "low", "high", "n"]].tolist() == pytest.approx([0.25, -1, 1, 2])
    assert gain.loc[0, "p"] == pytest.approx(stats.ttest_1samp([0.4, 0.1], 0).pvalue)


@every_engine
def test_types_tasks_and_seeds_of_one_sample_are_pairs_of_their_own(engine: str) -> None:
    rows = [
        (seed, task, kind, seen, 0.5 + seen * (0.1 * seed + 0.2 * (kind == "explain")))
        for seed in (0, 1)
        for task in ("vqa", "captioning")
        for kind in ("describe", "explain")
        for seen in (True, False)
    ]
    columns = ["seed", "task", "instruction_type", "with_vision", "score"]
    frame = pd.DataFrame(rows, columns=columns).assign(sample=1)
    gain = vision_gain(answers(frame, engine), shares=False)
    assert gain["n"].tolist() == [4, 4]
    assert gain["mean"].tolist() == pytest.approx([0.05, 0.25])
    assert gain["seeds"].tolist() == [2, 2]


def test_p_of_the_gains_are_holm_s() -> None:
    random = np.random.default_rng(1)
    kinds = random.choice(["describe", "explain", "compare"], 90)
    frame = pd.DataFrame({"sample": range(90), "instruction_type": kinds})
    pairs = [frame.assign(with_vision=s, score=random.random(90) * 0.9 + s / 10) for s in (0, 1)]
    both = pd.concat(pairs).astype({"with_vision": bool})
    gain = vision_gain(answers(both), shares=False).set_index("instruction_type")
    change = pd.Series((pairs[1]["score"] - pairs[0]["score"]).array, index=kinds)
    alone = [stats.ttest_1samp(change[kind], 0).pvalue for kind in gain.index]
    assert gain["p"].tolist() == pytest.approx(multipletests(alone, method="holm")[1])


def test_the_gain_of_right_answers_is_a_difference_of_paired_shares() -> None:
    hits = [(1, 0), (1, 0), (1, 0), (1, 1), (0, 1), (0, 0), (1, 1), (1, 0)]
    rows = [(i, "describe", bool(s), both[1 - s]) for i, both in enumerate(hits) for s in (1, 0)]
    frame = pd.DataFrame(rows, columns=ANSWERS.columns)
    gain = vision_gain(answers(frame), shares=True).iloc[0]
    # Bonett and Price: (1 + 1) / 10 and (4 + 1) / 10, difference 0.3
    half = 1.959964 * np.sqrt((0.2 + 0.5 - 0.3**2) / 10)
    expected = [3 / 8, 0.3 - half, 0.3 + half]
    assert gain[["mean", "low", "high"]].tolist() == pytest.approx(expected, abs=1e-6)
    # mid-p of 1 against 4: 2 * (1 + 5) / 32 - 5 / 32
    assert gain["p"] == pytest.approx(7 / 32)


def test_shares_have_wilson_intervals() -> None:
    right = ANSWERS.assign(score=[1.0, 0.0, 1.0, 0.0, 1.0, 0.0, None])
    rows = answers(right)
    assert all_or_nothing(rows)
    assert not all_or_nothing(answers(ANSWERS))
    means = score_means(rows, shares=True).set_index(["instruction_type", "with_vision"])
    # three of three: 3 / (3 + 1.96 ** 2) = 0.4385
    assert means.loc[("describe", True), ["low", "high"]].tolist() == pytest.approx(
        [0.4385, 1.0], abs=1e-4
    )


def test_equal_scores_have_no_interval() -> None:
    rows = answers(ANSWERS.assign(score=0.5))
    means = score_means(rows, shares=False)
    assert means["mean"].eq(0.5).all()
    assert means[["low", "high"]].isna().all(axis=None)
