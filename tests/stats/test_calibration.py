from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from sklearn.metrics import balanced_accuracy_score, brier_score_loss

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.calibration import binomial_deviation, calibration
from tests.engines import as_engine, every_engine


def predictions(confidence: list[float], correct: list[bool]) -> pd.DataFrame:
    guess = ["Drone" if hit else "Legged" for hit in correct]
    return pd.DataFrame({"true_robot": "Drone", "predicted_robot": guess, "confidence": confidence})


@every_engine
def test_worked_by_hand(engine: str) -> None:
    # four bins: (0, .25] holds .1 and .25; (.5, .75] holds .6; (.75, 1] holds .9, .9, 1
    frame = predictions([0.1, 0.25, 0.6, 0.9, 0.9, 1.0], [False, True, False, True, True, False])
    result = calibration(open_rows("t", as_engine(frame, engine)), n_bins=4)
    assert result.bins["bin"].tolist() == [0, 2, 3]
    assert result.bins["n"].tolist() == [2, 1, 3]
    assert result.bins["accuracy"].tolist() == pytest.approx([0.5, 0, 2 / 3])
    assert result.bins["confidence"].tolist() == pytest.approx([0.175, 0.6, 2.8 / 3])
    gaps = [0.325, 0.6, 0.8 / 3]
    assert result.ece == pytest.approx((2 * gaps[0] + gaps[1] + 3 * gaps[2]) / 6)
    assert (result.mce, result.mce_n) == (pytest.approx(0.6), 1)
    assert result.accuracy == pytest.approx(0.5)


def test_bins_are_closed_on_the_right() -> None:
    rows = open_rows("t", predictions([0.0, 0.2, 0.2000001, 1.0], [True] * 4))
    assert calibration(rows, n_bins=5).bins["bin"].tolist() == [0, 1, 4]
    assert calibration(rows, n_bins=5).bins["n"].tolist() == [2, 1, 1]


@every_engine
def test_rows_without_confidence_are_counted_not_binned(engine: str) -> None:
    frame = as_engine(predictions([0.9, np.nan, 0.8], [True, False, True]), engine)
    from embervlm_specs.tables import ROBOT_PREDICTIONS, validate

    result = calibration(validate(ROBOT_PREDICTIONS, frame))
    assert (result.n, result.unknown, result.accuracy) == (2, 1, 1.0)


@pytest.mark.parametrize(("n", "p"), [(1, 0.9), (7, 0.3), (40, 0.97), (3, 1.0), (5, 0.0)])
def test_binomial_deviation_equals_the_sum(n: int, p: float) -> None:
    from scipy.stats import binom

    hits = np.arange(n + 1)
    direct = (np.abs(hits / n - p) * binom.pmf(hits, n, p)).sum()
    assert binomial_deviation([n], [p])[0] == pytest.approx(direct, abs=1e-12)


def test_expected_error_agrees_with_draws_from_a_calibrated_model() -> None:
    random = np.random.default_rng(7)
    confidence = random.beta(5, 2, 400)
    place = np.clip(np.ceil(confidence * 15) - 1, 0, 14).astype(int)
    away = (random.random((200, 400)) < confidence) - confidence
    draws = [np.abs(np.bincount(place, gaps)).sum() / 400 for gaps in away]
    error = np.std(draws) / np.sqrt(len(draws))
    rows = open_rows("t", predictions(confidence.tolist(), [True] * 400))
    assert calibration(rows).expected_ece == pytest.approx(np.mean(draws), abs=4 * error)


@pytest.mark.parametrize(
    ("file", "n", "accuracy", "ece"),
    [
        ("other_snacks.csv", 952, 0.8634, 0.0280),
        ("markus93_probs_resnet110_c10_logits.csv", 10_000, 0.9356, 0.0475),
    ],
)
def test_published_predictions(
    public_data: Path, file: str, n: int, accuracy: float, ece: float
) -> None:
    raw = pd.read_csv(public_data / "calibration" / "hollance_reliability" / file)
    frame = raw.rename(columns={"true_label": "true_robot", "pred_label": "predicted_robot"})
    result = calibration(open_rows("t", frame))
    assert result.n == n
    assert result.accuracy == pytest.approx(accuracy, abs=5e-5)
    assert result.ece == pytest.approx(ece, abs=5e-5)


@pytest.mark.parametrize("confidence", [0.14, 0.28, 0.56])
def test_an_edge_of_a_bin_belongs_to_it_whatever_a_computer_makes_of_it(confidence: float) -> None:
    frame = predictions([confidence], [True])
    (row,) = calibration(open_rows("t", frame), n_bins=50).bins.itertuples()
    assert row.upper == pytest.approx(confidence)


def made(n: int, *, seed: int = 0, **columns: object) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    confidence = random.permutation(n) / n
    hits = random.random(n) < confidence**2
    return predictions(confidence.tolist(), hits.tolist()).assign(**columns)


def test_adaptive_bins_hold_equally_many() -> None:
    frame = made(300)
    ordered = frame.sort_values("confidence")
    hit, confidence = ordered["predicted_robot"] == "Drone", ordered["confidence"]
    parts = np.array_split(np.arange(300), 15)
    direct = sum(abs(hit.iloc[p].sum() - confidence.iloc[p].sum()) for p in parts) / 300
    result = calibration(open_rows("t", frame))
    assert result["adaptive ECE"][0] == pytest.approx(direct)


def test_equal_confidences_are_never_torn_apart() -> None:
    frame = predictions([0.5] * 20, [True, False] * 10)
    assert calibration(open_rows("t", frame))["adaptive ECE"][0] == 0


def test_brier_and_balanced_accuracy_are_those_of_scikit_learn() -> None:
    frame = made(200)
    frame["true_robot"] = np.where(frame.index % 3, frame["predicted_robot"], "Drone")
    hit = frame["true_robot"] == frame["predicted_robot"]
    result = calibration(open_rows("t", frame))
    brier, low, high = result["top-label Brier score"]
    assert brier == pytest.approx(brier_score_loss(hit, frame["confidence"]))
    expected = scipy.stats.ttest_1samp((frame["confidence"] - hit) ** 2, 0).confidence_interval()
    assert (low, high) == pytest.approx(tuple(expected))
    balanced = balanced_accuracy_score(frame["true_robot"], frame["predicted_robot"])
    assert result["balanced accuracy"][0] == pytest.approx(balanced)


def test_the_quantile_by_chance_is_that_of_calibrated_models() -> None:
    random = np.random.default_rng(3)
    confidence = np.repeat([0.3, 0.7, 0.95], [50, 80, 200])
    result = calibration(open_rows("t", predictions(confidence.tolist(), [True] * 330)))
    hits = random.random((20_000, 330)) < confidence
    gaps = [(hits - confidence)[:, confidence == level].sum(axis=1) for level in (0.3, 0.7, 0.95)]
    direct = np.quantile(np.abs(gaps).sum(axis=0) / 330, 0.95)
    assert result.chance_ece == pytest.approx(direct, rel=0.03)
    assert result.chance_ece > result.expected_ece


def test_the_interval_of_the_ece_is_the_wider_of_two() -> None:
    frame = made(400)
    ece, low, high = calibration(open_rows("t", frame))["ECE"]
    random, drawn = np.random.default_rng(9), []
    hit = (frame["predicted_robot"] == "Drone").to_numpy()
    away = hit - frame["confidence"].to_numpy()
    place = np.clip(np.ceil((frame["confidence"] * 15).round(9)) - 1, 0, 14).astype(int)
    for _ in range(2000):
        rows = random.integers(400, size=400)
        drawn.append(np.abs(np.bincount(place[rows], away[rows], minlength=15)).sum() / 400)
    above, below = np.quantile(drawn, [0.975, 0.025])
    signs = np.sign(np.bincount(place, away))
    ends = scipy.stats.ttest_1samp(signs[place] * away, 0).confidence_interval()
    bias = np.mean(drawn) - ece
    expected = min(2 * ece - above, ends.low - bias), max(2 * ece - below, ends.high - bias)
    assert (low, high) == pytest.approx(expected, abs=0.004)


def test_the_interval_covers_the_error_of_the_population() -> None:
    # accuracy is confidence squared: the ECE is the mean of c - c^2 where c is even
    truth, held = 1 / 2 - 1 / 3, 0
    for seed in range(100):
        _, low, high = calibration(open_rows("t", made(250, seed=seed)), n_bins=10)["ECE"]
        held += low <= truth <= high
    assert held >= 89  # of 100 with a chance of 95 %, fewer come about once in 200 times


@pytest.mark.parametrize(
    "columns", [{}, {"seed": 1}, {"group": 0}, {"seed": [0, 1] * 20, "sample": list(range(40))}]
)
@pytest.mark.parametrize("confidence", [0.0, 0.5, 1.0, "spread"])
@pytest.mark.parametrize("hits", ["all", "none", "some"])
def test_an_interval_holds_its_estimate(
    columns: dict[str, object], confidence: float | str, hits: str
) -> None:
    random = np.random.default_rng(2)
    values = random.random(40).tolist() if confidence == "spread" else [float(confidence)] * 40
    right = {"all": [True] * 40, "none": [False] * 40, "some": (random.random(40) < 0.5).tolist()}
    result = calibration(open_rows("t", predictions(values, right[hits]).assign(**columns)))
    for _, value, low, high in result.measures.itertuples(index=False):
        assert 0 <= value <= 1
        assert np.isnan(low) or 0 <= low <= value <= high <= 1


def test_one_group_has_no_interval() -> None:
    ece, low, high = calibration(open_rows("t", made(50, group=0)))["ECE"]
    assert ece > 0
    assert np.isnan([low, high]).all()


def test_groups_make_the_interval_wider() -> None:
    frame = made(60)
    alone = calibration(open_rows("t", frame))["ECE"]
    many = pd.concat([frame.assign(group=frame.index)] * 5, ignore_index=True)
    grouped = calibration(open_rows("t", many))["ECE"]
    # five times the same rows say no more than once
    assert grouped[0] == pytest.approx(alone[0])
    assert grouped[2] - grouped[1] == pytest.approx(alone[2] - alone[1], rel=0.15)
