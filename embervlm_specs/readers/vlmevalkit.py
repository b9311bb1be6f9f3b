"""VLMEvalKit's result files of one model: one file a benchmark, in the units of each."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.benchmarks import Score, benchmark_table
from embervlm_specs.readers.result import Imported, listed, stage_or_first
from embervlm_specs.readers.sources import header, json_object, lines, number

__all__ = ["overall", "read", "recognises"]

_RESULT = re.compile(r"(?P<name>.+?)(_(gpt|chatgpt|exact_matching)[^_]*)?_(acc|score)\.(csv|json)")
_MARKS = ("Overall", "perception", "aAcc", "Final Score", "Bleu", "CIDEr")


def recognises(source: Path) -> bool:
    """Whether this is a result file, or a folder with some in it."""
    if source.is_dir():
        return any(recognises(path) for path in _results(source))
    if not _RESULT.fullmatch(source.name):
        return False
    names = header(source) if source.suffix == ".csv" else list(json_object(source))
    return any(mark in names for mark in _MARKS) or {"tot", "acc"} <= set(names)


def read(
    source: Path, *, stage: int | None = None, scales: Mapping[str, float] | None = None
) -> Imported:
    """The overall score of each benchmark as a row of `benchmarks`.

    `source` is the folder of one model, or one file of it. A file with a column `split` holds
    fractions, one without holds percentages; MME, OCRBench, POPE and HallusionBench are known by
    their columns. Scores of categories are left out.
    """
    files = _results(source) if source.is_dir() else [source]
    if not files:
        raise SourceError(f"{source.name} holds no result of VLMEvalKit (*_acc.csv, *_score.*)")
    model = _model(source, files)
    chosen, assumed = stage_or_first(stage)
    scores: list[Score] = []
    problems = []
    for file in files:
        match = _RESULT.fullmatch(file.name.removeprefix(model))
        try:
            found, sentence = overall(match["name"] if match else file.stem, _held(file))
        except SourceError as error:
            problems.append(str(error) if file.name in str(error) else f"{file.name}: {error}")
            continue
        scores += found
        assumed += [sentence] * bool(sentence)
    if not scores:
        raise SourceError("\n".join(problems))
    frame, asks = benchmark_table([(chosen, score) for score in scores], scales)
    whose = f"the name of {scores[0].benchmark} may begin with the model's"
    assumed += [whose] * (not model)
    skipped = ["the scores of categories; `benchmarks` holds one score for each benchmark"]
    others = sorted(set(os.listdir(source)) - {f.name for f in files}) if source.is_dir() else []
    skipped += [f"{listed(others)}: no scores"] * bool(others)
    return Imported({"benchmarks": frame}, assumed, skipped, problems, asks)


def overall(name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[list[Score], str]:
    """The overall score in the rows of one result, and what had to be decided.

    Raises `SourceError` where the rows are in none of the known shapes.
    """
    if not rows:
        raise SourceError("it has no line of scores")
    row = next((r for r in rows if "Overall" in map(str, r.values())), rows[0])
    if "perception" in row and "reasoning" in row:
        total = _value(row, "perception") + _value(row, "reasoning")
        return [Score(name, total, 2800)], f"{name} is the sum of perception and reasoning"
    if "Final Score" in row:
        return [Score(name, _value(row, "Final Score"), 1000)], ""
    if "aAcc" in row:
        return [Score(name, _value(row, "aAcc"), 100)], f"{name} is its aAcc, over all questions"
    if "Bleu" in row:
        return _captioning(name, row), f"{name} is Bleu-4, ROUGE-L and CIDEr, a row for each"
    if "tot" in row and "acc" in row:
        return [Score(name, _value(row, "acc"), 100, int(_value(row, "tot")))], ""
    if {"Overall", "precision", "recall"} <= set(row):
        return [Score(name, _value(row, "Overall"), 100)], f"{name} is F1 in per cent"
    if "Overall" in row and "split" in row:
        return [Score(_of_split(name, r, rows), _value(r, "Overall"), 1) for r in rows], ""
    if "Overall" in row:
        return [Score(name, _value(row, "Overall"), 100)], ""
    raise SourceError(f"it has no overall score that is known; it has {listed(list(row))}")


def _captioning(name: str, row: Mapping[str, Any]) -> list[Score]:
    bleu = row["Bleu"]
    last = bleu[-1] if isinstance(bleu, list) and bleu else bleu
    known = {"Bleu_4": last, "ROUGE_L": row.get("ROUGE_L"), "CIDEr": row.get("CIDEr")}
    limits = {"Bleu_4": 100.0, "ROUGE_L": 100.0}  # CIDEr has no best value that is reached
    scores = [
        Score(f"{name} {metric}", value, limits.get(metric))
        for metric, told in known.items()
        if (value := number(told)) is not None
    ]
    if not scores:
        raise SourceError("its Bleu, ROUGE_L and CIDEr are no numbers")
    return scores


def _of_split(name: str, row: Mapping[str, Any], rows: Sequence[Any]) -> str:
    return f"{name} ({row['split']})" if len(rows) > 1 else name


def _value(row: Mapping[str, Any], column: str) -> float:
    value = number(row.get(column))
    if value is None or value != value:
        raise SourceError(f"its '{column}' is {row.get(column)!r}, which is no number")
    return value


def _held(file: Path) -> list[Mapping[str, Any]]:
    if file.suffix == ".csv":
        rows, ragged = lines(file)
        if ragged:
            raise SourceError(f"{file.name} has {ragged} lines with too few or too many cells")
        return list(rows)
    return [json_object(file)]


def _model(source: Path, files: Sequence[Path]) -> str:
    """What all files begin with: the folder's name, that of the one above, or what they share."""
    folder = (source if source.is_dir() else source.parent).absolute()
    names = [f"{name}_" for name in (folder.name, folder.parent.name)]
    model = next((n for n in names if any(file.name.startswith(n) for file in files)), "")
    if not model and len(files) > 1:
        words = zip(*(file.name.split("_") for file in files), strict=False)
        model = "".join(f"{word[0]}_" for word in takewhile(lambda w: len(set(w)) == 1, words))
        if not model:
            raise SourceError(
                f"{source.name}: where do the names of the models end, where those of the"
                f" benchmarks begin in {listed([file.name for file in files], most=2)}? Name the"
                " folder after its model"
            )
    strange = [file.name for file in files if not file.name.startswith(model)]
    if strange:
        raise SourceError(
            f"{source.name} holds results of another model than {model.rstrip('_')}:"
            f" {listed(strange)}; give the folder of one model"
        )
    return model


def _results(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if _RESULT.fullmatch(path.name)]
