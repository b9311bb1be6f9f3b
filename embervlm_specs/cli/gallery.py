"""What the command `gallery` does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from embervlm_specs.export.gallery import gallery
from embervlm_specs.export.watching import watch
from embervlm_specs.files import write_atomically
from embervlm_specs.run import Run

__all__ = ["write"]

_RELOAD = 10
"""Seconds after which a page that is watched looks for its successor."""


def write(run_folder: str | None, out: Path, watching: bool) -> None:
    """Write the page once, or again and again while the run grows."""
    if not watching:
        _build(Run.open(run_folder), out)
        return
    looks = watch(run_folder, lambda run: _build(run, out, reload=_RELOAD))
    try:
        for _ in looks:
            pass
    except KeyboardInterrupt:  # this is how watching ends
        typer.echo("stopped", err=True)


def _build(run: Run, out: Path, *, reload: int | None = None) -> None:
    html = gallery(run, reload=reload)
    write_atomically(out, html)
    now = datetime.now().strftime("%H:%M:%S") if reload else ""
    size = len(html.encode()) / 1e6
    typer.echo(f"{now} {out} written, {size:.1f} MB".strip(), err=True)
