"""CodeCarbon's `emissions.csv`, of any of its schemas, and its files of tasks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, listed, stage_or_first
from embervlm_specs.readers.sources import header, lines

__all__ = ["read", "recognises"]

_NEEDED = ("timestamp", "project_name", "run_id", "duration", "emissions")
_PARTS = ("cpu", "gpu", "ram")
_SAME_START = pd.Timedelta(seconds=5)


def recognises(source: Path) -> bool:
    """Whether this is a CSV file of emissions, or a folder with some in it."""
    if source.is_dir():
        return bool(_files(source))
    return source.suffix == ".csv" and {"emissions", "energy_consumed"} <= set(header(source))


def read(
    source: Path, *, stage: int | None = None, scales: Mapping[str, float] | None = None
) -> Imported:
    """The emissions of all runs in the file, added up, as rows of `emissions`, in kg.

    CodeCarbon writes a running total each time it saves, so that of the rows of one tracker the
    last counts. A tracker is known by its run id and its project, and where the id is blank by when
    it began (timestamp less duration). Its emissions go to CPU, GPU and memory in proportion to
    the energy that each took, which is how CodeCarbon itself computes them. Files of tasks hold
    what each task emitted, and every row counts.
    """
    path = _only_file(source)
    told, ragged = lines(path)
    names = header(path)
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise SourceError(
            f"{path.name} has no column {' and no '.join(map(repr, missing))}; without it the rows"
            " cannot be added up, since each row of a run is a running total"
        )
    rows = pd.DataFrame(told, columns=names)
    skipped = [f"{ragged:,} lines that have not as many cells as the header"] * bool(ragged)
    number, assumed = stage_or_first(stage)
    assumed.append("CodeCarbon does not write which power it measured and which it estimated")
    amounts = _numbers(rows)
    if "task_name" in names:
        blank = int(amounts["emissions"].isna().sum())
        skipped += [f"{blank:,} tasks without emissions"] * bool(blank)
        parts = list(zip(amounts["task_name"], amounts["emissions"], strict=True))
    else:
        trackers = _with_tracker(amounts)
        last = trackers.dropna(subset="emissions").drop_duplicates("tracker", keep="last")
        skipped += _left_out(trackers, len(last))
        nameless = int((trackers["run_id"] == "").sum())
        assumed += [
            f"{nameless:,} rows without a run id belong together where they began together"
        ] * bool(nameless)
        assumed.append(f"the last of the running totals of {len(last):,} runs, added up")
        parts = _by_part(last)
    known = pd.DataFrame(parts, columns=["component", "co2_kg"]).dropna()
    if known.empty:
        raise SourceError(f"{path.name} holds no row with emissions")
    totals = known.groupby("component", sort=False)["co2_kg"].sum().reset_index()
    totals.insert(0, "stage", number)
    return Imported({"emissions": totals}, assumed, skipped)


def _numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with amounts as numbers, blank ones missing, and when each tracker began."""
    amounts = ["duration", "emissions", *(f"{part}_energy" for part in _PARTS)]
    there = [name for name in amounts if name in rows]
    numbers = rows.assign(**{name: pd.to_numeric(rows[name], errors="coerce") for name in there})
    ended = pd.to_datetime(rows["timestamp"], errors="coerce")
    return numbers.assign(began=ended - pd.to_timedelta(numbers["duration"], unit="s"))


def _with_tracker(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of one tracker after the other, by duration; `tracker` numbers them."""
    keys = ["project_name", "run_id"]
    rows = rows.assign(**{key: rows[key].fillna("") for key in keys})
    rows = rows.sort_values([*keys, "began"], kind="stable", ignore_index=True)
    later = rows.groupby(keys)["began"].diff() > _SAME_START
    rows["tracker"] = (~rows.duplicated(keys) | (later & (rows["run_id"] == ""))).cumsum()
    return rows.sort_values(["tracker", "duration"], kind="stable")


def _left_out(rows: pd.DataFrame, counted: int) -> list[str]:
    blank = int(rows["emissions"].isna().sum())
    earlier = len(rows) - blank - counted
    unknown = rows["tracker"].nunique() - counted
    sentences = [
        f"{earlier:,} earlier running totals of the same runs" if earlier else "",
        f"{blank:,} rows without emissions; a run counts up to its last row that has some"
        if blank
        else "",
        f"{unknown:,} runs of which no emissions are known" if unknown else "",
    ]
    return [sentence for sentence in sentences if sentence]


def _by_part(trackers: pd.DataFrame) -> list[tuple[str, float]]:
    """Component and kilograms; projects are named where there are several."""
    several = trackers["project_name"].nunique() > 1
    parts = []
    for _, row in trackers.iterrows():
        owner = f"{row['project_name']}: " if several else ""
        energies = {part: row.get(f"{part}_energy") for part in _PARTS}
        known = {part: kwh for part, kwh in energies.items() if kwh is not None and kwh == kwh}
        total = sum(known.values())
        if total > 0:
            parts += [(owner + part, row["emissions"] * e / total) for part, e in known.items()]
        else:
            parts.append((f"{owner}whole machine", row["emissions"]))
    return parts


def _only_file(source: Path) -> Path:
    if not source.is_dir():
        return source
    files = _files(source)
    if not files:
        raise SourceError(f"{source.name} holds no emissions.csv")
    if len(files) > 1:
        names = listed([file.name for file in files])
        raise SourceError(
            f"{source.name} holds {len(files)} files of emissions ({names}): name one"
        )
    return files[0]


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.csv")) if recognises(path)]
