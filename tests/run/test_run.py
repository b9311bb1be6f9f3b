from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from embervlm_specs.errors import RunError, TableError
from embervlm_specs.figures import layer_accuracy_3d_surface
from embervlm_specs.rows import fetch
from embervlm_specs.run import SAMPLE_RUN, Run
from embervlm_specs.tables import ROBOT_PREDICTIONS, TABLES, validate
from tests.tables_made import make_table


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl"])
@pytest.mark.parametrize("name", list(TABLES))
def test_every_table_reads_the_same_from_every_format(
    name: str, suffix: str, tmp_path: Path
) -> None:
    if (name, suffix) == ("embeddings", "csv"):
        pytest.skip("a list has no place in a CSV file")
    frame = make_table(name)
    path = tmp_path / f"{name}.{suffix}"
    if suffix == "parquet":
        frame.to_parquet(path)
    elif suffix == "csv":
        frame.to_csv(path, index=False)
    else:
        frame.to_json(path, orient="records", lines=True, double_precision=15)
    rows = fetch(validate(TABLES[name], Run.open(tmp_path)[name]))
    expected = fetch(validate(TABLES[name], frame))
    for column in TABLES[name].columns:
        if column.kind == "identifier":
            assert (
                rows[column.name].astype(str).tolist() == expected[column.name].astype(str).tolist()
            )
        elif column.kind == "number":
            assert rows[column.name].tolist() == pytest.approx(expected[column.name].tolist())
        elif column.kind != "vector":
            assert rows[column.name].tolist() == expected[column.name].tolist()


def test_a_folder_of_parquet_parts_is_one_table(tmp_path: Path) -> None:
    parts = tmp_path / "robot_predictions.parquet"
    parts.mkdir()
    for i in range(3):
        make_table("robot_predictions", seed=i).to_parquet(parts / f"part-{i}.parquet")
    whole = Run.open(tmp_path)["robot_predictions"].collect()
    assert len(whole) == 3 * len(make_table("robot_predictions"))


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "scalars.jsonl"
    whole = '{"stage": 1, "metric": "loss", "step": 1, "value": 0.5}\n'
    path.write_text(whole * 2 + '{"stage": 1, "met')
    assert len(Run.open(tmp_path)["scalars"].collect()) == 2
    path.write_text((whole * 2).rstrip())  # not cut off, though the line does not end
    assert len(Run.open(tmp_path)["scalars"].collect()) == 2
    path.write_text('{"stage": 1, "met')
    assert len(Run.open(tmp_path)["scalars"].collect()) == 0


def test_gaps_and_spellings_of_csv(tmp_path: Path) -> None:
    (tmp_path / "robot_predictions.csv").write_text(
        "step,sample,true_robot,predicted_robot,confidence\n"
        '0,"a, b",Wheels,Legs, 0.5 \n0,é,Drone,Drone,\n0,c,Drone,Drone,NaN\n'
    )
    rows = fetch(validate(ROBOT_PREDICTIONS, Run.open(tmp_path)["robot_predictions"]))
    assert rows["sample"].tolist() == ["a, b", "é", "c"]
    assert rows["true_robot"].tolist() == ["Wheeled", "Drone", "Drone"]
    assert rows["confidence"].isna().tolist() == [False, True, True]


def test_a_text_where_a_number_belongs_is_named_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "layer_accuracy.csv").write_text(
        "step,layer,robot,accuracy\n0,0,Drone,0.5\n0,1,Drone,n/a\n"
    )
    with pytest.raises(TableError, match="'accuracy' must be a number, row 1 is 'n/a'"):
        layer_accuracy_3d_surface(Run.open(tmp_path)["layer_accuracy"])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("scalars.parquet", b"PAR1 not really"),
        ("scalars.csv", b'stage,metric\n1,"loss\n'),
        ("scalars.jsonl", b'{"stage": 1}\nnot json\n{"stage": 2}\n'),
    ],
)
def test_a_damaged_file_is_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RunError, match=rf"^{name} cannot be read: "):
        Run.open(tmp_path)["scalars"].collect()


def test_an_empty_file_is_an_empty_table(tmp_path: Path) -> None:
    for suffix in ("csv", "jsonl"):
        folder = tmp_path / suffix
        folder.mkdir()
        (folder / f"scalars.{suffix}").touch()
        assert Run.open(folder)["scalars"].collect().is_empty()


def test_folders_that_are_no_runs(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is not there"):
        Run.open(tmp_path / "absent")
    file = tmp_path / "notes.txt"
    file.touch()
    with pytest.raises(RunError, match="is not a folder"):
        Run.open(file)
    with pytest.raises(RunError, match="holds no table; a table is a file such as"):
        Run.open(tmp_path)
    (tmp_path / "robot_prediction.csv").touch()
    with pytest.raises(RunError, match="is 'robot_prediction' meant to be 'robot_predictions'"):
        Run.open(tmp_path)
    make_table("scalars").to_csv(tmp_path / "scalars.csv")
    make_table("scalars").to_parquet(tmp_path / "scalars.parquet")
    with pytest.raises(RunError, match=r"one table twice: scalars\.csv and scalars\.parquet"):
        Run.open(tmp_path)


def test_an_absent_table_is_named(sample_run: Run) -> None:
    with pytest.raises(RunError, match="holds no table 'nonsense'"):
        sample_run["nonsense"]


def test_packing_keeps_every_row(tmp_path: Path) -> None:
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    make_table("scalars").to_json(recorded / "scalars.jsonl", orient="records", lines=True)
    packed = Run.open(recorded).write_parquet(tmp_path / "packed")
    assert packed["scalars"].collect().height == len(make_table("scalars"))


def test_the_sample_run_says_where_it_comes_from_and_is_small() -> None:
    run = Run.open()
    assert run.provenance["options"]["seed"] == 0
    size = sum(file.stat().st_size for file in SAMPLE_RUN.rglob("*") if file.is_file())
    assert size < 1_500_000


def test_a_damaged_provenance_is_a_sentence(tmp_path: Path) -> None:
    make_table("scalars").to_csv(tmp_path / "scalars.csv", index=False)
    assert Run.open(tmp_path).provenance == {}
    (tmp_path / "provenance.json").write_text(json.dumps({"seed": 3})[:-1])
    with pytest.raises(RunError, match=r"^provenance\.json cannot be read"):
        _ = Run.open(tmp_path).provenance


def test_nothing_is_read_before_it_is_needed(tmp_path: Path) -> None:
    make_table("scalars").to_parquet(tmp_path / "scalars.parquet")
    assert isinstance(Run.open(tmp_path)["scalars"], pl.LazyFrame)
