"""Round ticks around values and zero."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embervlm_specs.stats.axis import bar_ticks, tick_words, value_words

values = st.floats(-1e9, 1e9).filter(lambda v: v == 0 or abs(v) > 1e-9)


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.2, 37, [0, 10, 20, 30, 40]),
        (0.03, 0.075, [0, 0.02, 0.04, 0.06, 0.08]),
        (-3, 4.3, [-4, -2, 0, 2, 4, 6]),
        (0.5, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-7, -2, [-8, -6, -4, -2, 0]),
        (0, 0, [0, 1]),
    ],
)
def test_ticks_worked_by_hand(low: float, high: float, ticks: list[float]) -> None:
    assert bar_ticks(low, high) == pytest.approx(ticks)


@given(values, values)
def test_ticks_hold_all_values_and_zero(one: float, other: float) -> None:
    low, high = sorted((one, other))
    ticks = bar_ticks(low, high)
    slack = 1e-6 * (ticks[-1] - ticks[0])
    assert ticks[0] - slack <= low <= high <= ticks[-1] + slack
    assert np.abs(ticks).min() <= slack
    assert 2 <= len(ticks) <= 6


def test_numbers_as_words() -> None:
    assert [tick_words(v) for v in (0, 0.25, 1500, 2e7)] == ["0", "0.25", "1,500", "2e+07"]
    found = [value_words(v) for v in (0.83, 44.4, 123.4, 1234.6, 1234567, 0)]
    assert found == ["0.830", "44.4", "123", "1,235", "1.23e+06", "0"]
