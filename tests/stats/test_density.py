"""Densities and middles of counted values, against scipy and numpy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from embervlm_specs.stats.density import describe_counts, gaussian_density

SAMPLES = {
    "many": np.random.default_rng(0).poisson(30, 500),
    "three": np.array([5, 9, 30]),
    "ties": np.array([4, 4, 4, 4, 9, 9, 9, 1]),
    "two": np.array([3, 8]),
}
every_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)


@every_sample
def test_the_density_is_that_of_scipy(sample: np.ndarray) -> None:
    values, counts = np.unique(sample, return_counts=True)
    at = np.linspace(-5, 60, 200)
    expected = stats.gaussian_kde(sample)(at)
    np.testing.assert_allclose(gaussian_density(values, counts, at), expected, rtol=1e-12)


@every_sample
def test_the_middle_is_that_of_numpy_and_scipy(sample: np.ndarray) -> None:
    values, counts = np.unique(sample, return_counts=True)
    found = describe_counts(values[::-1], counts[::-1])
    assert found.n == len(sample)
    assert found.median == np.median(sample)
    low, high = stats.t.interval(0.95, len(sample) - 1, sample.mean(), stats.sem(sample))
    expected = [sample.mean(), sample.std(ddof=1), low, high]
    assert [found.mean, found.deviation, found.low, found.high] == pytest.approx(expected)


@pytest.mark.parametrize(("values", "counts"), [([7], [1]), ([7], [20]), ([], [])])
def test_without_spread_there_is_no_density(values: list[int], counts: list[int]) -> None:
    assert np.isnan(gaussian_density(values, counts, [6.0, 7.0])).all()


def test_nothing_has_no_middle() -> None:
    found = describe_counts([], [])
    assert found.n == 0
    assert np.isnan([found.median, found.mean, found.low]).all()
