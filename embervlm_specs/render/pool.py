"""Several drawing processes, fed over pipes."""

from __future__ import annotations

import atexit
import pickle
import queue
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any

from embervlm_specs.errors import RenderError
from embervlm_specs.render import draws, render

__all__ = ["RenderPool", "shared_pool"]


class RenderPool:
    """Draw documents in `jobs` processes at once, each with its own V8.

    The processes start when the pool is made, so that they are warm when the first document is
    ready.
    """

    def __init__(self, jobs: int) -> None:
        self._workers = [_start() for _ in range(jobs)]
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(jobs)
        self._here = ThreadPoolExecutor(1)

    def submit(self, document: dict[str, Any], formats: Sequence[str]) -> Future[dict[str, bytes]]:
        """Draw a document as `render` does, while the caller goes on.

        What matplotlib draws is drawn in this process, where it and pandas are at hand; the others
        would first have to import them.
        """
        if draws(document) == "matplotlib":
            return self._here.submit(render, document, formats)
        return self._threads.submit(self._draw, document, tuple(formats))

    def __enter__(self) -> RenderPool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._here.shutdown(wait=kind is None, cancel_futures=True)
        self._threads.shutdown(wait=kind is None, cancel_futures=True)
        for worker in self._workers:
            if kind is not None:
                worker.kill()
            worker.communicate()  # closes its pipes, so that it ends, and waits for that

    def _draw(self, document: dict[str, Any], formats: tuple[str, ...]) -> dict[str, bytes]:
        worker = self._idle.get()
        assert worker.stdin is not None
        assert worker.stdout is not None
        try:
            pickle.dump((document, formats), worker.stdin)
            worker.stdin.flush()
            pictures, error = pickle.load(worker.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            # a new one in the place of the dead, so that the rest is still drawn
            place = self._workers.index(worker)
            worker.kill()
            worker.communicate()
            worker = self._workers[place] = _start()
            raise RenderError("the drawing process ended unexpectedly") from None
        finally:
            self._idle.put(worker)
        if error is not None:
            raise error
        result: dict[str, bytes] = pictures
        return result


@cache
def shared_pool() -> RenderPool:
    """One drawing process for all that a training draws; it ends when this process does.

    A training forks its data loaders, so it must not hold the engine itself.
    """
    pool = RenderPool(1)
    atexit.register(pool.__exit__, None)
    return pool


def _start() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "embervlm_specs.render.worker"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
