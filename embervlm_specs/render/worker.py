"""A process that draws documents: it reads them from its input and writes pictures to its output.

It imports only what drawing needs. Threads would gain nothing, because vl-convert holds the
interpreter's lock, and a fork of a process that has drawn hangs.
"""

from __future__ import annotations

import os
import pickle
import sys

from embervlm_specs.document import VEGA_LITE_SCHEMA
from embervlm_specs.errors import EmberSpecsError
from embervlm_specs.render import render

__all__ = ["main"]

_WARM_UP = {
    "$schema": VEGA_LITE_SCHEMA,
    "data": {"name": "none"},
    "mark": "point",
    "encoding": {},
    "datasets": {"none": []},
}


def main() -> None:
    """Draw until the input ends. Answers are pairs: the pictures, or the error."""
    # whatever else prints must not end up among the pictures
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    render(_WARM_UP, ["svg"])  # the first drawing starts the engine, while the caller is still busy
    while True:
        try:
            document, formats = pickle.load(sys.stdin.buffer)
        except (EOFError, KeyboardInterrupt):
            return
        answer: tuple[dict[str, bytes], EmberSpecsError | None]
        try:
            answer = (render(document, formats), None)
        except EmberSpecsError as error:
            answer = ({}, error)
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    main()
