"""Stage, seed and moment of what is shown, and what is said of it."""

from __future__ import annotations

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.selection.shown import Shown
from embervlm_specs.tables import EMISSIONS, ROBOT_PREDICTIONS, SCALARS, Table, validate


def rows(count: int, **columns: object) -> pd.DataFrame:
    robots = {"true_robot": "Drone", "predicted_robot": "Drone"}
    return pd.DataFrame({"sample": range(count), **robots, **columns})


def shown(*frames: pd.DataFrame, table: Table = ROBOT_PREDICTIONS) -> Shown:
    return Shown(table, validate(table, pd.concat(frames, ignore_index=True)))


def count(of: Shown) -> int:
    return len(of.collect())


def test_a_figure_of_a_stage_shows_the_rows_of_its_stage() -> None:
    both = shown(rows(4, stage=3, step=300), rows(5, stage=4, step=200))
    third = both.of_stage(3).at()
    assert (count(third), third.steps, third.words) == (4, (300,), "step 300")
    assert count(both.of_stage(4).at()) == 5


def test_rows_of_another_stage_are_named() -> None:
    last = shown(rows(5, stage=4, step=200)).of_stage(3).at()
    assert (count(last), last.words) == (5, "stage 4 · step 200")


def test_a_run_without_stages_shows_all_rows() -> None:
    assert count(shown(rows(4, step=1)).of_stage(3).at()) == 4
    assert count(shown(rows(4, stage=4)).of_stage(None)) == 4


def test_tables_whose_stage_is_always_there_are_left_alone() -> None:
    log = pd.DataFrame({"stage": [1, 2], "metric": "loss", "step": 1, "value": 1.0})
    assert count(shown(log, table=SCALARS).of_stage(2)) == 2


def test_seeds_are_kept_apart_and_one_can_be_chosen() -> None:
    both = shown(*(rows(4, step=1, seed=seed) for seed in (0, 1)))
    assert count(both.at()) == 8
    one = both.of_seed(1).at()
    assert (count(one), one.words) == (4, "step 1 · seed 1")
    with pytest.raises(MissingDataError, match=r"no rows of seed 7 \(0, 1\)"):
        both.of_seed(7)
    with pytest.raises(MissingDataError, match=r"no rows of seed 0 \(none\)"):
        shown(rows(2)).of_seed(0)


def test_a_last_moment_with_far_fewer_rows_is_said_to_be_a_part() -> None:
    frames = [rows(200, step=step) for step in (100, 200)]
    part = shown(*frames, rows(3, step=300))
    told = "only 3 rows at step 300, where others have 200"
    assert part.at().words == f"step 300 · {told}"
    assert told in part.evenly(9).words
    assert part.at(300).words == part.at().words
    assert "only" not in part.at(200).words
    assert "only" not in shown(*frames, rows(180, step=300)).at().words
    assert "only" not in shown(rows(3, step=300)).at().words


def test_amounts_of_one_key_add_up_instead_of_replacing_each_other() -> None:
    emitted = pd.DataFrame({"stage": 1, "component": "forward", "co2_kg": [0.1, 0.2]})
    once = shown(emitted, table=EMISSIONS).once()
    assert (count(once), once.repeated) == (2, 0)
