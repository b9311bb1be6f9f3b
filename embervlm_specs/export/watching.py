"""Looking at a run while it grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from embervlm_specs.errors import EmberSpecsError
from embervlm_specs.run import Run

__all__ = ["watch"]


def watch(
    folder: str | None, rebuild: Callable[[Run], None], *, poll: float = 1, rest: float = 8
) -> Iterator[None]:
    """Call `rebuild` with the run, now and whenever a file of it has changed.

    Yields after each look, so that the caller decides for how long this goes on. Looks are `poll`
    seconds apart, and after a rebuild at least `rest` seconds are left to the training.
    """
    built: dict[Path, tuple[int, int]] = {}
    while True:
        pause = poll
        try:
            run = Run.open(folder)
            stats = {path: path.stat() for path in run.files.values()}
            now = {path: (stat.st_size, stat.st_mtime_ns) for path, stat in stats.items()}
            if now != built:
                rebuild(run)
                built, pause = now, rest
        except (EmberSpecsError, OSError):
            if not built:  # a file may be half written later on, but not from the start
                raise
        yield
        time.sleep(pause)
