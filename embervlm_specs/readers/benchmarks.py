"""Scores as rows of the table `benchmarks`, each with the scale it was written in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, Scales, listed
from embervlm_specs.vocabulary import benchmark_scale

__all__ = ["Score", "add_scores"]


class Score(NamedTuple):
    """One score as it was written; `max_score` where the source tells its scale."""

    benchmark: str
    score: float
    max_score: float | None = None
    n: int | None = None


def add_scores(told: Imported, scores: Iterable[tuple[int, Score]], scales: Scales) -> None:
    """Make the scores of each stage a table, and ask for the scales that nobody knows.

    A score keeps the unit of its source: 0.726 stays a fraction and gets `max_score` 1. `scales`
    names the best possible score of benchmarks, and goes before what the source tells. Raises
    `SourceError` where a score does not fit the scale that was given for it.
    """
    given = {name.casefold(): most for name, most in scales.items()}
    rows, doubtful = [], []
    for stage, score in scores:
        most = given.get(score.benchmark.casefold(), score.max_score)
        if most is not None and not 0 <= score.score <= most:
            raise SourceError(
                f"{score.benchmark} {score.score:g} does not lie between 0 and {most:g}, the best"
                f" possible score; give its scale: --scale '{score.benchmark}=MAX'"
            )
        if most is None and not _fits_known_scale(score):
            doubtful.append(score.benchmark)
        rows.append((stage, *score._replace(max_score=most)))
    if rows:
        frame = pd.DataFrame(rows, columns=["stage", *Score._fields])
        told.tables["benchmarks"] = frame.astype({"max_score": float, "n": float})
    if doubtful:
        asked = f"what is the best possible score of {listed(doubtful)}?"
        told.asks.append(f"{asked} Give --scale '{doubtful[0]}=MAX'")


def _fits_known_scale(score: Score) -> bool:
    """Whether a known scale can be taken for this score: it is no fraction of a longer one."""
    known = benchmark_scale(score.benchmark) or 0
    return (100 if known > 100 else 1) < score.score <= known
