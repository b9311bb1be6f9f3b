"""lm-evaluation-harness: results of one model, at one checkpoint or over several."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.benchmarks import Score, add_scores
from embervlm_specs.readers.result import Imported, Scales, listed, some, stage_or_first
from embervlm_specs.readers.scalars import scalar_table
from embervlm_specs.readers.sources import json_object, number

__all__ = ["NONE", "files_in", "read", "recognises"]

_STEP = re.compile(r"(?:step|checkpoint)[-_]?(\d+)")
_SHARES = ("acc", "exact_match")
"""Metrics that are shares of right answers, the usual one first."""
NONE = "no results of lm-evaluation-harness"


def files_in(folder: Path) -> list[Path]:
    """The result files in a folder and below."""
    return [path for path in sorted(folder.rglob("*.json")) if recognises(path)]


def recognises(file: Path) -> bool:
    """Whether this is a result file."""
    text = file.read_text("utf-8", "replace") if file.suffix == ".json" else ""
    return '"results"' in text and ('"model_args"' in text or '"n-shot"' in text)


def read(source: Path, files: list[Path], stage: int | None, scales: Scales) -> Imported:
    """Every metric at every checkpoint in `scalars`, the accuracies of the last in `benchmarks`.

    The files are those of one model. The step is that of the model's revision or checkpoint.
    Metrics are named `<task>/<metric>`, and their split is `val`. Accuracies are fractions. The
    number of samples comes from the file, or from the standard error, which is
    sqrt(p (1 - p) / (n - 1)).
    """
    checkpoints = _checkpoints(source, files)
    _, last_step, last = checkpoints[-1]
    chosen, assumed = stage_or_first(stage)
    told = Imported(assumed=assumed)
    rows = [
        (chosen, f"{task}/{metric}", step, value, "val")
        for _, step, held in checkpoints
        if step is not None
        for task, metrics in held["results"].items()
        for metric, value in _known(metrics).items()
    ]
    if rows:
        told.tables["scalars"] = scalar_table(rows)
    # the tasks of a group are left to the group
    groups = last.get("group_subtasks") or {}
    parts = {task for tasks in groups.values() for task in tasks} & set(last["results"])
    scores = [(chosen, score) for score in _scores(last) if score.benchmark not in parts]
    if scores:
        add_scores(told, scores, scales)
        at = "" if last_step is None else f" at step {last_step:,}, the last"
        told.assumed.append(f"`benchmarks` are the accuracies{at}")
        if "n-samples" not in last:
            told.assumed.append("the numbers of samples are worked out from the standard errors")
    if not told.tables:
        raise SourceError(f"{source.name} holds no metric of a task")
    stepless = [file.name for file, step, _ in checkpoints if step is None]
    told.skipped += [
        *some(stepless, ": not in `scalars`", before="no step is known of "),
        *some(len(parts), " tasks that are part of a group, from `benchmarks`"),
        "standard errors",
    ]
    return told


def _checkpoints(source: Path, files: list[Path]) -> list[tuple[Path, int | None, dict[str, Any]]]:
    """File, step and content of one model's results, those of the last step at the end."""
    checkpoints, models = [], set()
    for file in files:
        held = json_object(file)
        if isinstance(held.get("results"), dict):
            args = _model_args(held)
            named = re.search(r"pretrained=([^,]*)", args)
            models.add(re.sub(r"[/_-]?(step|checkpoint)[-_]?\d+", "", named[1]) if named else "")
            steps = _STEP.findall(args) or _STEP.findall(file.stem)
            checkpoints.append((file, int(steps[-1]) if steps else None, held))
    if not checkpoints:
        raise SourceError(f"{source.name} holds {NONE}")
    if len(models) > 1:
        names = listed(sorted(models))
        raise SourceError(f"{source.name} holds results of {len(models)} models: {names}")
    return sorted(checkpoints, key=lambda found: -1 if found[1] is None else found[1])


def _model_args(held: Mapping[str, Any]) -> str:
    config = held.get("config")
    args = config.get("model_args", "") if isinstance(config, dict) else ""
    if isinstance(args, dict):
        return ",".join(f"{name}={value}" for name, value in args.items())
    return str(args)


def _known(metrics: Any) -> dict[str, float]:
    """Values by name, without standard errors; newer files write `acc,none` for `acc`."""
    known = {}
    for name, told in metrics.items() if isinstance(metrics, dict) else ():
        metric, _, answer = name.partition(",")
        value = number(told) if not isinstance(told, str) else None
        if value is not None and not metric.endswith("_stderr") and metric != "sample_len":
            known[metric if answer in ("", "none") else f"{metric} ({answer})"] = value
    return known


def _scores(held: Mapping[str, Any]) -> list[Score]:
    """The accuracy of each task that has one, with the number of samples where it is known."""
    scores = []
    for task, metrics in held["results"].items():
        known = _known(metrics)
        metric = next((m for share in _SHARES for m in known if m.partition(" ")[0] == share), None)
        if metric is not None:
            n = held.get("n-samples", {}).get(task, {}).get("effective")
            if not isinstance(n, int):
                n = _samples(known[metric], number(metrics.get(f"{metric}_stderr")))
            scores.append(Score(task, known[metric], 1, n))
    return scores


def _samples(share: float, error: float | None) -> int | None:
    """The number of samples that gives a share this standard error, where it is a whole one."""
    if not error:
        return None
    n = share * (1 - share) / error**2 + 1
    return round(n) if abs(n - round(n)) < 0.01 else None
