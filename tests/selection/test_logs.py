"""Which logged rows a figure takes."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.figure import Shown
from embervlm_specs.rows import fetch
from embervlm_specs.selection.logs import UNNAMED, choose_split, one_log
from embervlm_specs.tables import SCALARS, validate
from tests.engines import as_engine, every_engine

COLUMNS = ["stage", "metric", "step", "value", "split", "seed"]


@every_engine
def test_a_step_logged_twice_without_a_seed_is_one_observation(engine: str) -> None:
    table = pd.DataFrame(
        [
            (2, "loss", 10, 3.0, "val", None),
            (2, "loss", 10, 1.0, "val", None),
            (2, "loss", 10, 2.0, "val", 7),
            (3, "loss", 10, 9.0, "val", None),
        ],
        columns=COLUMNS,
    )
    shown = Shown(SCALARS, validate(SCALARS, as_engine(table, engine)))
    of_stage = one_log(shown, stage=2)
    kept = of_stage.rows
    assert of_stage.repeated == 1
    # an engine without an order of rows keeps one of them, always the same
    assert sorted(fetch(kept)["value"])[-1] in (2.0, 3.0)
    assert len(fetch(kept)) == 2
    assert len(fetch(one_log(shown).rows)) == 3


@every_engine
@pytest.mark.parametrize(
    ("splits", "chosen"),
    [(["train", None, "val"], "val"), (["train", None], UNNAMED), (["train"], "train")],
)
def test_the_split_that_tells_most_is_chosen(
    engine: str, splits: list[str | None], chosen: str
) -> None:
    table = pd.DataFrame(
        [(2, "student_accuracy", 10, i / 4, split, 0) for i, split in enumerate(splits)],
        columns=COLUMNS,
    )
    rows = one_log(Shown(SCALARS, validate(SCALARS, as_engine(table, engine)))).rows
    kept, found = choose_split(rows, ["student_accuracy", "kl_divergence"])
    assert found == {"student_accuracy": chosen}
    assert fetch(kept)["split"].tolist() == [chosen]
    assert fetch(choose_split(rows, ["kl_divergence"])[0]).empty
