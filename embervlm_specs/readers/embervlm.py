"""EmberVLM's own result files; `docs/readers.md` tells the shapes they are expected in.

`quick_eval_stage{N}.json`, `evaluation_results*.json`, the `evaluation_summary.json` after stage 2,
and the `emissions_summary.json` of each stage and of the whole run.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers import vlmevalkit
from embervlm_specs.readers.benchmarks import Score, benchmark_table
from embervlm_specs.readers.result import Imported, listed, stage_or_first
from embervlm_specs.readers.sources import json_object, number, stage_named

__all__ = ["read", "recognises"]

_PATTERNS = (
    "quick_eval_stage*.json",
    "evaluation_results*.json",
    "evaluation_summary.json",
    "emissions_summary.json",
)
_DEPTH = ("", "*/", "*/*/")
_SHARES = ("accuracy", "macro_precision", "macro_recall", "macro_f1", "weighted_f1")
_STEP = re.compile(r"checkpoint-(\d+)")
_KNOWN = {"model_path", "stage", "timestamp", "benchmarks", "results"}


@dataclass
class _Found:
    """What the files hold, in the order in which they are read."""

    stage: int | None
    scalars: list[tuple[int, str, int, float, str]] = field(default_factory=list)
    scores: list[tuple[int, Score]] = field(default_factory=list)
    emissions: dict[int | None, tuple[float, bool]] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def recognises(source: Path) -> bool:
    """Whether this is one of EmberVLM's files, or a folder with some in it."""
    return bool(_files(source))


def read(
    source: Path, *, stage: int | None = None, scales: Mapping[str, float] | None = None
) -> Imported:
    """Benchmark scores, the robot selector's scores, and the emissions of each stage.

    `source` is the output folder of a training, or one file. The stage is that which a file or its
    folder names; `stage` is that of files which name none.
    """
    files = _files(source)
    if not files:
        raise SourceError(f"{source.name} is none of EmberVLM's files ({', '.join(_PATTERNS)})")
    found = _Found(stage)
    for file in files:
        try:
            _reader_of(file)(file, json_object(file), found)
        except SourceError as error:
            found.problems.append(str(error))
    tables = {}
    asks: list[str] = []
    if found.scalars:
        columns = ["stage", "metric", "step", "value", "split"]
        tables["scalars"] = pd.DataFrame(found.scalars, columns=columns)
    if found.scores:
        tables["benchmarks"], asks = benchmark_table(found.scores, scales)
    if emissions := _emission_rows(found):
        columns = ["stage", "component", "co2_kg", "estimated"]
        tables["emissions"] = pd.DataFrame(emissions, columns=columns)
    if not tables:
        said = [*found.problems, *found.skipped]
        raise SourceError("\n".join(said) or f"{source.name} holds no number that a table takes")
    return Imported(tables, found.assumed, found.skipped, found.problems, asks)


def _quick_eval(file: Path, held: Mapping[str, Any], found: _Found) -> None:
    """The selector's shares as benchmarks of best score 1; with its step known, as scalars too."""
    stage = _stage_of(file, held, found)
    robots = _object(held, "robot_selection")
    shares = {name: value for name in _SHARES if (value := number(robots.get(name))) is not None}
    if not shares:
        raise SourceError(f"{file.name} holds no `robot_selection` with a share in it")
    for name, value in shares.items():
        score = Score(f"Robot selection {name.replace('_', ' ')}", value, 1)
        found.scores.append((stage, score))
    errors = {
        name: value
        for name, told in _object(held, "calibration").items()
        if name in ("ece", "mce") and (value := number(told)) is not None
    }
    step = _STEP.findall(str(held.get("model_path", "")))
    if step:
        metrics = (shares | errors).items()
        found.scalars += [(stage, name, int(step[-1]), value, "val") for name, value in metrics]
    elif errors:
        found.skipped.append(f"{file.name}: {listed(list(errors))}, for which no step is known")
    classes = [name for name in robots if name.startswith("per_class")]
    found.skipped += [
        f"{file.name}: {listed(classes)}, which write 0 also for a robot without samples"
    ] * bool(classes)
    _name_unknown(file, held, {*_KNOWN, "robot_selection", "calibration"}, found)


def _evaluation(file: Path, held: Mapping[str, Any], found: _Found) -> None:
    """VLMEvalKit's scores as the training's own script collects them."""
    stage = _stage_of(file, held, found)
    results = held.get("results")
    if not isinstance(results, dict):
        raise SourceError(f"{file.name} has no object `results` of benchmarks")
    for name, told in results.items():
        try:
            scores, sentence = _told_scores(name, told)
        except SourceError as error:
            found.skipped.append(f"{file.name}, {name}: {error}")
            continue
        found.scores += [(stage, score) for score in scores]
        found.assumed += [sentence] * bool(sentence)
    _name_unknown(file, held, _KNOWN, found)


def _summary(file: Path, held: Mapping[str, Any], found: _Found) -> None:
    """The scores after stage 2, where a benchmark that failed was written as 0."""
    stage = _stage_of(file, held, found)
    scores = {name: number(told) for name, told in _object(held, "benchmarks").items()}
    failed = [name for name, score in scores.items() if not score]
    known = [(stage, Score(name, score)) for name, score in scores.items() if score]
    if not known:
        raise SourceError(f"{file.name} holds no score of a benchmark that is not 0")
    found.scores += known
    found.skipped += [
        f"{file.name}: {listed(failed)}, whose 0 is also written where the benchmark failed"
    ] * bool(failed)
    books = {"preset", "threshold_mode", "aggregate_score", "quality_check_passed", "explanation"}
    _name_unknown(file, held, {*_KNOWN, *books}, found)


def _told_scores(name: str, told: Any) -> tuple[list[Score], str]:
    value = number(told)
    if value is not None:
        return [Score(name, value)], ""
    if not isinstance(told, dict):
        raise SourceError(f"holds a {type(told).__name__}, no score")
    if "error" in told:
        raise SourceError(f"failed, {str(told['error'])[:80]}")
    if "predictions_saved" in told:
        raise SourceError("its predictions were saved and not scored")
    columns = {key: v if isinstance(v, list) and key != "Bleu" else [v] for key, v in told.items()}
    count = max(map(len, columns.values()), default=0)
    rows = [{key: v[i] for key, v in columns.items() if i < len(v)} for i in range(count)]
    return vlmevalkit.overall(name, rows)


def _emissions(file: Path, held: Mapping[str, Any], found: _Found) -> None:
    """What CodeCarbon measured, or else the guess that the training made from its duration."""
    total, guess = number(held.get("total_emissions_kg_co2")), number(held.get("estimated_co2_kg"))
    if total is None or not math.isfinite(total) or total < 0:
        raise SourceError(f"{file.name} has no `total_emissions_kg_co2`")
    stage = stage_named(file.parent.name)
    if stage in found.emissions:
        raise SourceError(f"{_place(file)} is a second file of the same stage; it was left out")
    guessed = guess is not None and math.isclose(total, guess, rel_tol=1e-9)
    found.emissions[stage] = (total, guessed)
    if guessed:
        found.assumed.append(
            f"{_place(file)} equals its `estimated_co2_kg` (300 W for as long as it ran, 0.5 kg a"
            " kWh), so it is an estimate"
        )


def _emission_rows(found: _Found) -> list[tuple[int, str, float, bool]]:
    """One row a stage; the file of the whole run only where there is none of a stage."""
    stages = {stage: told for stage, told in found.emissions.items() if stage is not None}
    whole = found.emissions.get(None)
    if whole and stages:
        found.skipped.append(
            f"the {whole[0]:g} kg of the whole run, which the stages' own files are part of"
        )
    elif whole and found.stage is None:
        found.skipped.append(
            f"the {whole[0]:g} kg of the whole run, which belong to no one stage; if only one was"
            " trained, give --stage N"
        )
    elif whole and found.stage is not None:
        stages[found.stage] = whole
    return [(stage, "training", kg, guessed) for stage, (kg, guessed) in sorted(stages.items())]


def _reader_of(file: Path) -> Callable[[Path, Mapping[str, Any], _Found], None]:
    if file.name.startswith("quick_eval"):
        return _quick_eval
    if file.name.startswith("evaluation_results"):
        return _evaluation
    return _summary if file.name.startswith("evaluation") else _emissions


def _stage_of(file: Path, held: Mapping[str, Any], found: _Found) -> int:
    """The stage that the file tells, its name or its folder's; else the one that was given."""
    told = held.get("stage")
    if told in (1, 2, 3, 4):
        return int(told)
    named = stage_named(file.name) or stage_named(file.parent.name)
    if named:
        return named
    stage, sentences = stage_or_first(found.stage)
    found.assumed += [f"{file.name}: {sentence}" for sentence in sentences]
    return stage


def _name_unknown(file: Path, held: Mapping[str, Any], known: set[str], found: _Found) -> None:
    others = [name for name in held if name not in known]
    found.skipped += [f"{file.name}: {listed(others)}, not understood"] * bool(others)


def _object(held: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    told = held.get(name)
    return told if isinstance(told, dict) else {}


def _place(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def _files(source: Path) -> list[Path]:
    """The files in a folder and two levels below, or the one file."""
    if source.is_dir():
        found = {f for depth in _DEPTH for name in _PATTERNS for f in source.glob(depth + name)}
        return sorted(found)
    return [source] if any(source.match(name) for name in _PATTERNS) else []
