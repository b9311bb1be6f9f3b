from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.rows import fetch
from embervlm_specs.tables import LAYER_ACCURACY, ROBOT_PREDICTIONS, SCALARS, TABLES, validate
from tests.engines import ENGINES, as_engine, every_engine


def predictions(**columns: Any) -> pd.DataFrame:
    whole = {
        "step": [0, 0, 10, 10],
        "sample": [1, 2, 1, 2],
        "true_robot": ["Drone", "Legged", "Drone", "Legged"],
        "predicted_robot": ["Drone", "Drone", "Drone", "Legged"],
        "confidence": [0.5, 0.6, 0.7, 0.8],
    }
    return pd.DataFrame(whole | columns)


def problems(frame: Any, table: Any = ROBOT_PREDICTIONS) -> list[str]:
    with pytest.raises(TableError) as raised:
        validate(table, frame)
    return raised.value.problems


@every_engine
def test_all_problems_are_named_at_once(engine: str) -> None:
    frame = predictions(step=[0.0, 2.5, 10, 10], confidence=[0.5, 1.5, np.inf, -1])
    frame = frame.rename(columns={"true_robot": "true_robots"})
    found = problems(as_engine(frame, engine))
    where = "row 1" if engine != "duckdb" else "the row at step=2.5, sample=2"
    assert len(found) == 4
    assert "'true_robot' is missing" in found[0]
    assert "did you mean 'true_robots'?" in found[0]
    assert found[1] == f"column 'step' must be a whole number, {where} is 2.5"
    assert found[2].startswith("column 'confidence' must be finite")
    assert found[3] == f"column 'confidence' must lie in [0, 1], {where} is 1.5 (and 1 more)"


def test_the_sentence_names_table_column_and_row() -> None:
    with pytest.raises(TableError) as raised:
        validate(ROBOT_PREDICTIONS, predictions(confidence=[0.5, 1.5, 0.1, 0.2]))
    assert str(raised.value) == (
        "table 'robot_predictions':\n  - column 'confidence' must lie in [0, 1], row 1 is 1.5"
    )


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"confidence": [0.1, "high", 0.2, 0.3]}, "must be a number, row 1 is 'high'"),
        ({"confidence": ["0.1", "0.2", None, "x"]}, "must be a number, row 3 is 'x'"),
        ({"step": [True, False, True, True]}, "'step' must be a whole number, got Boolean"),
        (
            {"prompting": ["cot", "direct", "dir", None]},
            "must be one of direct, cot, row 2 is 'dir'",
        ),
        ({"true_robot": [0, 1, 2, 3]}, "a class index means different robots"),
        ({"true_robot": ["0", "1", "2", "3"]}, "holds bare class indices (0, 1, 2, ...)"),
        ({"true_robot": ["Drone", None, "Drone", None]}, "must not be missing, row 1 is"),
        ({"step": [-5, 0, 1, 2]}, "'step' must be >= 0, row 0 is -5"),
    ],
)
def test_wrong_values(columns: dict[str, Any], sentence: str) -> None:
    assert sentence in problems(predictions(**columns))[0]


def test_wrong_stage_is_not_among_the_choices() -> None:
    frame = pd.DataFrame({"stage": [1, 5], "metric": "loss", "step": 1, "value": 0.5})
    assert problems(frame, SCALARS) == ["column 'stage' must be one of 1, 2, 3, 4, row 1 is 5"]


def test_what_is_not_a_frame_is_refused() -> None:
    assert "must be a data frame" in problems([1, 2, 3])[0]


@every_engine
def test_nothing_to_draw_is_not_an_error_of_the_table(engine: str) -> None:
    empty = predictions().head(0).astype({"true_robot": str, "predicted_robot": str})
    with pytest.raises(MissingDataError, match="'robot_predictions' has no rows"):
        validate(ROBOT_PREDICTIONS, as_engine(empty, engine))
    without = as_engine(predictions().drop(columns="confidence"), engine)
    validate(ROBOT_PREDICTIONS, without)
    with pytest.raises(MissingDataError, match="no values in column 'confidence'"):
        validate(ROBOT_PREDICTIONS.needs("confidence"), without)


@every_engine
def test_rows_come_out_in_the_form_of_the_contract(engine: str) -> None:
    frame = predictions(
        true_robot=["Robot with Wheels", "legs", "UAV", "Taxi"],
        confidence=[0.5, np.nan, 0.7, 0.8],
        extra=[1, 2, 3, 4],
    )
    rows = validate(ROBOT_PREDICTIONS, as_engine(frame, engine))
    names = [name for name in rows.collect_schema().names() if name != "__row__"]
    assert names == ROBOT_PREDICTIONS.column_names
    table = fetch(rows).sort_values(["step", "sample"])
    assert table["true_robot"].tolist() == ["Wheeled", "Legged", "Drone", "Taxi"]
    assert table["confidence"].isna().tolist() == [False, True, False, False]
    assert table["prompting"].isna().all()


def test_numbers_with_gaps_kept_as_objects_are_numbers() -> None:
    frame = predictions(step=pd.Series([0, None, 10, 10], dtype=object))
    assert fetch(validate(ROBOT_PREDICTIONS, frame))["step"].tolist()[0] == 0


def test_a_column_without_any_value_is_as_good_as_absent() -> None:
    for blank in ([None] * 4, [np.nan] * 4):
        rows = validate(ROBOT_PREDICTIONS, predictions(prompting=blank, task_type=blank))
        assert fetch(rows)["prompting"].isna().all()


def test_category_and_arrow_columns_are_texts() -> None:
    frame = predictions().astype({"true_robot": "category", "predicted_robot": "string"})
    assert fetch(validate(ROBOT_PREDICTIONS, frame))["true_robot"].tolist()[1] == "Legged"


anything = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**12), st.floats(), st.text(max_size=5)
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([t for t in TABLES.values() if t.name != "embeddings"]),
    st.data(),
    st.sampled_from(ENGINES),
)
def test_no_table_however_odd_gives_a_traceback(table: Any, data: Any, engine: str) -> None:
    columns = {
        column.name: data.draw(st.lists(anything, min_size=3, max_size=3), label=column.name)
        for column in table.columns
        if data.draw(st.booleans())
    }
    frame = pd.DataFrame(columns)
    try:
        held = as_engine(frame, engine)
    except Exception:  # a mixture that this kind of frame cannot hold at all
        return
    with suppress(TableError):
        fetch(validate(table, held))


def test_a_huge_number_of_names_is_no_set_of_classes() -> None:
    names = [f"sentence {i}" for i in range(10_500)]
    frame = pd.DataFrame({"step": 0, "layer": 0, "robot": names, "accuracy": 0.5})
    assert "10,000 names or more" in problems(frame, LAYER_ACCURACY)[0]
