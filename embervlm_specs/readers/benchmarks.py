"""Scores as rows of the table `benchmarks`, each with the scale it was written in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import listed
from embervlm_specs.vocabulary import benchmark_scale

__all__ = ["Score", "benchmark_table"]


class Score(NamedTuple):
    """One score as it was written; `max_score` where the source tells its scale."""

    benchmark: str
    score: float
    max_score: float | None = None
    n: int | None = None


def benchmark_table(
    scores: Iterable[tuple[int, Score]], scales: Mapping[str, float] | None = None
) -> tuple[pd.DataFrame, list[str]]:
    """The scores of each stage as a table, and questions about those whose scale nobody knows.

    A score keeps the unit of its source: 0.726 stays a fraction and gets `max_score` 1. `scales`
    names the best possible score of benchmarks, and goes before what the source tells.

    Raises
    ------
    SourceError
        A score does not fit the scale that was given for it.

    """
    given = {name.casefold(): most for name, most in (scales or {}).items()}
    rows, doubtful = [], []
    for stage, score in scores:
        most = given.get(score.benchmark.casefold(), score.max_score)
        if most is not None and not 0 <= score.score <= most:
            raise SourceError(
                f"{score.benchmark} {score.score:g} does not lie between 0 and {most:g}, the best"
                f" possible score; give its scale: --scale '{score.benchmark}=MAX'"
            )
        if most is None and not _fits(score):
            doubtful.append(score.benchmark)
        rows.append((score.benchmark, stage, score.score, most, score.n))
    frame = pd.DataFrame(rows, columns=["benchmark", "stage", "score", "max_score", "n"])
    frame = frame.astype({"max_score": float, "n": float})
    return frame, [_question(doubtful)] if doubtful else []


def _question(names: list[str]) -> str:
    return f"what is the best possible score of {listed(names)}? Give --scale '{names[0]}=MAX'"


def _fits(score: Score) -> bool:
    """Whether a known scale can be taken for this score: it is no fraction of a longer one."""
    known = benchmark_scale(score.benchmark)
    floor = 100 if (known or 0) > 100 else 1
    return known is not None and floor < score.score <= known and math.isfinite(score.score)
