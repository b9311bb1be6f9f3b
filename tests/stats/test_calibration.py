from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

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
    draws = []
    for _ in range(200):
        hits = random.random(400) < confidence
        frame = predictions(confidence.tolist(), hits.tolist())
        draws.append(calibration(open_rows("t", frame)))
    simulated = np.mean([result.ece for result in draws])
    error = np.std([result.ece for result in draws]) / np.sqrt(len(draws))
    assert draws[0].expected_ece == pytest.approx(simulated, abs=4 * error)


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
