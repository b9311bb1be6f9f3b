"""Which sequence is shown."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import open_rows
from embervlm_specs.selection.choice import choose_sequence
from tests.engines import as_engine, every_engine


@every_engine
def test_the_longest_sequence_is_shown_and_of_equals_the_first(engine: str) -> None:
    table = pd.DataFrame({"sequence": ["s10", "s9", "long", "long"], "position": [0, 0, 0, 1]})
    rows = open_rows("token_probabilities", as_engine(table, engine))
    assert choose_sequence(rows) == ("long", 3)
    both = pd.DataFrame({"sequence": ["a", "a", "b"], "position": [1, 1, 2]})  # of two sources
    assert choose_sequence(open_rows("token_probabilities", both)) == ("b", 2)
    equals = open_rows("token_probabilities", as_engine(table.head(2), engine))
    assert choose_sequence(equals) == ("s9", 2)


def test_one_can_be_asked_for() -> None:
    rows = open_rows("token_probabilities", pd.DataFrame({"sequence": ["1", "2"], "position": 3}))
    assert choose_sequence(rows, 1) == ("1", 2)
    with pytest.raises(MissingDataError, match="no sequence '7'"):
        choose_sequence(rows, 7)
