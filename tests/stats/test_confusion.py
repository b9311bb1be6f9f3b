from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.confusion import confusion_cells, confusion_counts
from embervlm_specs.vocabulary import REST
from tests.engines import as_engine, every_engine


def table(true: list[str], predicted: list[str], step: int | None = 0) -> pd.DataFrame:
    return pd.DataFrame({"step": step, "true_robot": true, "predicted_robot": predicted})


@every_engine
def test_counts_equal_scikit_learn(engine: str) -> None:
    random = np.random.default_rng(0)
    names = ["Drone", "Humanoid", "Taxi"]
    true, predicted = random.choice(names, 300).tolist(), random.choice(names, 300).tolist()
    frame = as_engine(table(true, predicted), engine)
    cells = confusion_cells(confusion_counts(open_rows("t", frame)))
    matrix = cells.pivot(index="true", columns="predicted", values="n").loc[names, names]
    assert (matrix.to_numpy() == confusion_matrix(true, predicted, labels=names)).all()
    shares = cells.groupby("true")["share"].sum()
    assert np.allclose(shares, 1)


def test_a_class_without_samples_has_no_shares() -> None:
    rows = open_rows("t", table(["Drone", "Drone"], ["Drone", "Legged"]))
    cells = confusion_cells(confusion_counts(rows)).set_index(["true", "predicted"])
    assert cells.loc[("Drone", "Legged"), "share"] == 0.5
    assert cells.loc["Legged", "share"].isna().all()
    assert (cells.loc["Legged", "n"] == 0).all()


def test_the_rarest_classes_are_counted_together() -> None:
    names = [f"class {i}" for i in range(30) for _ in range(30 - i)]
    cells = confusion_cells(confusion_counts(open_rows("t", table(names, names))), max_classes=10)
    assert cells["true"].nunique() == 10
    assert cells["true"].iloc[-1] == REST
    assert cells["n"].sum() == len(names)
    rest = cells[(cells["true"] == REST) & (cells["predicted"] == REST)]["n"].item()
    assert rest == sum(30 - i for i in range(9, 30))


def test_steps_that_were_not_recorded_are_one_moment() -> None:
    cells = confusion_cells(confusion_counts(open_rows("t", table(["Drone"], ["Drone"], None))))
    assert cells["step"].isna().tolist() == [True]
    assert cells["n"].tolist() == [1]


def test_of_equally_rare_classes_the_first_in_drawing_order_are_kept() -> None:
    names = ["Taxi", "Drone", "Bus", "Car"]
    for order in (names, names[::-1]):
        counts = confusion_counts(open_rows("t", table(order, order)))
        classes = confusion_cells(counts, max_classes=3)["true"].unique().tolist()
        assert classes == ["Drone", "Bus", REST]


def test_errors_among_classes_counted_together_are_not_right() -> None:
    true = ["a"] * 6 + ["b"] * 5 + ["c", "d"]
    predicted = ["a"] * 6 + ["b"] * 5 + ["d", "d"]
    counts = confusion_counts(open_rows("t", table(true, predicted)))
    cells = confusion_cells(counts, max_classes=3).set_index(["true", "predicted"])
    rest = cells.loc[(REST, REST)]
    assert (rest["n"], rest["right"], rest["share"]) == (2, 1, 0.5)
    assert cells["right"].sum() == 12
