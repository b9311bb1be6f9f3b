"""From recorded embeddings to a map of them, computed once and kept in the run."""

from __future__ import annotations

import importlib.util
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import polars as pl

from embervlm_specs.document import MAX_FRAMES
from embervlm_specs.errors import EmberSpecsError, MissingDataError, RunError, TableError
from embervlm_specs.files import write_atomically
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.run import Run
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.selection.keys import keep_last, rows_of
from embervlm_specs.stats.projection import Method, place_points, unit_vectors
from embervlm_specs.tables import EMBEDDING_MAP, EMBEDDINGS, validate

__all__ = ["NAMES", "Method", "Projected", "project_run"]

NAMES = {"tsne": "t-SNE", "umap": "UMAP"}
_BY = {"tsne": "scikit-learn", "umap": "umap-learn"}
_MADE = "embervlm_specs.run.projection"
"""Where the file says what it was made of; a map without it was recorded."""

_POINT = ["modality", "item"]


@dataclass(frozen=True)
class Projected:
    """What came of it: the map's file, its steps and rows, and whether it was there already."""

    path: Path
    steps: int
    recorded: int
    rows: int
    unchanged: bool = False


def project_run(
    folder: str | Path,
    *,
    method: Method = "tsne",
    seed: int = 0,
    perplexity: float = 30.0,
    force: bool = False,
    on_start: Callable[[int], None] = lambda steps: None,
    on_step: Callable[[int], None] = lambda step: None,
) -> Projected:
    """Compute `embedding_map` from `embeddings` and write it into the run as parquet.

    Each step starts from the places of the one before, so that a reader can follow the points;
    vectors are compared by their angle. At most 24 steps are placed, evenly spaced.

    Parameters
    ----------
    folder
        The run, which holds `embeddings`.
    method, seed, perplexity
        As in `stats.projection.place_points`.
    force
        Compute a map again that is up to date, and put a recorded one aside, under the name
        `recorded_embedding_map`.
    on_start, on_step
        Called with the number of steps, and with each step that is done.

    Raises
    ------
    MissingDataError
        The run holds no embeddings.
    RunError
        The run holds a map that was recorded, and `force` is not set.
    EmberSpecsError
        UMAP is asked for and not installed.

    """
    run = Run.open(folder)
    if EMBEDDINGS.name not in run:
        raise MissingDataError(EMBEDDINGS.name, ["is not in the run"])
    if method == "umap" and importlib.util.find_spec("umap") is None:
        raise EmberSpecsError("UMAP is not installed: pip install 'embervlm-specs[umap]'")
    made_of = {
        "embeddings": run.sha256(EMBEDDINGS.name),
        "method": method,
        "seed": seed,
        "perplexity": perplexity,
        "by": f"{_BY[method]} {version(_BY[method])}",
    }
    path = run.folder / f"{EMBEDDING_MAP.name}.parquet"
    there = run.files.get(EMBEDDING_MAP.name)
    before = _made_of(there)
    if there and not before and not force:
        raise RunError(f"{there.name} was recorded, not computed; --force puts it aside")
    rows, _ = keep_last(validate(EMBEDDINGS, run[EMBEDDINGS.name]), EMBEDDINGS.key)
    recorded = list(rows_of(rows, "step"))
    steps = evenly(recorded, MAX_FRAMES)
    if before == made_of and not force:
        return Projected(path, len(steps), len(recorded), len(pl.read_parquet(path)), True)

    on_start(len(steps))
    table = _map(rows, steps, on_step, method=method, seed=seed, perplexity=perplexity)
    if there and not before:
        there.replace(there.with_name(f"recorded_{there.name}"))
    content = io.BytesIO()
    pl.from_pandas(table.assign(method=NAMES[method])).write_parquet(
        content, compression="zstd", metadata={_MADE: json.dumps(made_of)}
    )
    write_atomically(path, content.getvalue())
    return Projected(path, len(steps), len(recorded), len(table))


def _map(rows: Rows, steps: list[int], on_step: Callable[[int], None], **how: Any) -> pd.DataFrame:
    frames: list[pd.DataFrame] = []
    for step in steps:
        points = fetch(rows.filter(nw.col("step") == step)).sort_values(_POINT, ignore_index=True)
        vectors = unit_vectors(_matrix(points))
        before = None
        if frames:
            last = frames[-1].set_index(_POINT)[["x", "y"]]
            before = last.reindex(pd.MultiIndex.from_frame(points[_POINT])).to_numpy()
        places = place_points(vectors, before, **how)
        frame = points[["step", "item", "modality"]].assign(x=places[:, 0], y=places[:, 1])
        frames.append(frame)
        on_step(step)
    return pd.concat(frames, ignore_index=True)


def _matrix(points: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The vectors as one matrix. Raises `TableError` where they are not numbers of one length."""
    step = points["step"].iloc[0]
    lengths = sorted({len(vector) for vector in points["vector"]})
    if len(lengths) > 1 or not lengths[0]:
        listed = ", ".join(map(str, lengths))
        problem = f"column 'vector' must have one length, step {step} has lengths {listed}"
        raise TableError(EMBEDDINGS.name, [problem])
    matrix = np.array([*points["vector"]], dtype=float)
    bad = ~np.isfinite(matrix).all(axis=1)
    if bad.any():
        row = points[bad].iloc[0]
        where = f"{row['modality']} of item {row['item']!r} at step {step}"
        problem = f"column 'vector' must hold finite numbers, that of the {where} does not"
        raise TableError(EMBEDDINGS.name, [problem])
    return matrix


def _made_of(path: Path | None) -> dict[str, Any] | None:
    """What a map was computed of; None for one that was recorded, and where there is none."""
    if path is None or path.suffix != ".parquet" or path.is_dir():
        return None
    try:
        told = pl.read_parquet_metadata(path).get(_MADE)
    except pl.exceptions.PolarsError as error:
        raise RunError(f"{path.name} cannot be read: {error}") from None
    made_of: dict[str, Any] | None = json.loads(told) if told else None
    return made_of
