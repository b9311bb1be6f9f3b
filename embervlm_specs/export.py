"""From a run to files: documents, pictures, and a manifest that tells what was made of what."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from embervlm_specs import __version__
from embervlm_specs.errors import EmberSpecsError, MissingDataError
from embervlm_specs.render import write_atomically
from embervlm_specs.render.pool import RenderPool
from embervlm_specs.spec import FORMATS

if TYPE_CHECKING:
    from embervlm_specs.figure import Figure
    from embervlm_specs.run import Run
    from embervlm_specs.spec import Spec

__all__ = ["RENDERERS", "Outcome", "build", "export_run", "places", "renderer_versions"]

RENDERERS = ("altair", "vl-convert-python", "matplotlib", "numpy", "pandas", "pillow")
"""The packages whose versions decide how a picture looks, byte for byte."""

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Outcome:
    """What became of one figure; `reason` says why where it was not drawn."""

    id: str
    status: Literal["drawn", "skipped", "failed"]
    reason: str = ""
    files: dict[str, str] = field(default_factory=dict)
    replaced: int = 0


def build(figure: Figure, run: Run) -> Spec:
    """The document of one figure from a run.

    Raises `MissingDataError` where the run does not hold what the figure needs, and `TableError` or
    `RunError` where it is wrong or unreadable.
    """
    for table in figure.tables:
        if table.name not in run:
            raise MissingDataError(table.name, ["is not in the run"])
    return figure(*(run[table.name] for table in figure.tables))


def export_run(
    run_folder: str | Path | None = None,
    *,
    figures: Sequence[str] | None = None,
    formats: Sequence[str] = FORMATS,
    out: str | Path = "outputs",
    jobs: int | None = None,
    on_start: Callable[[int], None] = lambda count: None,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Draw figures of a run into a folder, with a `manifest.json` of what was made.

    Parameters
    ----------
    run_folder
        The run; the bundled sample run by default.
    figures
        Ids of the figures; all by default.
    formats
        Any of json, svg, png, pdf, gif; a figure without a format passes it over.
    out
        The folder; `stage3/visualizations/<id>.<ext>` and the like are made below it.
    jobs
        Drawing processes; one a core by default.
    on_start, on_done
        Called with the number of figures, and with each outcome as it comes.

    Returns
    -------
    One outcome a figure, in the order of the figures. A figure whose tables are absent or empty is
    skipped, one whose table is wrong fails; neither stops the others.

    Raises
    ------
    RunError
        The run folder cannot be opened.

    """
    target = Path(out)
    with RenderPool(jobs or os.cpu_count() or 1) as pool:
        # the processes warm up while these heavy imports are under way
        from embervlm_specs.figures import FIGURES
        from embervlm_specs.run import Run

        run = Run.open(run_folder)
        chosen = [FIGURES[name] for name in figures or FIGURES]
        on_start(len(chosen))
        started = [(figure, _start(figure, run, formats, pool)) for figure in chosen]
        outcomes = []
        for figure, pictures in started:
            outcomes.append(_finish(figure, pictures, target))
            on_done(outcomes[-1])
    _write_manifest(target, run, outcomes)
    return outcomes


def places(figure: Figure, suffix: str) -> list[Path]:
    """Where a figure's file of this format lies below the output folder."""
    name = f"{figure.id}.{suffix}"
    if figure.stage != "cross_stage":
        return [Path(figure.stage, "visualizations", name)]
    top = [Path("figures", name)] if suffix == "png" else []
    return [*top, Path("figures", suffix, name)]


def renderer_versions() -> dict[str, str]:
    """The versions of the packages that decide how a picture looks."""
    return {name: version(name) for name in RENDERERS}


def _start(
    figure: Figure, run: Run, formats: Sequence[str], pool: RenderPool
) -> Future[dict[str, bytes]]:
    """Build the document and hand it to the pool; an error waits in the future like a picture."""
    try:
        document = build(figure, run).document
    except EmberSpecsError as error:
        failed: Future[dict[str, bytes]] = Future()
        failed.set_exception(error)
        return failed
    return pool.submit(document, [name for name in formats if name in figure.formats])


def _finish(figure: Figure, pictures: Future[dict[str, bytes]], target: Path) -> Outcome:
    try:
        contents = pictures.result()
    except MissingDataError as error:
        return Outcome(figure.id, "skipped", str(error))
    except EmberSpecsError as error:
        return Outcome(figure.id, "failed", str(error))
    files, replaced = {}, 0
    for suffix, content in contents.items():
        for place in places(figure, suffix):
            replaced += (target / place).exists()
            write_atomically(target / place, content)
            files[place.as_posix()] = hashlib.sha256(content).hexdigest()
    return Outcome(figure.id, "drawn", files=files, replaced=replaced)


def _write_manifest(target: Path, run: Run, outcomes: Sequence[Outcome]) -> None:
    """Tell what lies in the folder; figures of an earlier export that were not asked for stay."""
    path = target / MANIFEST
    entries: dict[str, Any] = {}
    if path.is_file():
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))["figures"]
        except (ValueError, KeyError, TypeError):
            entries = {}  # not ours, or half of it; it is written anew
    for outcome in outcomes:
        told: dict[str, Any] = {"status": outcome.status, "run": run.folder.name}
        told |= {"files": outcome.files} if outcome.files else {"reason": outcome.reason}
        entries[outcome.id] = told
    manifest = {
        "embervlm_specs": __version__,
        "versions": renderer_versions(),
        "figures": dict(sorted(entries.items())),
    }
    write_atomically(path, json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
