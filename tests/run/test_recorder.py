from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from embervlm_specs.run import Run, RunRecorder

LOSS = {"stage": 3, "metric": "loss", "step": 1, "value": 0.5}


def lines(folder: Path, table: str = "scalars") -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text().splitlines()]


def test_rows_are_on_disk_as_soon_as_they_are_recorded(tmp_path: Path) -> None:
    recorder = RunRecorder(tmp_path)
    recorder.record("scalars", LOSS)
    recorder.record("scalars", [LOSS | {"step": 2}, LOSS | {"step": 3}])
    assert [row["step"] for row in lines(tmp_path)] == [1, 2, 3]
    recorder.close()


def test_numpy_values_are_taken_as_they_come(tmp_path: Path) -> None:
    with RunRecorder(tmp_path) as recorder:
        recorder.record("scalars", LOSS | {"step": np.int64(7), "value": np.float16(0.5)})
        vector = np.arange(3, dtype=np.float16)
        row = {"step": 0, "item": 1, "modality": "image", "vector": vector}
        recorder.record("embeddings", row)
    assert lines(tmp_path)[0] == LOSS | {"step": 7}
    assert lines(tmp_path, "embeddings")[0]["vector"] == [0.0, 1.0, 2.0]


def test_nan_is_missing_and_infinity_says_so(tmp_path: Path) -> None:
    with RunRecorder(tmp_path) as recorder:
        recorder.record("scalars", LOSS | {"value": float("nan")})
        with pytest.warns(UserWarning, match=r"'scalars\.value' was infinite"):
            recorder.record("scalars", LOSS | {"value": float("inf")})
        recorder.record("scalars", LOSS | {"value": float("-inf")})  # said once
    assert [row["value"] for row in lines(tmp_path)] == [None, None, None]


def test_a_misspelt_name_warns_and_training_goes_on(tmp_path: Path) -> None:
    with RunRecorder(tmp_path) as recorder:
        with pytest.warns(UserWarning, match="no table 'scalar'"):
            recorder.record("scalar", LOSS)
        with pytest.warns(UserWarning, match="no column 'vlaue'"):
            recorder.record("scalars", LOSS | {"vlaue": 1})
        with pytest.warns(UserWarning, match="not recorded"):
            recorder.record("scalars", 5)  # type: ignore[arg-type] # what is not a row at all
    assert lines(tmp_path) == [LOSS]


def test_recording_goes_on_after_a_torn_line(tmp_path: Path) -> None:
    with RunRecorder(tmp_path) as recorder:
        recorder.record("scalars", LOSS)
    with (tmp_path / "scalars.jsonl").open("a") as file:
        file.write('{"stage": 3, "metr')
    with RunRecorder(tmp_path) as recorder:
        recorder.record("scalars", LOSS | {"step": 2})
    assert [row["step"] for row in lines(tmp_path)] == [1, 2]


def test_a_kill_loses_at_most_the_last_row(tmp_path: Path) -> None:
    program = f"""
from embervlm_specs import RunRecorder
recorder = RunRecorder({str(tmp_path)!r})
step = 0
while True:
    recorder.record("scalars", {{"stage": 1, "metric": "loss", "step": step, "value": 1.0}})
    print(step, flush=True)
    step += 1
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as training:
        assert training.stdout is not None
        for line in training.stdout:
            if int(line) >= 200:
                break
        time.sleep(0.01)
        training.send_signal(signal.SIGKILL)
        said = [int(line) for line in training.stdout if line.endswith("\n")] or [200]
    steps = Run.open(tmp_path)["scalars"].collect()["step"].to_list()
    assert steps == list(range(len(steps)))
    assert len(steps) > said[-1]
