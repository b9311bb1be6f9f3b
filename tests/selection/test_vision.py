"""Which answers count where it was recorded whether the model saw the image."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.rows import fetch
from embervlm_specs.selection.choice import seeing
from embervlm_specs.selection.shown import Shown
from embervlm_specs.tables import RESPONSES, validate
from tests.engines import as_engine, every_engine

ANSWERS = pd.DataFrame({"sample": [1, 2, 3, 4], "with_vision": [True, True, False, None]})


def seen(table: pd.DataFrame, engine: str) -> tuple[list[int], str]:
    shown, words = seeing(Shown(RESPONSES, validate(RESPONSES, as_engine(table, engine))))
    return sorted(fetch(shown.rows)["sample"].astype(int)), words


@every_engine
def test_answers_with_the_image_come_first(engine: str) -> None:
    assert seen(ANSWERS, engine) == ([1, 2], "answers with vision")


@every_engine
def test_answers_without_the_image_or_of_unknown_kind_are_named(engine: str) -> None:
    blind = ANSWERS[ANSWERS["with_vision"].eq(False)]
    assert seen(blind, engine) == ([3], "answers without vision")
    assert seen(ANSWERS.drop(columns="with_vision"), engine) == ([1, 2, 3, 4], "")
