"""Answers counted by length, and densities of what was counted against scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from embervlm_specs.stats.lengths import UNNAMED, gaussian_density, length_counts, mean_lengths
from embervlm_specs.tables import RESPONSES, validate
from tests.engines import as_engine, every_engine

SAMPLES = {
    "many": np.random.default_rng(0).poisson(30, 500),
    "three": np.array([5, 9, 30]),
    "ties": np.array([4, 4, 4, 4, 9, 9, 9, 1]),
    "two": np.array([3, 8]),
}


@every_engine
def test_answers_are_counted_by_task(engine: str) -> None:
    table = pd.DataFrame(
        {
            "sample": [1, 2, 3, 4],
            "task": ["vqa", "vqa", None, "vqa"],
            "length": [3, 3, 5, None],
        }
    )
    counts = length_counts(validate(RESPONSES, as_engine(table, engine)))
    known = counts.dropna(subset=["length"])
    assert known.to_numpy().tolist() == [[UNNAMED, 5, 1], ["vqa", 3, 2]]
    assert counts.loc[counts["length"].isna(), ["task", "n"]].to_numpy().tolist() == [["vqa", 1]]


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_the_density_is_that_of_scipy(sample: np.ndarray) -> None:
    values, counts = np.unique(sample, return_counts=True)
    at = np.linspace(-5, 60, 200)
    expected = stats.gaussian_kde(sample)(at)
    np.testing.assert_allclose(gaussian_density(values, counts, at), expected, rtol=1e-12)


@pytest.mark.parametrize(("values", "counts"), [([7], [1]), ([7], [20]), ([], [])])
def test_without_spread_there_is_no_density(values: list[int], counts: list[int]) -> None:
    assert np.isnan(gaussian_density(values, counts, [6.0, 7.0])).all()


@every_engine
def test_means_cover_groups_and_end_at_nothing(engine: str) -> None:
    table = pd.DataFrame(
        {
            "task": ["vqa"] * 6 + [None, "ocr", "ocr", "empty"],
            "sample": range(10),
            "group": [0, 0, 1, 1, 2, 2, 3, 4, 5, 6],
            "length": [1, 1, 2, 2, 3, 3, 5, 1, 9, None],
        }
    )
    means = mean_lengths(validate(RESPONSES, as_engine(table, engine)))
    assert means.index.tolist() == ["ocr", UNNAMED, "vqa"]
    # three groups of equal rows: 2 -+ 4.303 / sqrt(3), cut at 0
    vqa = means.loc["vqa", ["mean", "low", "high", "n", "groups"]].tolist()
    assert vqa == pytest.approx([2, 0, 4.484, 6, 3], abs=1e-3)
    assert means.loc["ocr", "low"] == 0
    assert np.isnan(means.loc[UNNAMED, "low"])
