"""Pairs and the McNemar test, against values worked by hand and scipy."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy.stats import binomtest

from embervlm_specs.rows import fetch
from embervlm_specs.stats.paired import (
    mcnemar_exact,
    pair_predictions,
    paired_counts,
    paired_steps,
)
from embervlm_specs.tables import ROBOT_PREDICTIONS, validate
from tests.engines import as_engine, every_engine


def test_mcnemar_worked_by_hand() -> None:
    # 1 against 5: 2 (C(6, 0) + C(6, 1)) / 2^6 = 14 / 64
    assert mcnemar_exact([1, 3, 0], [5, 3, 0]) == pytest.approx([14 / 64, 1, 1])


def test_mcnemar_agrees_with_the_binomial_test_of_scipy() -> None:
    pairs = [(b, c) for b in range(12) for c in range(12) if b + c]
    ours = mcnemar_exact(*zip(*pairs, strict=True))
    assert ours == pytest.approx([binomtest(b, b + c, 0.5).pvalue for b, c in pairs])


def predictions() -> pd.DataFrame:
    """Samples 1 to 3 are Drones asked both ways, 4 has one way, 5 changes its truth."""
    rows = [
        # sample, prompting, true, predicted
        ("1", "direct", "Drone", "Drone"), ("1", "cot", "Drone", "Drone"),
        ("2", "direct", "Drone", "Legged"), ("2", "cot", "Drone", "Drone"),
        ("3", "direct", "Drone", "Drone"), ("3", "cot", "Drone", "Legged"),
        ("4", "direct", "Legged", "Legged"),
        ("5", "direct", "Legged", "Legged"), ("5", "cot", "Drone", "Drone"),
        (None, "cot", "Drone", "Drone"),
    ]  # fmt: skip
    columns = ["sample", "prompting", "true_robot", "predicted_robot"]
    return pd.DataFrame(rows, columns=columns)


@every_engine
def test_only_samples_asked_both_ways_are_pairs(engine: str) -> None:
    rows = validate(ROBOT_PREDICTIONS, as_engine(predictions(), engine))
    pairs = pair_predictions(rows, "direct", "cot")
    assert (pairs.unpaired, pairs.unnamed) == (2, 1)
    counts = paired_counts(pairs.rows).iloc[0]
    assert len(fetch(pairs.rows)) == counts["n"] == 3
    assert counts[["first", "second", "only_first", "only_second"]].tolist() == [2, 2, 1, 1]


@every_engine
def test_a_paired_step_has_both_promptings(engine: str) -> None:
    frame = predictions().head(3).assign(step=[10, 10, 20])
    rows = validate(ROBOT_PREDICTIONS, as_engine(frame, engine))
    assert paired_steps(rows, ("direct", "cot")) == [10]
