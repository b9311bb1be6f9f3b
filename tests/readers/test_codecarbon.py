"""CodeCarbon's files: running totals, blank cells, both schemas, tasks, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from embervlm_specs.errors import SourceError
from embervlm_specs.readers import read_log

FOLDER = "codecarbon/mlco2_codecarbon"
HEADER = "timestamp,project_name,run_id,duration,emissions,cpu_energy,gpu_energy,ram_energy"


def written(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "emissions.csv"
    path.write_text("\n".join([f"{header},energy_consumed", *(f"{row},1" for row in rows)]) + "\n")
    return path


def test_the_last_total_of_each_run_counts(public_data: Path) -> None:
    told = read_log("auto", public_data / FOLDER / "examples_emissions_a4c8d302.csv", stage=3)
    table = told.tables["emissions"]
    # read off the file: the last known total of each of its 18 runs
    last = [
        *(3.435810400385386e-05, 1.204352130969568e-05, 6.503783106328489e-06),
        *(1.152689149434805e-06, 3.6984450764261097e-06, 2.1818698934615737e-05),
        *(6.829626156251774e-05, 6.197796010325473e-06, 2.3931881158929866e-06),
        *(2.5569288816646334e-06, 9.458335783576843e-06, 3.67544115475681e-06),
        *(1.24419773489152e-06, 1.2643359009126063e-06, 7.1475555833878025e-06),
        *(3.5109783802222274e-06, 3.0500409587996293e-06, 3.122746048935024e-06),
    ]
    assert table["co2_kg"].sum() == pytest.approx(sum(last), rel=1e-12)
    assert table["component"].tolist() == ["cpu", "gpu", "ram"]
    assert set(table["stage"]) == {3}
    assert told.skipped == [
        "8 earlier running totals of the same runs",
        "2 rows without emissions; a run counts up to its last row that has some",
    ]
    assert "5 rows without a run id belong together where they began together" in told.assumed
    # read off the file: 4 of its runs have several rows with emissions
    assert "18 runs added up, 4 of them by the last of their running totals" in told.assumed


def test_the_later_schema(public_data: Path) -> None:
    told = read_log("codecarbon", public_data / FOLDER / "tests_emissions_valid_headers.csv")
    assert "one row a run: 1 added up" in told.assumed
    assert "running" not in " ".join(told.assumed)
    parts = told.tables["emissions"].set_index("component")["co2_kg"].to_dict()
    assert parts == {"cpu": 0.0, "gpu": 0.0, "ram": 0.0004490989249167}


def test_the_file_with_invalid_headers_is_refused(public_data: Path) -> None:
    with pytest.raises(
        SourceError, match=r"tests_emissions_invalid_headers\.csv has no column 'run_id'"
    ):
        read_log("auto", public_data / FOLDER / "tests_emissions_invalid_headers.csv")
    with pytest.raises(SourceError, match="holds 3 files of emissions"):
        read_log("codecarbon", public_data / FOLDER)


def test_shares_projects_and_shifted_lines(tmp_path: Path) -> None:
    """10 kg by energies 1:3:1, another project without energies, a line with a cell too few."""
    path = written(
        tmp_path,
        "2026-01-01T10:00:10,train,a,10,4,1,3,1",
        "2026-01-01T10:00:20,train,a,20,10,2,6,2",
        "2026-01-01T11:00:00,eval,b,60,2,,,",
        "2026-01-01T12:00:00,train,60,7,1,3,1",
        "2026-01-01T13:00:00,train,c,60,,1,3,1",
    )
    told = read_log("codecarbon", path)
    parts = told.tables["emissions"].set_index("component")["co2_kg"].to_dict()
    assert parts == {
        "eval: whole machine": 2,
        "train: cpu": pytest.approx(2),
        "train: gpu": pytest.approx(6),
        "train: ram": pytest.approx(2),
    }
    assert "1 lines that have not as many cells as the header" in told.skipped
    assert "1 runs of which no emissions are known" in told.skipped


def test_every_row_of_a_file_of_tasks_counts(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "load,2026-01-01T10:00:10,x,a,10,1,1,1,1",
        "train,2026-01-01T10:01:10,x,a,50,5,1,1,1",
        "train,2026-01-01T10:02:10,x,a,50,7,1,1,1",
        header=f"task_name,{HEADER}",
    )
    table = read_log("auto", path).tables["emissions"]
    assert table.set_index("component")["co2_kg"].to_dict() == {"load": 1, "train": 12}


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (["a,10,4", "b,20,5"], "one row a run: 2 added up"),
        (["a,10,4", "a,20,5"], "the last of the running totals of 1 runs, added up"),
        (["a,10,4", "a,20,5", "b,9,1"], "2 runs added up, 1 of them by the last of their running"),
        (["a,10,", "a,20,5"], "one row a run: 1 added up"),
    ],
    ids=["none", "all", "some", "one blank"],
)
def test_running_totals_are_spoken_of_where_there_are_some(
    tmp_path: Path, ends: list[str], words: str
) -> None:
    rows = [f"2026-01-01T10:00:{end.split(',')[1]},x,{end},1,1,1" for end in ends]
    told = read_log("codecarbon", written(tmp_path, *rows))
    assert words in told.assumed[-1]
    assert told.tables["emissions"]["co2_kg"].sum() == pytest.approx(
        sum({end[0]: float(end.split(",")[2]) for end in ends if end[-1] != ","}.values())
    )
