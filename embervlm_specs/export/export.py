"""Building the documents of a run, and drawing them with every core."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embervlm_specs.document import FORMATS
from embervlm_specs.errors import EmberSpecsError, MissingDataError
from embervlm_specs.export.manifest import Manifest, Outcome, fingerprint
from embervlm_specs.figures import IDS
from embervlm_specs.files import write_atomically
from embervlm_specs.render.pool import RenderPool
from embervlm_specs.run import Run

if TYPE_CHECKING:
    from embervlm_specs.figure import Figure, Spec

__all__ = ["build", "export_run", "home", "places"]


def build(figure: Figure, run: Run, **options: Any) -> Spec:
    """The document of one figure from a run; `options` are the figure's own.

    Raises `MissingDataError` where the run does not hold what the figure needs, and `TableError` or
    `RunError` where it is wrong or unreadable.
    """
    for table in figure.tables:
        if table.name not in run:
            raise MissingDataError(table.name, ["is not in the run"])
    further = {table.name: run[table.name] for table in figure.also if table.name in run}
    return figure(*(run[table.name] for table in figure.tables), **further | options)


def export_run(
    run_folder: str | Path | None = None,
    *,
    figures: Sequence[str] | None = None,
    formats: Sequence[str] = FORMATS,
    out: str | Path = "outputs",
    jobs: int | None = None,
    force: bool = False,
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
    force
        Draw also what has not changed since the last export into the same folder: the same table
        files, code and versions, and the files still as they were written.
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
    run, folder = Run.open(run_folder), Path(out)
    manifest = Manifest.read(folder)
    asked = list(dict.fromkeys(figures or IDS))
    on_start(len(asked))
    done: dict[str, Outcome] = {}
    for name in asked:
        unchanged = None if force else manifest.unchanged(name, run, formats)
        if unchanged:
            done[name] = unchanged
            on_done(unchanged)
    left = [name for name in asked if name not in done]
    if left:  # otherwise the libraries that draw are not even imported
        with RenderPool(jobs or os.cpu_count() or 1) as pool:
            # the processes warm up while these heavy imports are under way
            from embervlm_specs.figures import FIGURES

            started = {name: _start(FIGURES[name], run, formats, pool) for name in left}
            for name, pictures in started.items():
                done[name] = _finish(FIGURES[name], run, formats, pictures, folder)
                on_done(done[name])
        manifest.write(run, done.values(), index=IDS)
    return [done[name] for name in asked]


def home(figure: Figure) -> Path:
    """The folder of the files of a figure's stage, below the output folder."""
    cross = figure.stage == "cross_stage"
    return Path("figures") if cross else Path(figure.stage, "visualizations")


def places(figure: Figure, suffix: str) -> list[Path]:
    """Where a figure's file of this format lies below the folder of its stage."""
    name = f"{figure.id}.{suffix}"
    if figure.stage != "cross_stage":
        return [Path(name)]
    return [Path(name), Path(suffix, name)] if suffix == "png" else [Path(suffix, name)]


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


def _finish(
    figure: Figure,
    run: Run,
    formats: Sequence[str],
    pictures: Future[dict[str, bytes]],
    folder: Path,
) -> Outcome:
    """Wait for the pictures and write them."""
    tables = [table.name for table in (*figure.tables, *figure.also)]
    outcome = Outcome(figure.id, "drawn", tables=tables, made_from=fingerprint(run, tables))
    try:
        contents = pictures.result()
    except MissingDataError as error:
        return replace(outcome, status="skipped", reason=str(error))
    except EmberSpecsError as error:
        return replace(outcome, status="failed", reason=str(error))
    files, replaced = {}, 0
    for suffix, content in contents.items():
        for name in places(figure, suffix):
            place = home(figure) / name
            replaced += (folder / place).exists()
            write_atomically(folder / place, content)
            files[place.as_posix()] = hashlib.sha256(content).hexdigest()
    return replace(outcome, files=files, replaced=replaced, formats=formats)
