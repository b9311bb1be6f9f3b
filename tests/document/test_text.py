from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embervlm_specs.document import dumps, plain


def test_order_layout_and_line_a_row() -> None:
    document = {
        "datasets": {"b": [{"y": 2, "x": 1.5}], "a": []},
        "layer": [],
        "mark": "bar",
        "$schema": "s",
        "config": {"font": "f"},
    }
    assert dumps(document) == (
        '{\n  "$schema": "s",\n  "mark": "bar",\n  "layer": [],\n  "config": {"font": "f"},\n'
        '  "datasets": {\n    "a": [],\n    "b": [\n      {"y": 2, "x": 1.5}\n    ]\n  }\n}\n'
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.nan, None),
        (pd.NA, None),
        (pd.NaT, None),
        (None, None),
        (np.float32(0.1), 0.1),
        (1 / 3, 0.333333),
        (1234567.0, 1234567),
        (1234567.8, 1234570),
        (np.int64(2**40), 2**40),
        (1e300, 1e300),
        (np.bool_(True), True),
        (pd.Timestamp("2026-01-02T03:04:05Z"), "2026-01-02T03:04:05+00:00"),
        ([np.float64(0.5), (1,)], [0.5, [1]]),
        ("機器人 </script>", "機器人 </script>"),
    ],
)
def test_plain_values(value: object, expected: object) -> None:
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


def test_infinity_has_no_place() -> None:
    with pytest.raises(ValueError, match="infinity"):
        plain(np.inf)


short = st.text(max_size=6)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | short,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(short, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(short, json_values, max_size=4)


@settings(max_examples=50, deadline=None)
@given(objects, st.dictionaries(short, st.lists(objects, max_size=3), max_size=3))
def test_what_is_written_is_what_is_read(body: dict[str, object], sets: dict[str, object]) -> None:
    document = {**body, "datasets": sets}
    text = dumps(document)
    assert json.loads(text) == document
    assert dumps(json.loads(text)) == text
