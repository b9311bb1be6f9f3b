"""Retrieval in both directions, with what was not measured left open."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from scipy.stats import binomtest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figures import retrieval_accuracy_heatmap
from embervlm_specs.run import Run
from tests.engines import as_engine, every_engine

DIRECTIONS = ("image_to_text", "text_to_image")


def retrieval(datasets: int = 2, ranks: tuple[int, ...] = (1, 5), step: int = 9) -> pd.DataFrame:
    places = itertools.product([f"set {i}" for i in range(datasets)], DIRECTIONS, ranks)
    frame = pd.DataFrame(places, columns=["dataset", "direction", "k"])
    return frame.assign(accuracy=[0.1 + 0.8 * i / len(frame) for i in frame.index], n=50, step=step)


@every_engine
def test_a_cell_holds_value_and_n_of_the_last_step(engine: str) -> None:
    frame = pd.concat([retrieval(), retrieval(step=20).assign(accuracy=0.3)], ignore_index=True)
    spec = retrieval_accuracy_heatmap(as_engine(frame, engine))
    cells = spec.datasets["cells"]
    assert {cell["label"] for cell in cells} == {"0.300\nn = 50"}
    assert [cell["rank"] for cell in cells[::4]] == ["recall at 1", "recall at 5"]
    # the Wilson interval of 15 in 50 is 0.191 to 0.438, further up than down
    assert spec.datasets["note"][0]["text"] == (
        "step 20 · n = 50 queries · 95 % interval ± 0.138 at most"
    )


def test_what_was_not_measured_is_null_and_said() -> None:
    spec = retrieval_accuracy_heatmap(retrieval().drop(index=0))
    empty = [cell for cell in spec.datasets["cells"] if cell["accuracy"] is None]
    assert [(cell["direction"], cell["label"]) for cell in empty] == [("image → text", "")]
    assert "grey: not measured" in str(spec.datasets["note"])
    assert spec.description.startswith(
        "Retrieval accuracy; at k = 1 highest 0.700 (set 1, text → image), "
        "lowest 0.300 (set 0, text → image). step 9 · n = 50 queries · "
    )


def test_without_n_there_is_no_interval() -> None:
    spec = retrieval_accuracy_heatmap(retrieval().drop(columns=["n", "step"]))
    assert spec.datasets["cells"][0]["low"] is None
    assert spec.datasets["cells"][0]["label"].endswith("n = ?")
    assert spec.datasets["note"][0]["text"] == "no intervals without n"


def test_many_data_sets_are_shown_from_best_to_worst() -> None:
    spec = retrieval_accuracy_heatmap(retrieval(60, (1, 2, 3, 5, 10, 20, 50)))
    cells = pd.DataFrame(spec.datasets["cells"])
    assert (cells["dataset"].nunique(), cells["k"].nunique()) == (16, 3)
    assert cells["dataset"].iloc[[0, -1]].tolist() == ["set 59", "set 0"]
    assert any("16 of 60 data sets, evenly spaced" in row["text"] for row in spec.datasets["note"])


def test_a_step_that_was_not_recorded_is_named() -> None:
    with pytest.raises(MissingDataError, match="no rows at step 5"):
        retrieval_accuracy_heatmap(retrieval(), step=5)


def test_few_queries_have_a_star_that_is_explained() -> None:
    frame = retrieval().assign(n=[9, 10, 50, 50, 50, 50, 50, 50])
    spec = retrieval_accuracy_heatmap(frame)
    stars = [cell["label"] for cell in spec.datasets["cells"] if "*" in cell["label"]]
    assert stars == ["0.100\nn = 9*"]
    assert "* fewer than 10 samples" in spec.description
    assert "*" not in retrieval_accuracy_heatmap(retrieval()).description


def test_an_n_that_is_partly_there_is_said_so() -> None:
    frame = retrieval().assign(n=[40, *[None] * 7])
    text = retrieval_accuracy_heatmap(frame).description
    assert "n = 40 queries" in text
    assert "some without n" in text


def test_the_note_is_recomputed_from_the_bundled_run(sample_run: Run) -> None:
    frame = sample_run["retrieval"].collect().to_pandas()
    frame = frame[frame["step"] == frame["step"].max()]
    shares = zip(frame["accuracy"], frame["n"], strict=True)
    ends = [
        (share, binomtest(round(share * n), int(n)).proportion_ci(method="wilson"))
        for share, n in shares
    ]
    reach = max(max(end.high - share, share - end.low) for share, end in ends)
    text = retrieval_accuracy_heatmap(sample_run["retrieval"]).description
    assert f"n = {frame['n'].min()} to {frame['n'].max()} queries" in text
    assert f"95 % interval ± {reach:.3f} at most" in text
    first = frame[frame["k"] == frame["k"].min()]
    assert f"highest {first['accuracy'].max():.3f} (" in text
    assert f"lowest {first['accuracy'].min():.3f} (" in text
