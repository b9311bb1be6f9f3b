"""Differences of shares that are not matched, against statsmodels and Newcombe's own table."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep

from embervlm_specs.stats.unpaired import unpaired_interval, unpaired_p


def test_newcombe_s_examples() -> None:
    # the paper's table II, method 10: 56/70 - 48/80, 9/10 - 3/10, 10/10 - 0/10
    low, high = unpaired_interval([48 / 80, 0.3, 0], [80, 10, 10], [56 / 70, 0.9, 1], [70, 10, 10])
    assert low == pytest.approx([0.0524, 0.1705, 0.6075], abs=1e-4)
    assert high == pytest.approx([0.3339, 0.8090, 1.0], abs=1e-4)


def test_it_agrees_with_statsmodels() -> None:
    random = np.random.default_rng(0)
    for _ in range(200):
        n, m = random.integers(1, 400, 2)
        a, b = random.integers(0, n + 1), random.integers(0, m + 1)
        expected = confint_proportions_2indep(b, m, a, n, method="newcomb", compare="diff")
        found = unpaired_interval([a / n], [n], [b / m], [m])
        assert np.concatenate(found) == pytest.approx(expected, abs=1e-9)


def test_p_is_where_the_interval_ends_at_0() -> None:
    shares = ([0.6, 0.9, 0.5], [80, 50, 30], [0.8, 0.7, 0.5], [70, 60, 30])
    p = unpaired_p(*shares)
    low, high = unpaired_interval(*shares, quantile=norm.isf(p / 2))
    assert [low[0], high[1]] == pytest.approx([0, 0], abs=1e-9)
    assert p[2] == pytest.approx(1)
    assert (p[:2] < 0.05).all()


def test_without_a_count_nothing_is_known() -> None:
    shares = ([0.5, 0.5], [np.nan, 0], [0.6, 0.6], [10, 10])
    assert np.isnan(unpaired_interval(*shares)).all()
    assert np.isnan(unpaired_p(*shares)).all()
