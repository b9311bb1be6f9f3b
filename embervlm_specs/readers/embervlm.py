"""EmberVLM's own result files; `docs/readers.md` tells the shapes they are expected in.

`quick_eval_stage{N}.json`, `evaluation_results*.json`, the `evaluation_summary.json` after stage 2,
and the `emissions_summary.json` of each stage and of the whole run.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers import vlmevalkit
from embervlm_specs.readers.benchmarks import Score, add_scores
from embervlm_specs.readers.result import Imported, Scales, some, stage_or_first
from embervlm_specs.readers.scalars import Scalar, scalar_table
from embervlm_specs.readers.sources import json_object, number, stage_named

__all__ = ["NONE", "files_in", "read", "recognises"]

_SHARES = ("accuracy", "macro_precision", "macro_recall", "macro_f1", "weighted_f1")
_STEP = re.compile(r"checkpoint-(\d+)")
_KNOWN = {"model_path", "stage", "timestamp", "benchmarks", "results"}


@dataclass
class _Found(Imported):
    """What the files hold, in the order in which they are read."""

    stage: int | None = None
    scalars: list[Scalar] = field(default_factory=list)
    scores: list[tuple[int, Score]] = field(default_factory=list)
    emissions: dict[int | None, tuple[float, bool]] = field(default_factory=dict)


def files_in(folder: Path) -> list[Path]:
    """The files in a folder and two levels below."""
    depths = ("", "*/", "*/*/")
    return sorted({f for depth in depths for name in _READERS for f in folder.glob(depth + name)})


def recognises(file: Path) -> bool:
    """Whether this is one of EmberVLM's files."""
    return any(file.match(name) for name in _READERS)


def read(source: Path, files: list[Path], stage: int | None, scales: Scales) -> Imported:
    """Benchmark scores, the robot selector's scores, and the emissions of each stage.

    The stage is that which a file or its folder names; `stage` is that of files which name none.
    """
    found = _Found(stage=stage)
    for file in files:
        reader = next((reader for name, reader in _READERS.items() if file.match(name)), None)
        if reader is None:
            raise SourceError(f"{file.name} is {NONE}")
        try:
            reader(file, json_object(file), found)
        except SourceError as error:
            found.problems.append(str(error))
    if found.scalars:
        found.tables["scalars"] = scalar_table(found.scalars)
    if found.scores:
        add_scores(found, found.scores, scales)
    if emissions := _emissions_by_stage(found):
        rows = [(stage, "training", kg, guess) for stage, (kg, guess) in sorted(emissions.items())]
        columns = ["stage", "component", "co2_kg", "estimated"]
        found.tables["emissions"] = pd.DataFrame(rows, columns=columns)
    if not found.tables:
        said = [*found.problems, *found.skipped]
        raise SourceError("\n".join(said) or f"{source.name} holds no number that a table takes")
    return found


def _quick_eval(file: Path, held: Mapping[str, Any], found: _Found) -> None:
    """The selector's shares as benchmarks of best score 1; with its step known, as scalars too."""
    stage = _stage_of(file, held, found)
    robots = _numbers(held, "robot_selection")
    shares = {name: robots[name] for name in _SHARES if name in robots}
    if not shares:
        raise SourceError(f"{file.name} holds no `robot_selection` with a share in it")
    for name, value in shares.items():
        score = Score(f"Robot selection {name.replace('_', ' ')}", value, 1)
        found.scores.append((stage, score))
    errors = {k: v for k, v in _numbers(held, "calibration").items() if k in ("ece", "mce")}
    if steps := _STEP.findall(str(held.get("model_path", ""))):
        metrics = (shares | errors).items()
        found.scalars += [(stage, name, int(steps[-1]), value, "val") for name, value in metrics]
    else:
        found.skipped += some(errors, ", for which no step is known", before=f"{file.name}: ")
    classes = [name for name in held["robot_selection"] if name.startswith("per_class")]
    without_samples = ", which write 0 also for a robot without samples"
    found.skipped += some(classes, without_samples, before=f"{file.name}: ")
    _name_unknown(file, held, {"robot_selection", "calibration"}, found)


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
    _name_unknown(file, held, set(), found)


def _summary(file: Path, held: Mapping[str, Any], found: _Found) -> None:
    """The scores after stage 2, where a benchmark that failed was written as 0."""
    stage = _stage_of(file, held, found)
    known = {name: score for name, score in _numbers(held, "benchmarks").items() if score}
    if not known:
        raise SourceError(f"{file.name} holds no score of a benchmark that is not 0")
    found.scores += [(stage, Score(name, score)) for name, score in known.items()]
    failed = [name for name in held["benchmarks"] if name not in known]
    written = ", whose 0 is also written where the benchmark failed"
    found.skipped += some(failed, written, before=f"{file.name}: ")
    books = {"preset", "threshold_mode", "aggregate_score", "quality_check_passed", "explanation"}
    _name_unknown(file, held, books, found)


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
    columns = [v if isinstance(v, list) and key != "Bleu" else [v] for key, v in told.items()]
    rows = [dict(zip(told, cells, strict=True)) for cells in zip_longest(*columns)]
    return vlmevalkit.overall(name, rows)


def _emissions(file: Path, held: Mapping[str, Any], found: _Found) -> None:
    """What CodeCarbon measured, or else the guess that the training made from its duration."""
    total, guess = number(held.get("total_emissions_kg_co2")), number(held.get("estimated_co2_kg"))
    if total is None or not math.isfinite(total) or total < 0:
        raise SourceError(f"{file.name} has no `total_emissions_kg_co2`")
    stage = stage_named(file.parent.name)
    place = f"{file.parent.name}/{file.name}"
    if stage in found.emissions:
        raise SourceError(f"{place} is a second file of the same stage; it was left out")
    guessed = guess is not None and math.isclose(total, guess, rel_tol=1e-9)
    found.emissions[stage] = (total, guessed)
    if guessed:
        how = "300 W for as long as it ran, 0.5 kg a kWh"
        found.assumed.append(f"{place} equals its `estimated_co2_kg` ({how}), so it is an estimate")


_READERS = {
    "quick_eval_stage*.json": _quick_eval,
    "evaluation_results*.json": _evaluation,
    "evaluation_summary.json": _summary,
    "emissions_summary.json": _emissions,
}
NONE = f"none of EmberVLM's files ({', '.join(_READERS)})"


def _emissions_by_stage(found: _Found) -> dict[int, tuple[float, bool]]:
    """The amounts of the stages; that of the whole run only where there is none of a stage."""
    stages = {stage: told for stage, told in found.emissions.items() if stage is not None}
    if whole := found.emissions.get(None):
        overlap = f"the {whole[0]:g} kg of the whole run, which "
        if stages:
            found.skipped.append(f"{overlap}the stages' own files are part of")
        elif found.stage is None:
            only_one = "if only one was trained, give --stage N"
            found.skipped.append(f"{overlap}belong to no one stage; {only_one}")
        else:
            stages[found.stage] = whole
    return stages


def _stage_of(file: Path, held: Mapping[str, Any], found: _Found) -> int:
    """The stage that the file tells, its name or its folder's; else the one that was given."""
    if (told := held.get("stage")) in (1, 2, 3, 4):
        return int(told)
    if named := stage_named(file.name) or stage_named(file.parent.name):
        return named
    stage, sentences = stage_or_first(found.stage)
    found.assumed += [f"{file.name}: {sentence}" for sentence in sentences]
    return stage


def _name_unknown(file: Path, held: Mapping[str, Any], known: set[str], found: _Found) -> None:
    others = [name for name in held if name not in _KNOWN | known]
    found.skipped += some(others, ", not understood", before=f"{file.name}: ")


def _numbers(held: Mapping[str, Any], name: str) -> dict[str, float]:
    """Those values of an object that are numbers."""
    told = held.get(name)
    items = told.items() if isinstance(told, dict) else ()
    return {key: value for key, text in items if (value := number(text)) is not None}
