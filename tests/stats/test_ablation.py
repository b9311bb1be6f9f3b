"""What a removal does, by hand and against scipy."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy import stats

from embervlm_specs.stats.effects import ablation_effects


def effects(metric: str, *rows: tuple[str, float, float], better: object = None) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["component", "score", "baseline"])
    return ablation_effects(frame.assign(metric=metric, higher_is_better=better))


def test_the_largest_effect_comes_first_in_either_direction() -> None:
    table = effects("accuracy", ("a", 0.8, 0.9), ("b", 1.0, 0.9), ("c", 0.5, 0.9), ("d", 0.9, 0.9))
    assert table["component"].tolist() == ["c", "a", "b", "d"]
    assert table["change"].tolist() == pytest.approx([-0.4, -0.1, 0.1, 0])


@pytest.mark.parametrize(
    ("metric", "better", "change"),
    [("ece", None, -0.2), ("accuracy", None, 0.2), ("ece", True, 0.2), ("accuracy", False, -0.2)],
)
def test_harm_is_negative_also_where_less_is_better(
    metric: str, better: object, change: float
) -> None:
    assert effects(metric, ("a", 0.3, 0.1), better=better)["change"][0] == pytest.approx(change)


def test_the_interval_is_that_of_the_paired_differences() -> None:
    score, baseline = [0.7, 0.72, 0.65], [0.9, 0.91, 0.88]
    rows = [("a", s, b) for s, b in zip(score, baseline, strict=True)]
    row = effects("accuracy", *rows).iloc[0]
    low, high = stats.ttest_rel(score, baseline).confidence_interval(0.95)
    assert [row["low"], row["high"], row["n"]] == pytest.approx([low, high, 3])


def test_one_seed_has_no_interval() -> None:
    assert effects("accuracy", ("a", 0.7, 0.9))[["low", "high"]].isna().all(axis=None)
