"""Curves over training: means over seeds, and gaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.dynamics import training_curves

nan = np.nan


def log(values: list[float], *, seed: int = 0, metric: str = "loss") -> pd.DataFrame:
    step = range(0, 10 * len(values), 10)
    row = {"stage": 1, "metric": metric, "split": "train", "seed": seed}
    return pd.DataFrame({"step": step, "value": values, **row})


def test_seeds_are_averaged_where_they_have_a_number() -> None:
    rows = pd.concat([log([4, 2, nan]), log([5, 4, 1], seed=1), log([6, 3, nan], seed=2)])
    rows["value"] = rows["value"].astype(object).where(rows["value"].notna(), None).astype(float)
    curves = training_curves(open_rows("scalars", rows), ["loss"])
    points = curves.points
    assert points["value"].tolist() == pytest.approx([5, 3, 1])
    assert points["n"].tolist() == [3, 3, 1]
    low, high = stats.t.interval(0.95, 2, 5, stats.sem([4, 5, 6]))
    assert [points["low"][0], points["high"][0]] == pytest.approx([low, high])
    assert np.isnan(points["low"][2])
    # three seeds at the first two steps, one at the last
    assert (curves.steps, curves.seeds.tolist(), curves.missing) == (3, [1, 3], 2)


def test_a_step_without_any_number_stays_as_a_gap() -> None:
    points = training_curves(open_rows("scalars", log([1, nan, 3])), ["loss"]).points
    assert points["value"].isna().tolist() == [False, True, False]


def test_a_long_log_is_thinned_and_keeps_its_spike() -> None:
    values = np.full(20_000, 2.0) + np.random.default_rng(0).normal(0, 0.1, 20_000)
    values[12_345] = 9
    curves = training_curves(open_rows("scalars", log(values.tolist())), ["loss"])
    assert len(curves.points) <= 2 * curves.stretches + 2
    assert curves.points["value"].max() == 9
    assert curves.points["step"][curves.points["value"].idxmax()] == 123_450


def test_where_curves_begin_and_end_is_where_they_have_numbers() -> None:
    rows = pd.concat([log([nan, 4, 3, nan]), log([0.1, 0.2], metric="accuracy")])
    ends = training_curves(open_rows("scalars", rows), ["loss", "accuracy"]).ends
    named = ends[["metric", "step", "value", "end", "last"]].to_numpy().tolist()
    assert named == [["accuracy", 0, 0.1, 10, 0.2], ["loss", 10, 4, 20, 3]]


def test_a_point_without_a_number_is_of_no_seed() -> None:
    rows = open_rows("scalars", pd.concat([log([4, nan]), log([5, nan], seed=1)]))
    assert training_curves(rows, ["loss"]).seeds.tolist() == [2, 2]
    nothing = training_curves(open_rows("scalars", log([nan])), ["loss"])
    assert nothing.seeds.tolist() == []
