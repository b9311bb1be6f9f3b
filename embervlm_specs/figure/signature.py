"""What `help` and an editor tell of a figure: its tables, its options, and what it returns."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from typing import Any

from embervlm_specs.figure.spec import Spec
from embervlm_specs.tables import Table

__all__ = ["documented", "signature_of"]

_SHARED: dict[str, tuple[Any, Any, str]] = {
    "step": (int | None, None, "The moment shown; the last one by default."),
    "prompting": (str, "direct", "The prompting shown, where it was recorded."),
    "seed": (int | None, None, "The seed shown; by default all, and intervals cover them."),
}
"""The options of the moment and the seed: their annotation, default, and words."""

_HEADING = "Parameters\n----------\n"


def signature_of(
    function: Callable[..., Any], tables: Sequence[Table], steps: int | None
) -> Signature:
    """The signature of the figure: one frame a table, and options by keyword."""
    kind = Parameter.KEYWORD_ONLY
    frames = [Parameter(table.name, Parameter.POSITIONAL_ONLY, annotation=Any) for table in tables]
    columns = {name for table in tables for name in table.column_names}
    asked = {"step": steps == 1, "prompting": bool(steps), "seed": True}
    shared = [name for name in _SHARED if name in columns and asked[name]]
    moment = [
        Parameter(name, kind, annotation=_SHARED[name][0], default=_SHARED[name][1])
        for name in shared
    ]
    own = [each for each in inspect.signature(function).parameters.values() if each.kind is kind]
    return Signature([*frames, *moment, *own], return_annotation=Spec)


def documented(function: Callable[..., Any], tables: Sequence[Table], signature: Signature) -> str:
    """The docstring of the function, with the parameters that it need not repeat."""
    before, _, own = (inspect.getdoc(function) or "").partition(_HEADING)
    told = {**{name: words for name, (*_, words) in _SHARED.items()}, **_blocks(own)}
    for table in tables:
        needed = f", with {' and '.join(sorted(table.needed))}" if table.needed else ""
        again = "; of a repeated key the last row counts" if table.key and not table.adds else ""
        told[table.name] = f"{table.description[:-1]}{needed}{again}."
    parameters = [
        f"{name}\n{textwrap.indent(textwrap.fill(told.get(name, ''), 92), '    ')}"
        for name in signature.parameters
    ]
    return "\n".join([f"{before.strip()}\n\n{_HEADING.rstrip()}", *parameters]) + "\n"


def _blocks(section: str) -> dict[str, str]:
    """The words of each parameter in a section of a docstring."""
    names = re.split(r"^(\w+)$", section, flags=re.MULTILINE)[1:]
    return {
        name: " ".join(words.split()) for name, words in zip(names[::2], names[1::2], strict=True)
    }
