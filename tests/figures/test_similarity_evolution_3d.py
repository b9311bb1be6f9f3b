"""What the surface of token similarity draws, for any number of tokens and steps."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.figures import similarity_evolution_3d
from embervlm_specs.render import render


def similarity(tokens: int, steps: int) -> pd.DataFrame:
    places = itertools.product(range(0, 10 * steps, 10), range(1, tokens + 1))
    frame = pd.DataFrame(places, columns=["step", "token"])
    return frame.assign(similarity=np.linspace(-1, 1, len(frame)), n=450)


@pytest.mark.parametrize(
    ("tokens", "steps", "drawn"), [(8, 500, 24), (49, 500, 24), (196, 500, 18), (576, 30, 6)]
)
def test_steps_are_thinned_and_the_document_stays_small(
    tokens: int, steps: int, drawn: int
) -> None:
    spec = similarity_evolution_3d(similarity(tokens, steps))
    rows = pd.DataFrame(spec.datasets["similarity"])
    assert sorted(rows["step"].unique())[:: drawn - 1] == [0, 10 * (steps - 1)]
    assert len(rows) == drawn * tokens
    assert f"{drawn} of {steps} recorded steps" in spec.datasets["note"][1]["text"]
    assert len(spec.to_json().encode()) < 250_000


def test_similarity_may_be_negative_and_missing_cells_stay_missing() -> None:
    frame = similarity(8, 5).drop(index=12)
    spec = similarity_evolution_3d(frame)
    values = [row["similarity"] for row in spec.datasets["similarity"]]
    assert (min(values), len(values)) == (-1, 39)
    assert "n = 450" in spec.datasets["note"][1]["text"]


def test_one_step_of_one_value_is_drawn() -> None:
    frame = similarity(49, 1).assign(similarity=0.25)
    spec = similarity_evolution_3d(frame)
    assert spec.datasets["note"][0]["text"] == "mean over all visual tokens (49): 0.25 at step 0"
    assert render(spec.document, ["svg"])["svg"]


def test_the_ends_are_compared_over_the_tokens_that_both_have() -> None:
    frame = similarity(4, 2).assign(similarity=[0.1, 0.2, 0.9, 0.9, 0.3, 0.4, 0.5, 0.6])
    few = similarity_evolution_3d(frame.drop(index=[2, 3])).datasets["note"][0]["text"]
    both = "the 2 of 4 visual tokens measured at both"
    assert few == f"mean over {both}: 0.15 at step 0 → 0.35 at step 10"
    apart = similarity_evolution_3d(frame.drop(index=[2, 3, 4, 5])).datasets["note"]
    assert "mean over" not in apart[0]["text"]
