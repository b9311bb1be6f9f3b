"""What a point of accuracy cost, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.stats.emissions import NO_GAIN, UNKNOWN, emission_costs

TABLE = pd.DataFrame(
    {
        "co2_kg": [0.004, 0.003, 0.002, 0.001, 0.0, None],
        "accuracy_gain": [0.4, 0.0, -0.1, None, 0.2, 0.2],
        "estimated": [True, False, None, None, True, True],
    }
)


def test_the_cost_is_that_of_a_percentage_point_or_there_is_a_reason_for_none() -> None:
    cells = emission_costs(TABLE)
    assert cells.index.tolist() == [0, 1, 2, 3]
    assert cells["cost"].iloc[0] == pytest.approx(0.0001)
    assert cells["cost"].iloc[1:].isna().all()
    assert cells["kind"].tolist() == ["", NO_GAIN, NO_GAIN, UNKNOWN]


def test_only_what_is_said_to_be_estimated_is() -> None:
    assert emission_costs(TABLE)["estimated"].tolist() == [True, False, False, False]
