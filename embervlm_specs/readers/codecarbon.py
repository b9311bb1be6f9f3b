"""CodeCarbon's `emissions.csv`, of any of its schemas, and its files of tasks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.result import Imported, Scales, some, stage_or_first
from embervlm_specs.readers.sources import header, lines, only_one

__all__ = ["NONE", "files_in", "read", "recognises"]

_NEEDED = ("timestamp", "project_name", "run_id", "duration", "emissions")
_ENERGIES = ["cpu_energy", "gpu_energy", "ram_energy"]
_SAME_START = pd.Timedelta(seconds=5)
NONE = "no emissions.csv"


def files_in(folder: Path) -> list[Path]:
    """The files of emissions in a folder."""
    return [path for path in sorted(folder.glob("*.csv")) if recognises(path)]


def recognises(file: Path) -> bool:
    """Whether this is a CSV file of emissions."""
    return file.suffix == ".csv" and {"emissions", "energy_consumed"} <= set(header(file))


def read(source: Path, files: list[Path], stage: int | None, scales: Scales) -> Imported:
    """The emissions of all runs in the file, added up, as rows of `emissions`, in kg.

    CodeCarbon writes a running total each time it saves, so that where one tracker has several rows
    the last counts. A tracker is known by its run id and its project, and where the id is blank by
    when it began (timestamp less duration). Its emissions go to CPU, GPU and memory in proportion
    to the energy that each took, which is how CodeCarbon itself computes them. Files of tasks hold
    what each task emitted, and every row counts.
    """
    path = only_one(files, "files of emissions", source)
    told, skipped = lines(path)
    names = header(path)
    missing = [name for name in _NEEDED if name not in names]
    if missing:
        raise SourceError(
            f"{path.name} has no column {' and no '.join(map(repr, missing))}; without it the rows"
            " cannot be added up, since several rows of a run are running totals"
        )
    number, assumed = stage_or_first(stage)
    measured = "CodeCarbon does not write which power it measured and which it estimated"
    imported = Imported(assumed=[*assumed, measured], skipped=skipped)
    rows = pd.DataFrame(told, columns=[*_NEEDED, "task_name", *_ENERGIES])
    amounts = ["duration", "emissions", *_ENERGIES]
    rows[amounts] = rows[amounts].apply(pd.to_numeric, errors="coerce")
    if "task_name" in names:
        blank = int(rows["emissions"].isna().sum())
        imported.skipped += some(blank, " tasks without emissions")
        parts = list(zip(rows["task_name"], rows["emissions"], strict=True))
    else:
        parts = _by_part(_last_totals(rows, imported))
    known = pd.DataFrame(parts, columns=["component", "co2_kg"]).dropna()
    if known.empty:
        raise SourceError(f"{path.name} holds no row with emissions")
    totals = known.groupby("component", sort=False)["co2_kg"].sum().reset_index()
    imported.tables["emissions"] = totals.assign(stage=number)
    return imported


def _last_totals(rows: pd.DataFrame, imported: Imported) -> pd.DataFrame:
    """The last row with emissions of each tracker; what is left out goes to `imported`."""
    keys = ["project_name", "run_id"]
    ended = pd.to_datetime(rows["timestamp"], errors="coerce")
    began = ended - pd.to_timedelta(rows["duration"], unit="s")
    rows = rows.assign(began=began, **{key: rows[key].fillna("") for key in keys})
    rows = rows.sort_values([*keys, "began"], kind="stable", ignore_index=True)
    nameless = rows["run_id"] == ""
    later = rows.groupby(keys)["began"].diff() > _SAME_START
    rows["tracker"] = (~rows.duplicated(keys) | (later & nameless)).cumsum()
    known = rows.sort_values(["tracker", "duration"], kind="stable").dropna(subset="emissions")
    last = known.drop_duplicates("tracker", keep="last")
    unknown = rows["tracker"].nunique() - len(last)
    until = "a run counts up to its last row that has some"
    imported.skipped += [
        *some(len(known) - len(last), " earlier running totals of the same runs"),
        *some(len(rows) - len(known), f" rows without emissions; {until}"),
        *some(unknown, " runs of which no emissions are known"),
    ]
    together = "belong together where they began together"
    imported.assumed += some(int(nameless.sum()), f" rows without a run id {together}")
    imported.assumed.append(_added_up(known["tracker"].value_counts()))
    return last


def _added_up(rows: pd.Series[int]) -> str:
    """What was added up, by the number of rows with emissions that each run has."""
    runs, several = len(rows), int((rows > 1).sum())
    if not several:
        return f"one row a run: {runs:,} added up"
    if several == runs:
        return f"the last of the running totals of {runs:,} runs, added up"
    return f"{runs:,} runs added up, {several:,} of them by the last of their running totals"


def _by_part(totals: pd.DataFrame) -> list[tuple[str, float]]:
    """Component and kilograms; projects are named where there are several."""
    several = totals["project_name"].nunique() > 1
    parts = []
    for _, row in totals.iterrows():
        owner = f"{row['project_name']}: " if several else ""
        energies = row[_ENERGIES].dropna()
        if energies.sum() > 0:
            shares = row["emissions"] * energies / energies.sum()
            parts += [(owner + name.removesuffix("_energy"), kg) for name, kg in shares.items()]
        else:
            parts.append((f"{owner}whole machine", row["emissions"]))
    return parts
