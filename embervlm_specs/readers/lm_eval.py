"""lm-evaluation-harness: results of one model, at one checkpoint or over several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.benchmarks import Score, benchmark_table
from embervlm_specs.readers.result import Imported, listed, stage_or_first
from embervlm_specs.readers.sources import json_object, number

__all__ = ["read", "recognises"]

_STEP = re.compile(r"(?:revision=)?(?:step|checkpoint)[-_]?(\d+)")
_SHARES = ("acc", "exact_match")
"""Metrics that are shares of right answers, the usual one first."""


class _Checkpoint(NamedTuple):
    file: Path
    step: int | None
    held: dict[str, Any]


def recognises(source: Path) -> bool:
    """Whether this is a result file, or a folder with some in it."""
    if source.is_dir():
        return any(recognises(path) for path in _files(source))
    if source.suffix != ".json":
        return False
    text = source.read_text("utf-8", "replace")
    return '"results"' in text and ('"model_args"' in text or '"n-shot"' in text)


def read(
    source: Path, *, stage: int | None = None, scales: Mapping[str, float] | None = None
) -> Imported:
    """Every metric at every checkpoint in `scalars`, the accuracies of the last in `benchmarks`.

    `source` is a result file, or a folder of those of one model. The step is that of the model's
    revision or checkpoint. Metrics are named `<task>/<metric>`, and their split is `val`.
    Accuracies are fractions. The number of samples comes from the file, or from the standard error,
    which is sqrt(p (1 - p) / (n - 1)).
    """
    checkpoints = _checkpoints(source)
    chosen, assumed = stage_or_first(stage)
    tables: dict[str, pd.DataFrame] = {}
    skipped: list[str] = []
    asks: list[str] = []
    stepless = [c.file.name for c in checkpoints if c.step is None]
    skipped += [f"no step is known of {listed(stepless)}: not in `scalars`"] * bool(stepless)
    rows = [row for checkpoint in checkpoints for row in _metrics(checkpoint, chosen)]
    if rows:
        frame = pd.DataFrame(rows, columns=["stage", "metric", "step", "value", "split"])
        tables["scalars"] = frame.sort_values(["metric", "step"], kind="stable", ignore_index=True)
    last = checkpoints[-1]
    scores, parts = _scores(last.held)
    if scores:
        tables["benchmarks"], asks = benchmark_table([(chosen, s) for s in scores], scales)
        at = "" if last.step is None else f" at step {last.step:,}, the last"
        assumed.append(f"`benchmarks` are the accuracies{at}")
        recovered = "the numbers of samples are worked out from the standard errors"
        assumed += [recovered] * ("n-samples" not in last.held)
    skipped += [f"{parts:,} tasks that are part of a group, from `benchmarks`"] * bool(parts)
    skipped.append("standard errors")
    if not tables:
        raise SourceError(f"{source.name} holds no metric of a task")
    return Imported(tables, assumed, skipped, asks=asks)


def _checkpoints(source: Path) -> list[_Checkpoint]:
    files = _files(source) if source.is_dir() else [source]
    found = [(file, json_object(file)) for file in files if not source.is_dir() or recognises(file)]
    held = [(file, told) for file, told in found if isinstance(told.get("results"), dict)]
    if not held:
        raise SourceError(f"{source.name} holds no results of lm-evaluation-harness")
    models = sorted({_model(told) for _, told in held})
    if len(models) > 1:
        raise SourceError(f"{source.name} holds results of {len(models)} models: {listed(models)}")
    checkpoints = [_Checkpoint(file, _step(file, told), told) for file, told in held]
    return sorted(checkpoints, key=lambda c: -1 if c.step is None else c.step)


def _model_args(told: Mapping[str, Any]) -> str:
    config = told.get("config")
    args = config.get("model_args", "") if isinstance(config, dict) else ""
    if isinstance(args, dict):
        return ",".join(f"{name}={value}" for name, value in args.items())
    return str(args)


def _model(told: Mapping[str, Any]) -> str:
    named = re.search(r"pretrained=([^,]*)", _model_args(told))
    return re.sub(r"[/_-]?(step|checkpoint)[-_]?\d+", "", named[1]) if named else ""


def _step(file: Path, told: Mapping[str, Any]) -> int | None:
    """The step of the revision that was evaluated, else that in the file's name."""
    steps = _STEP.findall(_model_args(told)) or _STEP.findall(file.stem)
    return int(steps[-1]) if steps else None


def _metrics(checkpoint: _Checkpoint, stage: int) -> Iterator[tuple[int, str, int, float, str]]:
    if checkpoint.step is None:
        return
    for task, metrics in checkpoint.held["results"].items():
        for metric, value in _known(metrics):
            yield stage, f"{task}/{metric}", checkpoint.step, value, "val"


def _known(metrics: Any) -> Iterator[tuple[str, float]]:
    """Names and values without standard errors; newer files write `acc,none` for `acc`."""
    for name, told in metrics.items() if isinstance(metrics, dict) else ():
        metric, _, answer = name.partition(",")
        value = number(told) if not isinstance(told, str) else None
        if value is None or metric.endswith("_stderr") or metric == "sample_len":
            continue
        yield (metric if answer in ("", "none") else f"{metric} ({answer})"), value


def _scores(told: Mapping[str, Any]) -> tuple[list[Score], int]:
    """The accuracies, and the number of tasks that are left to the group they belong to."""
    groups = told.get("group_subtasks") or {}
    parts = {task for tasks in groups.values() for task in tasks}
    scores = []
    for task, metrics in told["results"].items():
        known = dict(_known(metrics))
        metric = next((m for share in _SHARES for m in known if m.partition(" ")[0] == share), None)
        if metric is not None and task not in parts:
            n = _samples(told, task, known[metric], metrics.get(f"{metric}_stderr"))
            scores.append(Score(task, known[metric], 1, n))
    return scores, len(parts & set(told["results"]))


def _samples(told: Mapping[str, Any], task: str, share: float, error: Any) -> int | None:
    counted = told.get("n-samples", {}).get(task, {}).get("effective")
    if isinstance(counted, int):
        return counted
    spread = number(error)
    if not spread:
        return None
    n = share * (1 - share) / spread**2 + 1
    return round(n) if abs(n - round(n)) < 0.01 else None


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.json"))
