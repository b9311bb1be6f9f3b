"""What lies in an output folder, what it was made from, and so what need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from embervlm_specs import __version__
from embervlm_specs.files import write_atomically
from embervlm_specs.run import Run, sha256

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
    tables: Sequence[str] = ()
    formats: Sequence[str] = ()
    made_from: str = ""


@dataclass
class Manifest:
    """The manifest of an output folder: one entry a figure."""

    folder: Path
    figures: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder; an empty one where there is none that can be read."""
        try:
            told = json.loads((folder / NAME).read_text(encoding="utf-8"))
            return cls(folder, dict(told["figures"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(folder, {})

    def unchanged(self, name: str, run: Run, formats: Sequence[str]) -> Outcome | None:
        """The outcome of an earlier export, where making the figure again would change nothing.

        What failed is tried again.
        """
        entry = self.figures.get(name)
        if entry is None or entry["made_from"] != fingerprint(run, entry["tables"]):
            return None
        outcome = Outcome(name, **{key: entry[key] for key in entry if key != "run"})
        if outcome.status == "skipped":
            return outcome
        if outcome.status == "failed" or not set(formats) <= set(outcome.formats):
            return None
        there = all(sha256(self.folder / path) == told for path, told in outcome.files.items())
        return replace(outcome, status="unchanged") if there else None

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
        files, formats = outcome.files, list(outcome.formats)
        before = self.figures.get(outcome.id, {})
        if files and before.get("made_from") == outcome.made_from:
            # more formats of the same picture
            files = before.get("files", {}) | files
            formats = list(dict.fromkeys([*before["formats"], *formats]))
        return {
            "status": outcome.status,
            "run": run.folder.name,
            "tables": list(outcome.tables),
            "made_from": outcome.made_from,
            "formats": formats,
            **({"files": files} if files else {"reason": outcome.reason}),
        }


def fingerprint(run: Run, tables: Sequence[str]) -> str:
    """A hash of all that a figure is made from: its table files, our code, and the versions."""
    inputs = {name: run.sha256(name) for name in tables}
    whole = {"inputs": inputs, "code": _hash_code(), "versions": renderer_versions()}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


@cache
def renderer_versions() -> dict[str, str]:
    """The versions of the packages that decide how a picture looks."""
    return {name: version(name) for name in RENDERERS}


@cache
def _hash_code() -> str | None:
    package = Path(str(resources.files("embervlm_specs")))
    files = [*package.rglob("*.py"), *package.rglob("*.json")]
    return sha256(*sorted(file for file in files if "sample_run" not in file.parts))
