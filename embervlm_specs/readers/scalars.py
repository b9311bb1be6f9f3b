"""What trainers log, as rows of the table `scalars`: names become metric, split and stage."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, some, stage_or_first
from embervlm_specs.readers.sources import number

__all__ = ["Point", "Scalar", "read_points", "scalar_table"]

_SPLITS = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "eval", "evaluation", "dev"), "val"),
    "test": "test",
}
_PREFIX = re.compile(rf"({'|'.join(_SPLITS)})_(.+)")
_BOOKKEEPING = re.compile(
    r"_.*|epoch|step|iter|iteration|(.*[/_])?global_step|total_flos|num_input_tokens_seen"
    r"|(.*_)?(runtime|samples_per_second|steps_per_second|tokens_per_second)"
    r"|train_loss"  # of the closing row of the Hugging Face Trainer: the mean over the whole run
)
_SHARES = re.compile(r"(.*[_/])?(acc|accuracy|recall|precision|f1)([_/].*)?")

Scalar = tuple[int, str, int, float, str | None]
"""Stage, metric, step, value and split."""


class Point(NamedTuple):
    """One number as it was logged."""

    name: str
    step: Any
    value: Any


def scalar_table(rows: Iterable[Scalar]) -> pd.DataFrame:
    """One curve after the other, each as it was logged."""
    frame = pd.DataFrame(rows, columns=["stage", "metric", "step", "value", "split"])
    curves = ["stage", "metric", "split"]
    return frame.sort_values(curves, kind="stable", na_position="first", ignore_index=True)


def read_points(
    points: Iterable[Point], stage: int | None, *, source: str, split: str | None = None
) -> Imported:
    """The logged numbers as the table `scalars`.

    `train/loss`, `train_loss` and `Loss/train` become metric `loss`, split `train`; a leading
    `stage2/` gives the stage; `split` is that of names which tell none. Metrics are in lower case.
    What keeps the books of the trainer (epochs, run times, speeds) is left out, and so is what was
    logged on test data, which the table has no split for. NaN and infinity become missing values,
    which a diverging run is drawn with.
    """
    default, assumed = stage_or_first(stage)
    rows: list[Scalar] = []
    books: dict[str, None] = {}  # names in the order in which they come
    tests: dict[str, None] = {}
    others: dict[str, None] = {}
    strays = defaulted = 0
    for point in points:
        metric, its_split, its_stage = _parsed(point.name)
        value, step = number(point.value), number(point.step)
        if not metric or _BOOKKEEPING.fullmatch(metric):
            books[point.name] = None
        elif value is None:
            others[point.name] = None
        elif its_split == "test":
            tests[point.name] = None
        elif step is None or step < 0 or not step.is_integer():
            strays += 1
        else:
            defaulted += its_stage is None
            rows.append((its_stage or default, metric, int(step), value, its_split or split))
    if not rows:
        raise SourceError(f"{source} holds no number of a training that a step goes with")
    frame = scalar_table(rows)
    infinite = frame["value"].abs() == math.inf
    frame["value"] = frame["value"].mask(infinite)
    repeated = int(frame.duplicated(["stage", "metric", "split", "step"]).sum())
    most = frame.groupby("metric")["value"].max()
    percent = [metric for metric in most[most > 1].index if _SHARES.fullmatch(metric)]
    kept = "kept as it was logged, but figures take accuracies as fractions"
    unsplit = sorted(frame.loc[frame["split"].isna(), "metric"].unique())
    told = [
        *(assumed if defaulted else []),
        *some(repeated, " rows repeat a step; figures take the last of each"),
        *some(int(infinite.sum()), " infinite values, which are taken as missing"),
        *some(percent, f": above 1, so no fraction; {kept}"),
        *some(unsplit, ": no split, since the name tells none"),
    ]
    skipped = [
        *some(books, ": the trainer's own books, no metrics of a step"),
        *some(tests, ": logged on test data; the table knows `train` and `val`"),
        *some(others, ": not numbers"),
        *some(strays, " numbers without a step"),
    ]
    return Imported({"scalars": frame}, told, skipped)


@cache
def _parsed(name: str) -> tuple[str, str | None, int | None]:
    """The metric, the split and the stage that a logged name tells of."""
    parts = [part for part in name.strip().casefold().split("/") if part]
    stage = split = None
    if len(parts) > 1 and (named := re.fullmatch(r"stage([1-4])", parts[0])):
        stage, parts = int(named[1]), parts[1:]
    if len(parts) > 1 and parts[0] in _SPLITS:
        split, parts = _SPLITS[parts[0]], parts[1:]
    elif len(parts) > 1 and parts[-1] in _SPLITS:
        split, parts = _SPLITS[parts[-1]], parts[:-1]
    elif parts and (prefixed := _PREFIX.fullmatch(parts[-1])):
        split, parts = _SPLITS[prefixed[1]], [*parts[:-1], prefixed[2]]
    return "/".join(parts), split, stage
