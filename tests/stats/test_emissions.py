"""What components emitted in all, and what a point of accuracy cost, worked by hand."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.stats.emissions import NO_GAIN, NOISE, OTHER, UNKNOWN, emission_costs

COLUMNS = ["component", "co2_kg", "accuracy_gain", "metric", "n", "estimated"]


def costs(*rows: tuple[Any, ...], metric: str | None = None) -> pd.DataFrame:
    table = pd.DataFrame([[*row, *[None] * 6][:6] for row in rows], columns=COLUMNS)
    return emission_costs(table.assign(stage=1), metric).set_index("component")


def test_the_cost_is_that_of_a_percentage_point_or_there_is_a_reason_for_none() -> None:
    cells = costs(("a", 0.004, 0.4), ("b", 0.003, 0.0), ("c", 0.002, -0.1), ("d", 0.001))
    assert cells["cost"]["a"] == pytest.approx(0.0001)
    assert cells["cost"].notna().sum() == 1
    assert cells["kind"].tolist() == ["", NO_GAIN, NO_GAIN, UNKNOWN]


def test_rows_of_one_component_add_up_and_missing_is_not_zero() -> None:
    cells = costs(
        ("resumed", 0.004, 0.3), ("resumed", 0.002, 0.1), ("partly", 0.5), ("partly", None),
        ("lost", None), ("lost", None),
    )  # fmt: skip
    assert cells["co2_kg"]["resumed"] == pytest.approx(0.006)
    assert cells["accuracy_gain"]["resumed"] == pytest.approx(0.4)
    assert cells["cost"]["resumed"] == pytest.approx(0.006 / 40)
    assert (cells["co2_kg"]["partly"], cells["missing"]["partly"]) == (0.5, 1)
    assert np.isnan(cells["co2_kg"]["lost"])
    assert cells["missing"]["lost"] == 2


def test_the_same_component_of_another_stage_is_another() -> None:
    table = pd.DataFrame([["a", 1.0, *[None] * 4]] * 2, columns=COLUMNS).assign(stage=[1, 2])
    assert emission_costs(table)["co2_kg"].tolist() == [1, 1]


def test_only_what_is_said_to_be_estimated_is_and_by_its_mass() -> None:
    cells = costs(
        ("a", 3.0, None, None, None, True), ("a", 1.0, None, None, None, False), ("b", 1.0)
    )
    assert cells["estimated"].tolist() == [True, False]
    assert cells["estimated_kg"].tolist() == [3, 0]


def test_gains_of_another_metric_are_not_compared() -> None:
    rows = [("a", 1.0, 0.5, "x"), ("a", 1.0, 0.3, "y"), ("b", 1.0, 0.3, "y"), ("c", 1.0, 0.3)]
    x, unnamed = costs(*rows, metric="x"), costs(*rows)
    assert x["kind"].tolist() == ["", OTHER, OTHER]
    assert x["cost"]["a"] == pytest.approx(2 / 50)
    assert unnamed["kind"].tolist() == [OTHER, OTHER, ""]


def test_a_gain_counts_beyond_the_largest_noise_of_its_samples() -> None:
    # 1.96 * sqrt(1 / 200) = 0.138593; of two gains of 100 samples each 0.196
    cells = costs(
        ("within", 1.0, 0.1385, None, 100), ("beyond", 1.0, 0.1387, None, 100),
        ("two", 1.0, 0.1, None, 100), ("two", 1.0, 0.0959, None, 100), ("unsized", 1.0, 0.001),
    )  # fmt: skip
    assert cells["kind"].to_dict() == {"within": NOISE, "beyond": "", "two": NOISE, "unsized": ""}
    assert cells["noise"]["within"] == pytest.approx(0.138593, abs=1e-6)
    assert cells["noise"]["two"] == pytest.approx(0.196)
    assert np.isnan(cells["noise"]["unsized"])
    assert cells["unsized"].to_dict() == {"within": 0, "beyond": 0, "two": 0, "unsized": 1}


def test_no_two_independent_shares_have_a_larger_standard_error() -> None:
    shares = np.linspace(0, 1, 21)
    pairs = itertools.product(shares, shares)
    errors = [np.sqrt((p * (1 - p) + q * (1 - q)) / 50) for p, q in pairs]
    noise = costs(("a", 1.0, 0.5, None, 50))["noise"]["a"]
    assert 1.96 * max(errors) == pytest.approx(noise)
