"""The metric that is compared, where there are several."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Shown
from embervlm_specs.rows import fetch, open_rows
from embervlm_specs.selection.choice import choose_metric
from embervlm_specs.tables import MODELS

ROWS = open_rows("models", pd.DataFrame({"metric": ["b", "a", "b", None, "a", "c"]}))
SHOWN = Shown(MODELS, ROWS)


def test_the_most_common_one_or_the_first_by_name() -> None:
    chosen = choose_metric(SHOWN)
    assert (chosen.name, chosen.others) == ("a", {"b": 2, "c": 1, "not named": 1})
    assert len(fetch(ROWS.filter(chosen.condition))) == 2
    assert len(fetch(ROWS.filter(~chosen.condition))) == 4


def test_the_one_asked_for() -> None:
    assert choose_metric(SHOWN, "c").name == "c"
    with pytest.raises(MissingDataError, match=r"no rows of metric 'd' \(a, b, c\)"):
        choose_metric(SHOWN, "d")


def test_a_table_that_names_none() -> None:
    rows = open_rows("models", pd.DataFrame({"metric": pd.Series([None, None], dtype=object)}))
    chosen = choose_metric(Shown(MODELS, rows))
    assert (chosen.name, chosen.others) == (None, {})
    assert len(fetch(rows.filter(chosen.condition))) == 2
