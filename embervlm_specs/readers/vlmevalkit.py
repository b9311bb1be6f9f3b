"""VLMEvalKit's result files of one model: one file a benchmark, in the units of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.benchmarks import Score, add_scores
from embervlm_specs.readers.result import Imported, Scales, listed, some, stage_or_first
from embervlm_specs.readers.sources import header, json_object, lines, number

__all__ = ["NONE", "files_in", "overall", "read", "recognises"]

_RESULT = re.compile(r"(?P<name>.+?)(_(gpt|chatgpt|exact_matching)[^_]*)?_(acc|score)\.(csv|json)")
_MARKS = ("Overall", "perception", "aAcc", "Final Score", "Bleu", "CIDEr")
NONE = "no result of VLMEvalKit (*_acc.csv, *_score.*)"


def files_in(folder: Path) -> list[Path]:
    """The files in a folder that are named as results are."""
    return [path for path in sorted(folder.iterdir()) if _RESULT.fullmatch(path.name)]


def recognises(file: Path) -> bool:
    """Whether this is a result file."""
    if not _RESULT.fullmatch(file.name):
        return False
    text = file.read_text("utf-8", "replace")
    names = header(file) if file.suffix == ".csv" else re.findall(r'"([^"]+)"\s*:', text)
    return not {*_MARKS}.isdisjoint(names) or {"tot", "acc"} <= set(names)


def read(source: Path, files: list[Path], stage: int | None, scales: Scales) -> Imported:
    """The overall score of each benchmark as a row of `benchmarks`.

    The files are those of one model. One with a column `split` holds fractions, one without holds
    percentages; MME, OCRBench, POPE and HallusionBench are known by their columns. Scores of
    categories are left out.
    """
    model = _model(files)
    chosen, assumed = stage_or_first(stage)
    told = Imported(assumed=assumed)
    scores: list[Score] = []
    for file in files:
        match = _RESULT.fullmatch(file.name.removeprefix(model))
        try:
            rows, left_out = lines(file) if file.suffix == ".csv" else ([json_object(file)], [])
            if left_out:
                raise SourceError(left_out[0])
            found, sentence = overall(match["name"] if match else file.stem, rows)
        except SourceError as error:
            problem = str(error)
            told.problems.append(problem if file.name in problem else f"{file.name}: {problem}")
            continue
        scores += found
        told.assumed += [sentence] * bool(sentence)
    if not scores:
        raise SourceError("\n".join(told.problems))
    add_scores(told, [(chosen, score) for score in scores], scales)
    if not model:
        told.assumed.append(f"the name of {scores[0].benchmark} may begin with the model's")
    told.skipped.append("the scores of categories; `benchmarks` holds one score for each benchmark")
    if source.is_dir():
        others = {path.name for path in source.iterdir()}.difference(file.name for file in files)
        told.skipped += some(sorted(others), ": no scores")
    return told


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
        if len(rows) == 1:
            return [Score(name, _value(row, "Overall"), 1)], ""
        return [Score(f"{name} ({r['split']})", _value(r, "Overall"), 1) for r in rows], ""
    if "Overall" in row:
        return [Score(name, _value(row, "Overall"), 100)], ""
    raise SourceError(f"it has no overall score that is known; it has {listed(list(row))}")


def _captioning(name: str, row: Mapping[str, Any]) -> list[Score]:
    bleu = row["Bleu"]
    last = bleu[-1] if isinstance(bleu, list) and bleu else bleu
    metrics = {"Bleu_4": last, "ROUGE_L": row.get("ROUGE_L"), "CIDEr": row.get("CIDEr")}
    scores = [
        # CIDEr has no best value that is reached
        Score(f"{name} {metric}", value, None if metric == "CIDEr" else 100)
        for metric, told in metrics.items()
        if (value := number(told)) is not None
    ]
    if not scores:
        raise SourceError("its Bleu, ROUGE_L and CIDEr are no numbers")
    return scores


def _value(row: Mapping[str, Any], column: str) -> float:
    value = number(row.get(column))
    if value is None or value != value:
        raise SourceError(f"its '{column}' is {row.get(column)!r}, which is no number")
    return value


def _model(files: Sequence[Path]) -> str:
    """What all files begin with: the folder's name, that of the one above, or what they share."""
    folder = files[0].parent.absolute()
    names = [file.name for file in files]
    above = (f"{name}_" for name in (folder.name, folder.parent.name))
    model = next((model for model in above if any(n.startswith(model) for n in names)), "")
    if not model and len(names) > 1:
        words = zip(*(name.split("_") for name in names), strict=False)
        model = "".join(f"{word[0]}_" for word in takewhile(lambda w: len(set(w)) == 1, words))
        if not model:
            raise SourceError(
                f"{folder.name}: where do the names of the models end, where those of the"
                f" benchmarks begin in {listed(names, most=2)}? Name the folder after its model"
            )
    strange = [name for name in names if not name.startswith(model)]
    if strange:
        raise SourceError(
            f"{folder.name} holds results of another model than {model.rstrip('_')}:"
            f" {listed(strange)}; give the folder of one model"
        )
    return model
