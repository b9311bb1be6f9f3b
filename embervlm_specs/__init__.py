"""The figures of a small vision-language model's training, as documents.

Tidy tables go in, versioned Vega-Lite documents come out, and both renderers draw them offline.

    from embervlm_specs import Run
    from embervlm_specs.figures import confidence_calibration

    run = Run.open("my_run")
    confidence_calibration(run["robot_predictions"]).save("calibration.pdf")

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from embervlm_specs.errors import (
        DocumentError,
        EmberSpecsError,
        MissingDataError,
        RenderError,
        RunError,
        TableError,
    )
    from embervlm_specs.figure import Spec
    from embervlm_specs.run import Run, RunRecorder

__version__ = "0.1.0"

__all__ = [
    "DocumentError",
    "EmberSpecsError",
    "MissingDataError",
    "RenderError",
    "Run",
    "RunError",
    "RunRecorder",
    "Spec",
    "TableError",
]

_HOME = {"Run": "run", "RunRecorder": "run", "Spec": "figure"}


def __getattr__(name: str) -> Any:
    """Fetch a public name from its module on first use, so that importing the package is free."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_HOME.get(name, 'errors')}")
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
