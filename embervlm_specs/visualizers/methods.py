"""One method a figure, made of the registry and of the contract of the figure's table."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from embervlm_specs.figure import Figure
from embervlm_specs.visualizers.arrays import AXES

if TYPE_CHECKING:
    from embervlm_specs.visualizers.visualizer import Plotted, Visualizer

__all__ = ["method_of"]


def method_of(figure: Figure) -> Callable[..., Plotted]:
    """`plot_<id>`: takes the columns of the figure's table as arrays, records them and draws."""

    def plot(self: Visualizer, *, step: Any = None, save: bool = False, **arrays: Any) -> Plotted:
        return self._plot(figure, arrays, step, save)

    plot.__name__ = f"plot_{figure.id}"
    plot.__qualname__ = f"Visualizer.{plot.__name__}"
    plot.__doc__ = _words(figure)
    plot.__signature__ = _signature(figure)  # type: ignore[attr-defined] # what `help` reads
    return plot


def _signature(figure: Figure) -> Signature:
    """The arrays that must be given, then those that may be, as keywords."""
    (table,) = figure.tables
    optional = {column.name for column in table.columns if column.optional} - table.needed
    optional |= {*AXES.get(table.name, ()), "step"}
    names = sorted(table.column_names, key=optional.__contains__)
    told: dict[str, tuple[str, Any]] = {
        name: ("Values", None if name in optional else Parameter.empty)
        for name in [*names, "step"]  # tables without steps take one, and have no use for it
    }
    if any(column.kind == "robot" for column in table.columns):
        told["robot_names"] = ("Names", None)
    told["save"] = ("bool", False)
    keywords = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=default)
        for name, (kind, default) in told.items()
    ]
    this = Parameter("self", Parameter.POSITIONAL_OR_KEYWORD)
    return Signature([this, *keywords], return_annotation="Plotted")


def _words(figure: Figure) -> str:
    """The docstring: what is drawn, and what each array holds."""
    (table,) = figure.tables
    lines = [f"{figure.title}.", "", "Arrays, one value for all rows or one a row:", ""]
    for column in table.columns:
        optional = column.optional and column.name not in table.needed
        about = [column.description, column.range, "optional" if optional else ""]
        if column.name in AXES.get(table.name, ()):
            about[2] = "numbered by the places in the arrays, unless given"
        lines.append(f"    `{column.name}`: {'; '.join(filter(None, about))}")
    if any(column.kind == "robot" for column in table.columns):
        lines.append("    `robot_names`: what class indices stand for; not needed for names")
    lines.append("    `save`: whether to write the picture into `output_dir`")
    return "\n".join(lines) + "\n"
