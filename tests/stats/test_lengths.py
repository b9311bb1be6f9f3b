"""Answers counted by length, and which answers those are."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.stats.lengths import UNNAMED, length_counts, seeing
from embervlm_specs.tables import RESPONSES, validate
from tests.engines import as_engine, every_engine

ANSWERS = pd.DataFrame(
    {
        "sample": [1, 2, 3, 4, 5],
        "task": ["vqa", "vqa", "vqa", None, "vqa"],
        "with_vision": [True, True, False, True, True],
        "length": [3, 3, 9, 5, None],
    }
)


@every_engine
def test_answers_with_the_image_are_counted(engine: str) -> None:
    rows, words = seeing(validate(RESPONSES, as_engine(ANSWERS, engine)))
    counts = length_counts(rows)
    assert words == "answers with vision"
    known = counts.dropna(subset=["length"])
    assert known.to_numpy().tolist() == [[UNNAMED, 5, 1], ["vqa", 3, 2]]
    assert counts.loc[counts["length"].isna(), ["task", "n"]].to_numpy().tolist() == [["vqa", 1]]


@every_engine
def test_answers_without_the_image_or_of_unknown_kind_are_named(engine: str) -> None:
    blind = ANSWERS[ANSWERS["with_vision"].eq(False)]
    assert seeing(validate(RESPONSES, as_engine(blind, engine)))[1] == "answers without vision"
    unknown = ANSWERS.drop(columns="with_vision")
    rows, words = seeing(validate(RESPONSES, as_engine(unknown, engine)))
    assert words == ""
    assert length_counts(rows)["n"].sum() == 5
