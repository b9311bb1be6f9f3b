"""What watches a training must not stop it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["only_warns"]


@contextmanager
def only_warns(about: str, *, stacklevel: int = 1) -> Iterator[None]:
    """Let an error of the block be a warning that begins with `about`.

    `stacklevel` counts from the function that holds the `with`, as in `warnings.warn`, so that the
    warning names the line of the caller.
    """
    try:
        yield
    except Exception as error:  # whatever it is, the training goes on
        warnings.warn(f"{about}: {error}", stacklevel=stacklevel + 2)
