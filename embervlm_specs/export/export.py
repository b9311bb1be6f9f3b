"""Building the documents of a run, and drawing them with every core."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embervlm_specs.document import FORMATS
from embervlm_specs.errors import EmberSpecsError, MissingDataError
from embervlm_specs.export.manifest import Manifest, Outcome, fingerprint
from embervlm_specs.files import write_atomically
from embervlm_specs.render.pool import RenderPool
from embervlm_specs.run import Run

if TYPE_CHECKING:
    from embervlm_specs.figure import Figure, Spec

__all__ = ["build", "export_run", "places"]


def build(figure: Figure, run: Run, **options: Any) -> Spec:
    """The document of one figure from a run; `options` are the figure's own.

    Raises `MissingDataError` where the run does not hold what the figure needs, and `TableError` or
    `RunError` where it is wrong or unreadable.
    """
    for table in figure.tables:
        if table.name not in run:
            raise MissingDataError(table.name, ["is not in the run"])
    return figure(*(run[table.name] for table in figure.tables), **options)


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
    run = Run.open(run_folder)
    manifest = Manifest.read(Path(out))
    asked = list(figures or (manifest.figures if manifest.complete else ()))
    known = {} if force else {name: manifest.unchanged(name, run, formats) for name in asked}
    if asked and all(known.get(name) for name in asked):
        # nothing to draw, so the libraries that draw are not even imported
        outcomes = [outcome for outcome in known.values() if outcome]
        on_start(len(outcomes))
        for outcome in outcomes:
            on_done(outcome)
        return outcomes

    outcomes = []
    with RenderPool(jobs or os.cpu_count() or 1) as pool:
        # the processes warm up while these heavy imports are under way
        from embervlm_specs.figures import FIGURES

        chosen = [FIGURES[name] for name in figures or FIGURES]
        on_start(len(chosen))
        started = [
            (figure, known.get(figure.id) or _start(figure, run, formats, pool))
            for figure in chosen
        ]
        for figure, work in started:
            done = (
                work
                if isinstance(work, Outcome)
                else _finish(figure, run, formats, work, Path(out))
            )
            outcomes.append(done)
            on_done(done)
    manifest.write(run, outcomes, index=list(FIGURES))
    return outcomes


def places(figure: Figure, suffix: str) -> list[Path]:
    """Where a figure's file of this format lies below the output folder."""
    name = f"{figure.id}.{suffix}"
    if figure.stage != "cross_stage":
        return [Path(figure.stage, "visualizations", name)]
    top = [Path("figures", name)] if suffix == "png" else []
    return [*top, Path("figures", suffix, name)]


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
    target: Path,
) -> Outcome:
    """Wait for the pictures and write them."""
    tables = tuple(table.name for table in figure.tables)
    origin = fingerprint(run, tables)
    try:
        contents = pictures.result()
    except MissingDataError as error:
        return Outcome(figure.id, "skipped", str(error), tables=tables, made_from=origin)
    except EmberSpecsError as error:
        return Outcome(figure.id, "failed", str(error), tables=tables, made_from=origin)
    files, replaced = {}, 0
    for suffix, content in contents.items():
        for place in places(figure, suffix):
            replaced += (target / place).exists()
            write_atomically(target / place, content)
            files[place.as_posix()] = hashlib.sha256(content).hexdigest()
    made = (files, replaced, tables, tuple(formats), origin)
    return Outcome(figure.id, "drawn", "", *made)
