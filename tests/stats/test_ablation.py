"""What a removal does, by hand and against scipy."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from embervlm_specs.stats.effects import ablation_effects, whole_models


def effects(
    metric: str, *rows: tuple[str, float, float], better: object = None, n: float | None = None
) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["component", "score", "baseline"])
    return ablation_effects(frame.assign(metric=metric, higher_is_better=better, n=n))


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
    assert effects("accuracy", ("a", 0.7, 0.9))[["low", "high", "p"]].isna().all(axis=None)


def test_one_seed_of_known_samples_has_their_interval() -> None:
    row = effects("robot_accuracy", ("a", 0.7, 0.9), n=300).iloc[0]
    expected = confint_proportions_2indep(210, 300, 270, 300, method="newcomb", compare="diff")
    assert [row["low"], row["high"]] == pytest.approx(expected)
    assert row["of_samples"]
    assert row["p"] < 0.001


def test_an_interval_of_samples_is_not_made_of_what_is_no_share_of_them() -> None:
    for metric in ("ece", "val_loss", "macro_f1"):
        assert pd.isna(effects(metric, ("a", 0.7, 0.9), n=300)["low"][0])
    assert pd.isna(effects("points", ("a", 7, 9), n=300)["low"][0])


def test_differences_that_are_all_equal_have_no_interval() -> None:
    row = effects("accuracy", ("a", 0.7, 0.9), ("a", 0.6, 0.8), n=10).iloc[0]
    assert row["change"] == pytest.approx(-0.2)
    assert row[["low", "high", "p"]].isna().all()


def test_p_are_those_of_the_paired_t_test_after_holm() -> None:
    base = [0.9, 0.91, 0.88]
    scores = {"a": [0.7, 0.72, 0.65], "b": [0.91, 0.9, 0.9], "c": [0.89, 0.9, 0.86]}
    rows = [(name, s, b) for name, of in scores.items() for s, b in zip(of, base, strict=True)]
    found = effects("accuracy", *rows).set_index("component")
    alone = [stats.ttest_rel(of, base).pvalue for of in scores.values()]
    corrected = multipletests(alone, method="holm")[1]
    assert found.loc[list(scores), "p"].tolist() == pytest.approx(corrected)


def test_each_seed_of_the_whole_model_counts_once() -> None:
    rows = [("a", 0, 0.9), ("b", 0, 0.9), ("c", 0, 0.9), ("a", 1, 0.8)]
    frame = pd.DataFrame(rows, columns=["component", "seed", "baseline"])
    assert whole_models(frame).tolist() == pytest.approx([0.85, 0.85])
    other = pd.concat([frame, pd.DataFrame([("b", 1, 0.7)], columns=frame.columns)])
    assert whole_models(other).tolist() == pytest.approx([0.8, 0.85])
