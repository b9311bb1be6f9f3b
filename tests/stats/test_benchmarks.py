"""Scores of any scale as shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.stats.benchmarks import benchmark_shares, best_first
from embervlm_specs.stats.intervals import wilson_interval
from embervlm_specs.vocabulary import benchmark_scale


def shares(*rows: tuple[str, float, float | None]) -> list[float]:
    frame = pd.DataFrame(rows, columns=["benchmark", "score", "max_score"]).assign(n=np.nan)
    return benchmark_shares(frame)["share"].tolist()


def test_a_scale_is_known_by_any_spelling_of_its_benchmark() -> None:
    names = ["MME", "MME-perception", "mmbench_dev", "OCRBench", "ScienceQA-img", "MME-RealWorld"]
    assert [benchmark_scale(name) for name in names] == [2800, 2000, 100, 1000, 100, None]


def test_scores_of_different_scales_are_shares_of_the_best() -> None:
    assert shares(("MME", 1400, None), ("MMBench", 57.7, None), ("mine", 3, 4)) == pytest.approx(
        [0.5, 0.577, 0.75]
    )


@pytest.mark.parametrize(
    "row",
    [
        ("COCO CIDEr", 104.1, None),
        ("ScienceQA", 0.726, None),
        ("OCRBench", 52.6, None),
        ("MMBench", 120.0, None),
        ("mine", 2.0, 1.0),
        ("mine", -0.1, 1.0),
        ("mine", 0.0, 0.0),
    ],
    ids=["unknown", "a fraction", "per cent", "too much", "beyond", "below", "no scale"],
)
def test_a_scale_that_does_not_fit_is_not_guessed(row: tuple[str, float, float | None]) -> None:
    assert np.isnan(shares(row)).all()


def test_a_known_scale_holds_for_all_scores_of_a_benchmark_at_once() -> None:
    # nothing right early in training is no fraction
    assert shares(("VQAv2", 0.0, None), ("VQAv2", 40.0, None)) == pytest.approx([0, 0.4])


@pytest.mark.parametrize(("name", "high"), [("POPE", 85.0), ("MME", 1400.0)])
def test_fractions_beside_larger_scores_contradict_a_scale_that_was_not_given(
    name: str, high: float
) -> None:
    # 0.8 may be 80 % or 0.8 %
    assert np.isnan(shares((name, 0.8, None), (name, high, None))).all()


def test_a_given_scale_holds_beside_scores_without_one() -> None:
    found = shares(("POPE", 0.8, 1), ("POPE", 85.0, None), ("GQA", 0.6, None), ("GQA", 60.0, 100))
    assert found == pytest.approx([0.8, 0.85, np.nan, 0.6], nan_ok=True)


def test_the_interval_is_wilson_s_where_n_is_known() -> None:
    frame = pd.DataFrame(
        {"benchmark": ["POPE", "POPE"], "score": [80.0, 84.0], "max_score": 100, "n": [50, None]}
    )
    table = benchmark_shares(frame)
    low, high = wilson_interval([40], [50])
    assert [table["low"][0], table["high"][0]] == pytest.approx([low[0], high[0]])
    assert table[["low", "high"]].iloc[1].isna().all()


def test_the_best_last_share_comes_first_and_none_at_the_end() -> None:
    rows = [("a", 2, 0.9), ("a", 1, 0.1), ("c", 1, None), ("b", 4, None), ("b", 3, 0.95)]
    ordered = best_first(pd.DataFrame(rows, columns=["benchmark", "stage", "share"]))
    assert ordered[["benchmark", "stage"]].to_numpy().tolist() == [
        *(["b", 3], ["b", 4], ["a", 1], ["a", 2], ["c", 1])
    ]
