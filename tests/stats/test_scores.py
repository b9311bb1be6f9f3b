"""Mean scores and the gain of seeing the image, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.accuracy import where_known
from embervlm_specs.stats.scores import all_or_nothing, score_means, vision_gain
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


@every_engine
def test_means_of_each_group(engine: str) -> None:
    rows = open_rows("responses", as_engine(ANSWERS, engine))
    means = score_means(rows, shares=False).set_index(["instruction_type", "with_vision"])
    seen = means.loc[("describe", True)]
    # mean 0.8, deviation 0.1, t(2) = 4.3027: half width 0.2484, cut at 1
    assert seen.tolist() == pytest.approx([0.8, 0.5516, 1.0, 3], abs=1e-4)
    assert means.loc[("explain", False), "n"] == 1
    assert pd.isna(means.loc[("explain", False), "low"])
    assert len(means) == 3
    assert where_known(rows, "score", "instruction_type")[1] == 1


@every_engine
def test_the_gain_is_paired_by_sample(engine: str) -> None:
    gain = vision_gain(open_rows("responses", as_engine(ANSWERS, engine)))
    assert gain["instruction_type"].tolist() == ["describe"]
    # differences 0.4 and 0.1: mean 0.25, deviation 0.2121, t(1) = 12.706, cut at -1 and 1
    assert gain.iloc[0, 1:].tolist() == pytest.approx([0.25, -1, 1, 2])


def test_shares_have_wilson_intervals() -> None:
    right = ANSWERS.assign(score=[1.0, 0.0, 1.0, 0.0, 1.0, 0.0, None])
    rows = open_rows("responses", right)
    assert all_or_nothing(rows)
    assert not all_or_nothing(open_rows("responses", ANSWERS))
    means = score_means(rows, shares=True).set_index(["instruction_type", "with_vision"])
    # three of three: 3 / (3 + 1.96 ** 2) = 0.4385
    assert means.loc[("describe", True), ["low", "high"]].tolist() == pytest.approx(
        [0.4385, 1.0], abs=1e-4
    )


def test_equal_scores_have_no_interval() -> None:
    rows = open_rows("responses", ANSWERS.assign(score=0.5))
    means = score_means(rows, shares=False)
    assert means["mean"].eq(0.5).all()
    assert means[["low", "high"]].isna().all(axis=None)
