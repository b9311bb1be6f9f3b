from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import precision_recall_fscore_support

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.classification import class_scores

NAMES = ["Drone", "Humanoid", "Legged", "Taxi"]


def scores(
    true: list[str], predicted: list[str], confidence: list[float] | float = np.nan
) -> pd.DataFrame:
    rows = pd.DataFrame({"step": 0, "true_robot": true, "predicted_robot": predicted})
    return class_scores(open_rows("t", rows.assign(confidence=confidence)))


@pytest.mark.parametrize("seed", range(5))
def test_scores_equal_scikit_learn(seed: int) -> None:
    random = np.random.default_rng(seed)
    true = random.choice(NAMES, 200).tolist()
    guess = random.choice([*NAMES[:3], "Boat"], 200)  # no Taxi is ever chosen, a Boat never right
    predicted = np.where(random.random(200) < 0.5, true, guess)
    predicted = np.where(predicted == "Taxi", "Boat", predicted).tolist()
    labels = [*NAMES[:3], "Boat", "Taxi"]
    expected = precision_recall_fscore_support(true, predicted, labels=labels, zero_division=np.nan)
    table = scores(true, predicted)
    assert table.index.tolist() == labels
    for column, values in zip(("precision", "recall", "f1", "n"), expected, strict=True):
        np.testing.assert_allclose(table[column], values)
    assert np.isnan(table.loc["Taxi", "precision"])
    assert table.loc["Taxi", "f1"] == 0
    assert np.isnan(table.loc["Boat", "recall"])


def test_intervals_and_shares_by_hand() -> None:
    table = scores(["Drone"] * 4 + ["Legged"], ["Drone", "Drone", "Drone", "Legged", "Drone"])
    drone = table.loc["Drone"]
    assert (drone["precision"], drone["recall"], drone["support"]) == (0.75, 0.75, 0.8)
    # Wilson, 3 of 4: (0.75 + 1.92073 / 4 -+ 1.95996 sqrt(0.1875 / 4 + 0.960365 / 16)) / 1.960365
    assert drone["recall_low"] == pytest.approx(0.3006, abs=1e-4)
    assert drone["recall_high"] == pytest.approx(0.9544, abs=1e-4)
    assert table.loc["Legged", ["precision", "recall", "f1"]].tolist() == [0, 0, 0]


def test_the_mean_confidence_of_a_class_by_hand() -> None:
    true = ["Drone", "Drone", "Legged", "Taxi", "Taxi"]
    table = scores(true, ["Boat", *true[1:]], [0.2, 0.4, 0.7, 0.5, 0.5])
    means = table[["confidence", "confidence_low", "confidence_high"]]
    # deviation 0.1414, t(1) = 12.706: half width 1.27, cut to what is possible
    assert means.loc["Drone"].tolist() == pytest.approx([0.3, 0, 1])
    assert means.loc["Legged"].isna().tolist() == [False, True, True]
    assert means.loc["Taxi"].isna().tolist() == [False, True, True]
    assert means.loc["Boat"].isna().all()
