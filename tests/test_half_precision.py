"""Half floats and tensors are taken at both doors: recording a table, and drawing a frame."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from embervlm_specs.figures import confidence_calibration
from embervlm_specs.run import RunRecorder

VALUES = [0.5, 0.25, 1.0]


class Tensor:
    """What every tensor library offers, and all that is asked of it."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def tolist(self) -> Any:
        return self.values


def bfloat16() -> Any:
    return np.array(VALUES, dtype=pytest.importorskip("ml_dtypes").bfloat16)


def torch_tensor() -> Any:
    torch = pytest.importorskip("torch")
    return torch.tensor(VALUES, dtype=torch.bfloat16, requires_grad=True)


KINDS = {
    "float16": lambda: np.array(VALUES, dtype=np.float16),
    "bfloat16": bfloat16,
    "tensor": lambda: Tensor(VALUES),
    "torch": torch_tensor,
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def recorded(folder: Path, table: str, row: dict[str, Any]) -> dict[str, Any]:
    with RunRecorder(folder) as recorder:
        recorder.record(table, row)
    written: dict[str, Any] = json.loads((folder / f"{table}.jsonl").read_text())
    return written


@every_kind
def test_vectors_are_recorded(kind: str, tmp_path: Path) -> None:
    row = {"step": 0, "item": 1, "modality": "text", "vector": KINDS[kind]()}
    assert recorded(tmp_path, "embeddings", row)["vector"] == VALUES


@every_kind
def test_one_element_is_a_number(kind: str, tmp_path: Path) -> None:
    values = KINDS[kind]()
    one = values[:1] if hasattr(values, "__getitem__") else Tensor(VALUES[:1])
    row = {"stage": 1, "metric": "loss", "step": 0, "value": one}
    assert recorded(tmp_path, "scalars", row)["value"] == 0.5


def test_a_row_of_one_vector_is_the_vector_and_other_shapes_are_left_out(tmp_path: Path) -> None:
    row = {"step": 0, "item": 1, "modality": "text", "vector": np.ones((1, 3))}
    assert recorded(tmp_path, "embeddings", row)["vector"] == [1, 1, 1]
    with RunRecorder(tmp_path) as recorder:
        with pytest.warns(UserWarning, match="column 'vector' takes a flat list"):
            recorder.record("embeddings", row | {"vector": np.ones((2, 3))})
        loss = {"stage": 1, "metric": "loss", "step": 0, "value": np.ones(2)}
        with pytest.warns(UserWarning, match="column 'value' takes one value, got 2"):
            recorder.record("scalars", loss)
    assert len((tmp_path / "embeddings.jsonl").read_text().splitlines()) == 1


def frames(values: Any) -> dict[str, Any]:
    robots = {"true_robot": ["Drone"] * 3, "predicted_robot": ["Drone"] * 3}
    return {
        "pandas": pd.DataFrame(robots | {"confidence": values}),
        "objects": pd.DataFrame(robots | {"confidence": pd.Series(list(values), dtype=object)}),
    }


@pytest.mark.parametrize("kind", ["float16", "bfloat16"])
def test_frames_of_half_floats_are_drawn(kind: str) -> None:
    for frame in frames(KINDS[kind]()).values():
        assert "n = 3" in confidence_calibration(frame).description


def test_frames_of_tensors_are_drawn() -> None:
    frame = frames([Tensor(value) for value in VALUES])["objects"]
    assert "n = 3" in confidence_calibration(frame).description


@pytest.mark.parametrize("library", [pa.table, pl.DataFrame])
def test_half_floats_of_other_libraries_are_drawn(library: Any) -> None:
    columns = dict(frames(KINDS["float16"]())["pandas"].items())
    frame = library({name: values.to_numpy() for name, values in columns.items()})
    assert "n = 3" in confidence_calibration(frame).description


def test_torch_is_not_imported() -> None:
    code = (
        "import sys; from embervlm_specs import Run, RunRecorder; assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
