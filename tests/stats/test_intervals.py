from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from embervlm_specs.stats.intervals import wilson_interval


@pytest.mark.parametrize(("successes", "trials"), [(0, 5), (3, 10), (50, 50), (999, 1000), (1, 1)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_wilson_equals_scipy(successes: int, trials: int, level: float) -> None:
    low, high = wilson_interval([successes], [trials], level=level)
    expected = binomtest(successes, trials).proportion_ci(level, method="wilson")
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_no_trials_give_no_interval() -> None:
    low, high = wilson_interval([0, 1], [0, 2])
    assert np.isnan([low[0], high[0]]).all()
    assert not np.isnan([low[1], high[1]]).any()
