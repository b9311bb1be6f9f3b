"""Imports come together in one run, and never go over what is there unasked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.errors import RunError
from embervlm_specs.readers import add_tables
from embervlm_specs.run import Run


def scalars(stage: int, value: float, split: str | None = "train") -> dict[str, pd.DataFrame]:
    row = {"stage": [stage], "metric": ["loss"], "step": [1], "value": [value], "split": [split]}
    return {"scalars": pd.DataFrame(row)}


def held(folder: Path) -> list[tuple[object, ...]]:
    rows = Run.open(folder)["scalars"].collect()
    return rows.select("stage", "split", "value").rows()


def test_rows_with_new_keys_are_added(tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert add_tables(run, scalars(1, 3.0)) == ["scalars: 1 rows, a new table"]
    told = add_tables(run, scalars(2, 2.0))
    assert told == ["scalars: 1 rows beside the 1 that are there"]
    add_tables(run, scalars(1, 4.0, None))  # another split is another row
    assert held(run) == [(1, "train", 3.0), (2, "train", 2.0), (1, None, 4.0)]


def test_rows_that_are_there_stay_unless_forced(tmp_path: Path) -> None:
    add_tables(tmp_path, scalars(1, 3.0) | emissions(1.0))
    with pytest.raises(RunError, match="holds 1 of these rows of 'scalars' already, by stage"):
        add_tables(tmp_path, scalars(1, 9.0) | emissions(2.0))
    with pytest.raises(RunError, match="of 'emissions' already"):
        add_tables(tmp_path, scalars(2, 2.0) | emissions(2.0))  # all or none
    assert held(tmp_path) == [(1, "train", 3.0)]
    assert Run.open(tmp_path)["emissions"].collect()["co2_kg"].to_list() == [1.0]
    assert "1 replaced" in add_tables(tmp_path, scalars(1, 9.0), force=True)[0]
    assert held(tmp_path) == [(1, "train", 9.0)]
    assert not list(tmp_path.glob(".*"))  # nothing half written stays behind


def test_a_recording_is_not_rewritten_unasked(tmp_path: Path) -> None:
    recorded = tmp_path / "scalars.jsonl"
    recorded.write_text('{"stage": 1, "metric": "loss", "step": 1.0, "value": 3.0}\n')
    with pytest.raises(RunError, match=r"may still be recorded"):
        add_tables(tmp_path, scalars(2, 2.0))
    add_tables(tmp_path, scalars(2, 2.0), force=True)
    assert held(tmp_path) == [(1, None, 3.0), (2, "train", 2.0)]
    assert not recorded.exists()


def test_rows_that_add_up_are_all_kept_and_not_imported_twice(tmp_path: Path) -> None:
    row = emissions(1.0)["emissions"]
    parts = {"emissions": pd.concat([row, row.assign(co2_kg=2.0), row.assign(component="gpu")])}
    add_tables(tmp_path, parts)

    def there() -> list[float]:
        return Run.open(tmp_path)["emissions"].collect()["co2_kg"].to_list()

    assert there() == [1.0, 2.0, 1.0]
    with pytest.raises(RunError, match=r"holds 3 of these rows of .emissions. already.*--force"):
        add_tables(tmp_path, parts)
    assert there() == [1.0, 2.0, 1.0]
    assert "3 replaced" in add_tables(tmp_path, parts, force=True)[0]
    assert there() == [1.0, 2.0, 1.0]
    add_tables(tmp_path, {"emissions": row.assign(stage=2)})
    assert there() == [1.0, 2.0, 1.0, 1.0]


def emissions(kg: float) -> dict[str, pd.DataFrame]:
    return {"emissions": pd.DataFrame({"stage": [1], "component": ["cpu"], "co2_kg": [kg]})}
