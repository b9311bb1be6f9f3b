"""Phrases that hold for every number."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from embervlm_specs.words import joined, listed, p_value, signed, some, span, sure


def test_parts_and_spans() -> None:
    assert joined("a", "", "b") == "a · b"
    assert [span(pd.Series([3, 1, 2000])), span(pd.Series([7, 7]))] == ["1 to 2,000", "7"]


def test_an_estimate_without_an_interval_has_no_bracket() -> None:
    assert sure(0.5, 0.25, 0.75, "+.2f") == "+0.50 [+0.25, +0.75]"
    assert sure(0.5, math.nan, math.nan) == "0.500"
    assert signed(sure(-0.5, -1, 0, ".1f")) == "−0.5 [−1.0, 0.0]"


def test_nothing_is_said_of_none() -> None:
    assert [some(0, "left out"), some(1, "left out")] == ["", "1 left out"]


def test_a_list_ends_somewhere() -> None:
    rows = pd.DataFrame({"name": list("abc"), "n": [1, 2000, 3]})
    assert listed(rows, "{name} {n:,}", most=2, between="; ") == "a 1; b 2,000 and 1 more"


@pytest.mark.parametrize(
    ("p", "words"), [(0.0004, "p < 0.001"), (0.0123, "p = 0.012"), (0.5, "p = 0.50")]
)
def test_a_p_has_two_digits(p: float, words: str) -> None:
    assert p_value(p) == words
