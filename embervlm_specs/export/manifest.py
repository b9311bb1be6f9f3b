"""What lies in an output folder, what it was made from, and so what need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from embervlm_specs import __version__
from embervlm_specs.files import write_atomically

if TYPE_CHECKING:
    from embervlm_specs.run import Run

__all__ = ["Manifest", "Outcome", "fingerprint", "renderer_versions"]

NAME = "manifest.json"

RENDERERS = ("altair", "vl-convert-python", "matplotlib", "numpy", "pandas", "pillow")
"""The packages whose versions decide how a picture looks, byte for byte."""


@dataclass(frozen=True)
class Outcome:
    """What became of one figure.

    `reason` says why it was not drawn; `files` maps paths below the output folder to their sha256;
    `formats` are those that were asked for; `made_from` is the fingerprint of all it was made from.
    """

    id: str
    status: Literal["drawn", "unchanged", "skipped", "failed"]
    reason: str = ""
    files: dict[str, str] = field(default_factory=dict)
    replaced: int = 0
    tables: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    made_from: str = ""


@dataclass
class Manifest:
    """The manifest of an output folder: one entry a figure, and whether it holds all figures."""

    folder: Path
    figures: dict[str, dict[str, Any]]
    complete: bool

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder; an empty one where there is none that can be read."""
        try:
            told = json.loads((folder / NAME).read_text(encoding="utf-8"))
            return cls(folder, dict(told["figures"]), bool(told["complete"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(folder, {}, complete=False)

    def unchanged(self, name: str, run: Run, formats: Sequence[str]) -> Outcome | None:
        """The outcome of an earlier export, where making the figure again would change nothing.

        What failed is tried again.
        """
        entry = self.figures.get(name)
        if entry is None or entry["status"] == "failed":
            return None
        tables = tuple(entry["tables"])
        if entry["made_from"] != fingerprint(run, tables):
            return None
        if entry["status"] == "skipped":
            return Outcome(name, "skipped", entry["reason"], {}, 0, tables, (), entry["made_from"])
        if not set(formats) <= set(entry["formats"]) or not self._are_there(entry["files"]):
            return None
        told = (entry["files"], 0, tables, tuple(entry["formats"]), entry["made_from"])
        return Outcome(name, "unchanged", "", *told)

    def write(self, run: Run, outcomes: Iterable[Outcome], *, index: Sequence[str]) -> None:
        """Add the outcomes and write the manifest; figures that were not asked for stay.

        `index` holds the ids of all figures there are, in their order.
        """
        for outcome in outcomes:
            if outcome.status != "unchanged":
                self.figures[outcome.id] = self._entry(run, outcome)
        manifest = {
            "embervlm_specs": __version__,
            "versions": renderer_versions(),
            "complete": set(index) <= set(self.figures),
            "figures": {name: self.figures[name] for name in index if name in self.figures},
        }
        write_atomically(
            self.folder / NAME, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        )

    def _entry(self, run: Run, outcome: Outcome) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "status": outcome.status,
            "run": run.folder.name,
            "tables": list(outcome.tables),
            "made_from": outcome.made_from,
            "formats": list(outcome.formats),
        }
        if not outcome.files:
            return entry | {"reason": outcome.reason}
        before = self.figures.get(outcome.id, {})
        if before.get("made_from") != outcome.made_from:
            return entry | {"files": outcome.files}
        # more formats of the same picture
        formats = dict.fromkeys([*before["formats"], *outcome.formats])
        return entry | {"formats": list(formats), "files": before["files"] | outcome.files}

    def _are_there(self, files: dict[str, str]) -> bool:
        return all(_hash_file(self.folder / place) == told for place, told in files.items())


def fingerprint(run: Run, tables: Sequence[str]) -> str:
    """A hash of all that a figure is made from: its table files, our code, and the versions."""
    inputs = {name: _hash_table(run.files.get(name)) for name in tables}
    whole = {"inputs": inputs, "code": _hash_code(), "versions": renderer_versions()}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


@cache
def renderer_versions() -> dict[str, str]:
    """The versions of the packages that decide how a picture looks."""
    return {name: version(name) for name in RENDERERS}


@cache
def _hash_code() -> str:
    package = Path(str(resources.files("embervlm_specs")))
    files = [*package.rglob("*.py"), *package.rglob("*.json")]
    code = [file for file in files if "sample_run" not in file.parts]
    return _hash_all(sorted(code))


def _hash_table(path: Path | None) -> str | None:
    if path is None:
        return None
    return _hash_all(sorted(path.glob("*.parquet"))) if path.is_dir() else _hash_file(path)


def _hash_all(files: Sequence[Path]) -> str:
    each = "".join(f"{file.name} {_hash_file(file)}\n" for file in files)
    return hashlib.sha256(each.encode()).hexdigest()


def _hash_file(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
