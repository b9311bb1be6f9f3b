from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Shown
from embervlm_specs.rows import fetch
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.selection.keys import keep_last
from embervlm_specs.tables import ROBOT_PREDICTIONS, TABLES, validate
from tests.engines import as_engine, every_engine
from tests.tables_made import make_table

KEY = ROBOT_PREDICTIONS.key


def shown_of(frame: Any) -> Shown:
    return Shown(ROBOT_PREDICTIONS, validate(ROBOT_PREDICTIONS, frame))


def predictions(**columns: list[object]) -> pd.DataFrame:
    count = len(next(iter(columns.values())))
    return pd.DataFrame({"true_robot": ["Drone"] * count, "predicted_robot": "Drone", **columns})


@given(st.integers(1, 300), st.integers(1, 40))
def test_evenly_keeps_first_and_last_and_never_too_many(size: int, count: int) -> None:
    kept = evenly(range(size), count)
    assert len(kept) == min(size, count)
    assert kept[-1] == size - 1
    assert kept[0] == 0 or count == 1
    assert kept == sorted(set(kept))


@every_engine
def test_the_last_step_of_the_direct_rows_is_shown(engine: str) -> None:
    frame = predictions(
        step=[0, 10, 10, 20], sample=[1, 1, 2, 1], prompting=["direct", "direct", "direct", "cot"]
    )
    shown = shown_of(as_engine(frame, engine)).prompted("direct").at()
    assert (shown.steps, shown.recorded, shown.prompting) == ((10,), 2, "direct")
    assert sorted(fetch(shown.rows)["sample"]) == [1, 2]
    assert shown.words == "step 10 · direct prompting"


@every_engine
def test_a_repeated_key_keeps_the_last_row(engine: str) -> None:
    frame = predictions(
        step=[5, 5, 5, 5],
        sample=["a", "b", "a", None],
        prompting=["direct"] * 4,
        confidence=[0.1, 0.2, 0.9, 0.4],
    )
    shown = shown_of(as_engine(frame, engine)).prompted("direct").at()
    assert shown.repeated == 1
    assert sorted(fetch(shown.rows)["confidence"]) == [0.2, 0.4, 0.9]
    assert "1 repeated rows replaced" in shown.words


def test_samples_without_a_name_all_count() -> None:
    frame = predictions(step=[1, 1, 1])
    rows, repeated = keep_last(validate(ROBOT_PREDICTIONS, frame), KEY)
    assert (len(fetch(rows)), repeated) == (3, 0)


@every_engine
@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("robot_predictions", "prompting"),
        ("retrieval", "step"),
        ("attention_flow", "step"),
        ("layer_importance", "step"),
        ("ablations", "seed"),
        ("phases", "seed"),
        ("responses", "with_vision"),
    ],
)
def test_not_recorded_is_one_value_of_a_key(engine: str, name: str, absent: str) -> None:
    table = TABLES[name]
    once = make_table(name).drop_duplicates([k for k in table.key if k != absent])
    frame = once.drop(columns=absent)
    rows = validate(table, as_engine(pd.concat([frame, frame], ignore_index=True), engine))
    kept, repeated = keep_last(rows, table.key)
    assert (len(fetch(kept)), repeated) == (len(frame), len(frame))


def test_what_was_not_recorded_is_not_asked_for() -> None:
    shown = shown_of(predictions(confidence=[0.5])).prompted("direct").at()
    assert (shown.steps, shown.prompting, shown.words) == ((), None, "")


def test_an_absent_moment_is_named() -> None:
    with pytest.raises(MissingDataError, match=r"no rows at step 7 \(0 to 20\)"):
        shown_of(make_table("robot_predictions")).at(7)
    only_cot = predictions(prompting=["cot"])
    with pytest.raises(MissingDataError, match="no rows with direct prompting"):
        shown_of(only_cot).prompted("direct")


def test_many_steps_are_thinned_and_the_words_say_so() -> None:
    table = make_table("robot_predictions", steps=100, samples=1)
    shown = shown_of(table).prompted("direct").evenly(24)
    assert (len(shown.steps), shown.steps[0], shown.steps[-1]) == (24, 0, 990)
    assert shown.words.startswith("24 of 100 recorded steps, evenly spaced")
