from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix

from embervlm_specs.figures import confusion_evolution
from embervlm_specs.run import Run
from tests.engines import ENGINES, as_engine
from tests.figures.test_confidence_calibration import snacks
from tests.tables_made import make_table


def cells(spec) -> pd.DataFrame:
    return pd.DataFrame(spec.datasets["cells"])


def test_the_bundled_run_equals_scikit_learn(sample_run: Run) -> None:
    table = sample_run["robot_predictions"].collect().to_pandas()
    table = table[(table["prompting"] == "direct") & (table["stage"] == 3)]
    drawn = cells(confusion_evolution(table))
    for moment, part in drawn.groupby("moment", sort=False):
        step = int(str(moment).removeprefix("step ").replace(",", ""))
        rows = table[table["step"] == step]
        names = list(part["true"].unique())
        expected = confusion_matrix(rows["true_robot"], rows["predicted_robot"], labels=names)
        matrix = part.pivot(index="true", columns="predicted", values="n").loc[names, names]
        assert (matrix.to_numpy() == expected).all()


def test_twenty_classes_are_one_readable_panel(public_data: Path) -> None:
    spec = confusion_evolution(snacks(public_data))
    drawn = cells(spec)
    assert drawn["true"].unique().tolist() == [f"class {i}" for i in range(20)]
    assert drawn["moment"].unique().tolist() == ["all samples"]
    assert drawn["step"].isna().all()
    right = drawn[drawn["true"] == drawn["predicted"]]["n"].sum()
    assert (
        right / drawn["n"].sum() == np.float64(0.8634).round(4) or abs(right / 952 - 0.8634) < 5e-5
    )
    assert len(spec.to_json().encode()) < 250_000


def test_at_most_twenty_four_frames_and_four_panels() -> None:
    spec = confusion_evolution(make_table("robot_predictions", steps=100, samples=2, seeds=1))
    drawn = cells(spec)
    assert drawn["frame"].nunique() == 24
    panels = drawn[drawn["panel"]]["moment"].unique().tolist()
    assert panels == ["step 0", "step 340", "step 650", "step 990"]
    assert "24 of 100 recorded steps, evenly spaced" in spec.datasets["note"][1]["text"]
    diagonal = drawn[drawn["true"] == drawn["predicted"]].groupby("frame")["n"].sum()
    ends = f"{diagonal.iloc[0]} of 2 right at first, {diagonal.iloc[-1]} of 2 right at last"
    assert ends in spec.description


def test_a_robot_without_samples_is_unknown_not_zero() -> None:
    frame = pd.DataFrame({"true_robot": ["Drone"], "predicted_robot": ["Legged"]})
    drawn = cells(confusion_evolution(frame)).set_index(["true", "predicted"])
    assert drawn.loc[("Legged", "Legged"), "share"] is None or np.isnan(
        drawn.loc[("Legged", "Legged"), "share"]
    )
    assert drawn.loc[("Legged", "Legged"), "label"] == ""
    assert drawn.loc[("Drone", "Drone"), "label"] == "0"
    assert drawn.loc[("Drone", "Legged"), "label"] == "1\n100%*"


def test_spellings_of_a_robot_are_one_class() -> None:
    frame = pd.DataFrame(
        {"true_robot": ["Robot with Legs", "legged"], "predicted_robot": ["Legs", "Legged Robot"]}
    )
    assert cells(confusion_evolution(frame))["n"].tolist() == [2]


def test_every_frame_gives_the_same_document() -> None:
    frame = make_table("robot_predictions", steps=30)
    documents = {confusion_evolution(as_engine(frame, engine)).to_json() for engine in ENGINES}
    assert len(documents) == 1


def test_what_is_counted_together_is_said_and_its_errors_stay_errors() -> None:
    names = [f"class {i}" for i in range(60)]
    shifted = [*names[:20], *names[21:], names[20]]  # the last 40 take one another's place
    samples = range(600)
    frame = pd.DataFrame(
        {
            "step": 0,
            "sample": samples,
            "true_robot": [names[i % 60] for i in samples],
            "predicted_robot": [shifted[i % 60] for i in samples],
        }
    )
    spec = confusion_evolution(frame)
    assert "200 of 600 right" in spec.description
    assert "37 classes with the fewest samples together" in spec.description
    rest = cells(spec).query("true == predicted and true == 'other classes'").iloc[0]
    assert rest["n"] > rest["right"] == 0
    assert rest["share"] == 0


def note(spec) -> str:
    return " · ".join(row["text"] for row in spec.datasets["note"])


def test_the_note_is_recomputed_from_the_bundled_run(sample_run: Run) -> None:
    frame = sample_run["robot_predictions"].collect().to_pandas()
    frame = frame[(frame["stage"] == 3) & (frame["prompting"] == "direct")]
    right = (frame["true_robot"] == frame["predicted_robot"]).groupby(frame["step"])
    step, last = right.mean().index[-1], frame[frame["step"] == frame["step"].max()]
    spec = confusion_evolution(sample_run["robot_predictions"])
    words = note(spec)
    assert f"step {step}: accuracy {right.mean().iloc[-1]:.3f} [" in words
    assert f"], n = {len(last)} ·" in words
    assert f"95 % intervals over 3 seeds and {last['group'].nunique()} groups" in words
    assert "count over 3 seeds and share of the row" in words
    ends = f"{right.sum().iloc[0]} of {right.size().iloc[0]} right at first, "
    assert ends + f"{right.sum().iloc[-1]} of {len(last)} right at last" in spec.description


def test_shares_of_few_samples_have_a_star_that_is_explained() -> None:
    names = ["Drone"] * 10 + ["Legged"] * 9
    drawn = confusion_evolution(pd.DataFrame({"true_robot": names, "predicted_robot": "Drone"}))
    labels = [label for label in cells(drawn)["label"] if label]
    assert labels == ["10\n100%", "0", "9\n100%*", "0"]
    assert "* row of fewer than 10" in note(drawn)
    many = confusion_evolution(pd.DataFrame({"true_robot": names * 2, "predicted_robot": "Drone"}))
    assert "*" not in note(many)


def test_grey_is_explained_where_it_is() -> None:
    one = pd.DataFrame({"true_robot": ["Drone"], "predicted_robot": ["Drone"]})
    assert "grey" not in note(confusion_evolution(one))
    assert "grey: no sample" in note(confusion_evolution(one.assign(predicted_robot="Legged")))
    assert "accuracy 1.000 [" in note(confusion_evolution(one))


def test_seeds_of_different_length_are_said_as_they_are() -> None:
    frame = make_table("robot_predictions", steps=3, samples=12, seeds=2)
    words = note(confusion_evolution(frame[(frame["seed"] == 0) | (frame["step"] < 20)]))
    assert "count over 1 to 2 seeds and share of the row" in words
    assert "95 % intervals of the samples alone (one seed)" in words
    alone = note(confusion_evolution(frame, seed=1))
    assert "count and share of the row" in alone
    assert "seed 1" in alone
