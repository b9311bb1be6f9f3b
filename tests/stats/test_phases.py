"""What joint fine-tuning changes, against scipy and statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from embervlm_specs.stats.effects import phase_effects, phase_means

VALUES = {
    ("robot_accuracy", "fraction"): ([0.70, 0.74, 0.69], [0.80, 0.81, 0.82]),
    ("ece", "fraction"): ([0.10, 0.12, 0.15], [0.11, 0.10, 0.16]),
    ("latency", "ms"): ([10.0, 40.0, 20.0], [30.0, 31.0, 30.5]),
}


def measured(n: float | None = None, seeds: int = 3) -> pd.DataFrame:
    rows = [
        (phase, metric, unit, seed, value)
        for (metric, unit), phases in VALUES.items()
        for phase, values in zip(("frozen_backbone", "joint_finetuning"), phases, strict=True)
        for seed, value in enumerate(values[:seeds])
    ]
    columns = ["phase", "metric", "unit", "seed", "value"]
    return pd.DataFrame(rows, columns=columns).assign(n=n, higher_is_better=None)


def test_differences_are_paired_by_seed_and_p_are_holm_s() -> None:
    found = phase_effects(measured()).set_index("metric")
    alone = {}
    for (metric, _), (frozen, joint) in VALUES.items():
        test = stats.ttest_rel(joint, frozen)
        ends = found.loc[metric, ["low", "high"]].tolist()
        assert ends == pytest.approx(test.confidence_interval(0.95))
        assert found.loc[metric, "change"] == pytest.approx(np.mean(joint) - np.mean(frozen))
        alone[metric] = test.pvalue
    corrected = multipletests(list(alone.values()), method="holm")[1]
    assert found.loc[list(alone), "p"].tolist() == pytest.approx(corrected)
    assert found["n"].tolist() == [3, 3, 3]
    assert not found["of_samples"].any()


def test_seeds_of_one_phase_are_no_pairs() -> None:
    frame = measured()
    left = frame.drop(
        frame.query("metric == 'ece' and phase == 'joint_finetuning' and seed > 0").index
    )
    found = phase_effects(left).set_index("metric").loc["ece"]
    assert (found["n"], found["unpaired"]) == (1, [1, 2])
    assert found["change"] == pytest.approx(0.01)
    none = phase_effects(frame[frame["phase"] == "frozen_backbone"])
    assert none[["change", "p"]].isna().all(axis=None)
    assert none["n"].tolist() == [0, 0, 0]


def test_one_seed_has_the_interval_of_its_samples_where_these_are_shares() -> None:
    found = phase_effects(measured(n=300, seeds=1)).set_index("metric")
    expected = confint_proportions_2indep(240, 300, 210, 300, method="newcomb", compare="diff")
    ends = found.loc["robot_accuracy", ["low", "high"]].tolist()
    assert ends == pytest.approx(expected)
    assert found["of_samples"].to_dict() == {"ece": False, "latency": False, "robot_accuracy": True}
    assert found.loc[["ece", "latency"], ["low", "p"]].isna().all(axis=None)
    assert phase_effects(measured(seeds=1))[["low", "high", "p"]].isna().all(axis=None)


def test_positive_quantities_have_their_interval_on_the_log_scale() -> None:
    means = phase_means(measured()).set_index(["metric", "phase"])
    frozen = VALUES["latency", "ms"][0]
    mean, half = np.mean(frozen), stats.t.ppf(0.975, 2) * stats.sem(frozen)
    assert mean - half < 0  # what a plain interval would say
    ends = means.loc[("latency", "frozen_backbone"), ["low", "high"]].tolist()
    assert ends == pytest.approx([mean * np.exp(-half / mean), mean * np.exp(half / mean)])
    signed = measured().assign(value=lambda t: t["value"] - 10 * (t["unit"] == "ms"))
    plain = phase_means(signed).set_index(["metric", "phase"])
    assert plain.loc[("latency", "frozen_backbone"), "low"] == pytest.approx(mean - 10 - half)


def test_fractions_stay_within_0_and_1() -> None:
    means = phase_means(measured().assign(value=[0.01, 0.99, 0.5] * 6, unit="fraction"))
    assert means["low"].tolist() == [0] * 6
    assert means["high"].tolist() == [1] * 6
