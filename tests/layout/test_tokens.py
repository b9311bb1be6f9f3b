"""Tokens that are written, and where; lines that break and bars that do not touch."""

from __future__ import annotations

import pandas as pd

from embervlm_specs.layout.tokens import bars_of_bins, line_of_bins, spaced_out, written_tokens

TOKENS = pd.DataFrame(
    {
        "position": range(4),
        "token": ["a\n", " ", None, "x" * 40],
        "probability": [0.9, 0.2, 0.1, 0.3],
    }
)


def test_positions_too_near_to_an_earlier_one_go() -> None:
    assert spaced_out([5, 6, 9, 2, 1], 3).tolist() == [True, False, True, True, False]
    assert spaced_out([], 3).tolist() == []


def test_tokens_are_made_visible_and_turned_where_they_do_not_fit() -> None:
    found = written_tokens(TOKENS, room=60, threshold=0.5)
    assert found["token"].tolist() == ["a↵", "␣", f"{'x' * 13}…"]
    assert found["at"].tolist() == [0, 1, 3]
    assert not found["across"].any()
    assert written_tokens(TOKENS.head(2), room=60, threshold=0.5)["across"].all()


def test_where_room_is_short_the_least_probable_are_written() -> None:
    found = written_tokens(TOKENS, room=4, threshold=0.5)
    assert found["at"].tolist() == [1]


def test_an_empty_bin_breaks_the_line_and_has_no_bar() -> None:
    bins = pd.DataFrame({"low": 0.1, "median": [0.2, 0.4], "high": 0.5}, index=[0, 4])
    line = line_of_bins(bins, 2)
    assert line["middle"].tolist() == [0.5, 2.5, 4.5]
    assert line["median"].isna().tolist() == [False, True, False]
    bars = bars_of_bins(bins, 2)
    assert bars[["start", "end"]].to_numpy().tolist() == [[-0.45, 1.45], [3.55, 5.45]]
