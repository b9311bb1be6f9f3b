"""The command `gallery`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from embervlm_specs.cli.shared import RunFolder
from embervlm_specs.files import write_atomically

if TYPE_CHECKING:
    from embervlm_specs.run import Run

__all__ = ["gallery"]

_RELOAD = 10
"""Seconds after which a page that is watched looks for its successor."""


def gallery(
    run: RunFolder = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The page to write.")] = Path(
        "gallery.html"
    ),
    watch: Annotated[
        bool, typer.Option("--watch", help="Build it again when the run grows; stop with Ctrl-C.")
    ] = False,
) -> None:
    """Write one web page, which needs no network, with all figures of a run."""
    from embervlm_specs.export import gallery, watching
    from embervlm_specs.run import Run

    def write(run: Run) -> None:
        html = gallery.gallery(run, reload=_RELOAD if watch else None)
        write_atomically(out, html)
        now = datetime.now().strftime("%H:%M:%S ") if watch else ""
        typer.echo(f"{now}{out} written, {len(html.encode()) / 1e6:.1f} MB", err=True)

    if not watch:
        write(Run.open(run))
        return
    try:
        for _ in watching.watch(run, write):
            pass
    except KeyboardInterrupt:  # this is how watching ends
        typer.echo("stopped", err=True)
