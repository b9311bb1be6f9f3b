"""What trainers log, as rows of the table `scalars`: names become metric, split and stage."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, listed, stage_or_first
from embervlm_specs.readers.sources import number

__all__ = ["Point", "read_points"]

_SPLITS = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("val", "valid", "validation", "eval", "evaluation", "dev"), "val"),
    "test": "test",
}
_PREFIX = re.compile(rf"({'|'.join(_SPLITS)})_(.+)")
_STAGE = re.compile(r"stage([1-4])")
_BOOKKEEPING = re.compile(
    r"_.*|epoch|step|iter|iteration|(.*[/_])?global_step|total_flos|num_input_tokens_seen"
    r"|(.*_)?(runtime|samples_per_second|steps_per_second|tokens_per_second)"
    r"|train_loss"  # of the closing row of the Hugging Face Trainer: the mean over the whole run
)
_SHARES = re.compile(r"(.*[_/])?(acc|accuracy|recall|precision|f1)([_/].*)?")


class Point(NamedTuple):
    """One number as it was logged."""

    name: str
    step: Any
    value: Any


class _Name(NamedTuple):
    metric: str
    split: str | None
    stage: int | None


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
    rows: list[tuple[int, str, int, float, str | None]] = []
    left_out: dict[str, dict[str, None]] = {"books": {}, "test": {}, "other": {}}
    strays = infinite = defaulted = 0
    for point in points:
        name, value = _parsed(point.name), number(point.value)
        step = number(point.step)
        if why := _left_out(name, value):
            left_out[why][point.name] = None
        elif value is None or step is None or step < 0 or not step.is_integer():
            strays += 1
        else:
            infinite += math.isinf(value)
            defaulted += name.stage is None
            finite = value if math.isfinite(value) else math.nan
            rows.append(
                (name.stage or default, name.metric, int(step), finite, name.split or split)
            )
    if not rows:
        raise SourceError(f"{source} holds no number of a training that a step goes with")
    skipped = [
        _of(left_out["books"], "the trainer's own books, no metrics of a step"),
        _of(left_out["test"], "logged on test data; the table knows `train` and `val`"),
        _of(left_out["other"], "not numbers"),
        f"{strays:,} numbers without a step" if strays else "",
    ]
    frame = pd.DataFrame(rows, columns=["stage", "metric", "step", "value", "split"])
    return Imported(
        {"scalars": _ordered(frame)},
        [*(assumed if defaulted else []), *_told(frame, infinite)],
        [sentence for sentence in skipped if sentence],
    )


@cache
def _parsed(name: str) -> _Name:
    """The metric, the split and the stage that a logged name tells of."""
    parts = [part for part in name.strip().casefold().split("/") if part]
    stage = split = None
    if len(parts) > 1 and (named := _STAGE.fullmatch(parts[0])):
        stage, parts = int(named[1]), parts[1:]
    if len(parts) > 1 and parts[0] in _SPLITS:
        split, parts = _SPLITS[parts[0]], parts[1:]
    elif len(parts) > 1 and parts[-1] in _SPLITS:
        split, parts = _SPLITS[parts[-1]], parts[:-1]
    elif parts and (prefixed := _PREFIX.fullmatch(parts[-1])):
        split, parts = _SPLITS[prefixed[1]], [*parts[:-1], prefixed[2]]
    return _Name("/".join(parts), split, stage)


def _left_out(name: _Name, value: float | None) -> str:
    if not name.metric or _BOOKKEEPING.fullmatch(name.metric):
        return "books"
    if value is None:
        return "other"
    return "test" if name.split == "test" else ""


def _of(names: dict[str, None], why: str) -> str:
    return f"{listed(list(names))}: {why}" if names else ""


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """One curve after the other, each as it was logged."""
    curves = ["stage", "metric", "split"]
    return frame.sort_values(curves, kind="stable", na_position="first", ignore_index=True)


def _told(frame: pd.DataFrame, infinite: int) -> list[str]:
    """What a person should know of these rows before drawing them."""
    repeated = int(frame.duplicated(["stage", "metric", "split", "step"]).sum())
    percent = [
        str(metric)
        for metric, most in frame.groupby("metric")["value"].max().items()
        if _SHARES.fullmatch(str(metric)) and most > 1
    ]
    unsplit = sorted(frame.loc[frame["split"].isna(), "metric"].unique())
    told = [
        f"{repeated:,} rows repeat a step; figures take the last of each" if repeated else "",
        f"{infinite:,} infinite values, which are taken as missing" if infinite else "",
        f"{listed(percent)}: above 1, so no fraction; kept as it was logged, but figures take"
        " accuracies as fractions"
        if percent
        else "",
        f"{listed(unsplit)}: no split, since the name tells none" if unsplit else "",
    ]
    return [sentence for sentence in told if sentence]
