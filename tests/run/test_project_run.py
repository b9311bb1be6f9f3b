from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from embervlm_specs.errors import EmberSpecsError, MissingDataError, RunError, TableError
from embervlm_specs.figures import tsne_embedding_evolution
from embervlm_specs.run import Run, RunRecorder
from embervlm_specs.run.projection import project_run


def record(folder: Path, *, steps: int = 2, items: int = 6, seed: int = 0) -> Path:
    random = np.random.default_rng(seed)
    rows = [
        {"step": step, "item": item, "modality": modality, "vector": random.normal(size=8)}
        for step in range(steps)
        for item in range(items)
        for modality in ("image", "text")
    ]
    with RunRecorder(folder) as recorder:
        recorder.record("embeddings", rows)
    return folder


def test_a_map_has_a_place_for_each_embedding_and_feeds_its_figure(tmp_path: Path) -> None:
    done = project_run(record(tmp_path))
    assert (done.steps, done.rows, done.unchanged) == (2, 24, False)
    table = Run.open(tmp_path)["embedding_map"].collect()
    assert table.columns == ["step", "item", "modality", "x", "y", "method"]
    assert table["method"].unique().to_list() == ["t-SNE"]
    assert "t-SNE" in tsne_embedding_evolution(table).description


def test_a_map_is_computed_again_only_when_something_changed(tmp_path: Path) -> None:
    record(tmp_path)
    first = project_run(tmp_path, seed=1).path.read_bytes()
    assert project_run(tmp_path, seed=1).unchanged
    assert not project_run(tmp_path, seed=1, force=True).unchanged
    assert (tmp_path / "embedding_map.parquet").read_bytes() == first
    assert not project_run(tmp_path, seed=2).unchanged
    assert (tmp_path / "embedding_map.parquet").read_bytes() != first
    record(tmp_path, steps=1, seed=1)  # more of the same table
    assert not project_run(tmp_path, seed=2).unchanged


@pytest.mark.parametrize("suffix", ["parquet", "csv"])
def test_a_recorded_map_is_never_overwritten(tmp_path: Path, suffix: str) -> None:
    record(tmp_path)
    recorded = pd.DataFrame({"step": [0], "item": [0], "modality": "text", "x": [0.5], "y": [0.5]})
    path = tmp_path / f"embedding_map.{suffix}"
    getattr(recorded, f"to_{suffix}")(path, index=False)
    before = path.read_bytes()
    with pytest.raises(RunError, match=rf"embedding_map\.{suffix} was recorded"):
        project_run(tmp_path)
    assert path.read_bytes() == before
    project_run(tmp_path, force=True)
    assert (tmp_path / f"recorded_embedding_map.{suffix}").read_bytes() == before
    assert Run.open(tmp_path).files["embedding_map"].suffix == ".parquet"


def test_many_steps_are_thinned(tmp_path: Path) -> None:
    done: list[int] = []
    projected = project_run(record(tmp_path, steps=50, items=1), on_step=done.append)
    assert (projected.steps, projected.recorded) == (24, 50)
    assert (len(done), done[0], done[-1]) == (24, 0, 49)


def test_what_cannot_be_projected_is_named(tmp_path: Path) -> None:
    row = {"step": 3, "item": "a", "modality": "text", "vector": [1.0, float("nan")]}
    with RunRecorder(tmp_path) as recorder:
        recorder.record("embeddings", row)
        recorder.record("scalars", {"stage": 1, "metric": "loss", "step": 0, "value": 1})
    with pytest.raises(TableError, match="that of the text of item 'a' at step 3 does not"):
        project_run(tmp_path)
    with RunRecorder(tmp_path) as recorder:
        recorder.record("embeddings", row | {"item": "b", "vector": [1.0]})
    with pytest.raises(TableError, match="one length, step 3 has lengths 1, 2"):
        project_run(tmp_path)
    (tmp_path / "embeddings.jsonl").unlink()
    with pytest.raises(MissingDataError, match="'embeddings' is not in the run"):
        project_run(tmp_path)


def test_umap_is_asked_for_by_name_only_where_it_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EmberSpecsError, match=r"pip install 'embervlm-specs\[umap\]'"):
        project_run(record(tmp_path), method="umap")
    assert not (tmp_path / "embedding_map.parquet").exists()


@pytest.mark.skipif(importlib.util.find_spec("umap") is None, reason="umap-learn is an extra")
@pytest.mark.filterwarnings("ignore::ImportWarning", "ignore::DeprecationWarning")
def test_umap_says_that_it_is_umap(tmp_path: Path) -> None:
    project_run(record(tmp_path, items=10), method="umap")
    assert set(pl.read_parquet(tmp_path / "embedding_map.parquet")["method"]) == {"UMAP"}


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    record(tmp_path)
    command = [sys.executable, "-c", "from embervlm_specs.cli import main; main()", "project"]
    first, again = (
        subprocess.run([*command, tmp_path], capture_output=True, text=True, check=True).stderr
        for _ in range(2)
    )
    assert first.startswith("t-SNE of 24 embeddings at 2 steps in ")
    assert "is up to date" in again


def test_real_clip_vectors_of_half_precision(public_data: Path, tmp_path: Path) -> None:
    vectors = np.load(public_data / "embeddings" / "detic_clip_text" / "coco_clip_a+cname.npy")
    assert vectors.dtype == np.float16
    kept = pa.array(list(vectors), type=pa.list_(pa.float16()))
    columns = {"step": [0] * 80, "item": range(80), "modality": ["text"] * 80, "vector": kept}
    pq.write_table(pa.table(columns), tmp_path / "embeddings.parquet")
    project_run(tmp_path)
    places = pl.read_parquet(tmp_path / "embedding_map.parquet").sort("item")["x", "y"].to_numpy()
    # COCO's classes by number: bird, cat, ... giraffe are 14 to 23, the furniture 56 to 60
    animals, furniture = places[14:24], places[56:61]
    apart = np.linalg.norm(animals.mean(axis=0) - furniture.mean(axis=0))
    assert apart > np.linalg.norm(animals - animals.mean(axis=0), axis=1).mean()
