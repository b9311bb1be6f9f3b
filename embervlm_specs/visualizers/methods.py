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
    required, optional = [], []
    for column in table.columns:
        given = column.optional and column.name not in table.needed
        if given or column.name in (*AXES.get(table.name, ()), "step"):
            optional.append(column.name)
        else:
            required.append(column.name)
    if "step" not in optional:  # tables without steps take one, and have no use for it
        optional.append("step")
    robots = any(column.kind == "robot" for column in table.columns)
    keyword, values = Parameter.KEYWORD_ONLY, "Values"
    return Signature(
        [
            Parameter("self", Parameter.POSITIONAL_OR_KEYWORD),
            *(Parameter(name, keyword, annotation=values) for name in required),
            *(Parameter(name, keyword, annotation=values, default=None) for name in optional),
            *(
                [Parameter("robot_names", keyword, annotation="Names", default=None)]
                if robots
                else []
            ),
            Parameter("save", keyword, annotation="bool", default=False),
        ],
        return_annotation="Plotted",
    )


def _words(figure: Figure) -> str:
    """The docstring: what is drawn, and what each array holds."""
    (table,) = figure.tables
    axes = AXES.get(table.name, ())
    lines = [f"{figure.title}.", "", "Arrays, one value for all rows or one a row:", ""]
    for column in table.columns:
        optional = column.optional and column.name not in table.needed
        about = [column.description, column.range, "optional" if optional else ""]
        if column.name in axes:
            about[2] = "numbered by the places in the arrays, unless given"
        lines.append(f"    `{column.name}`: {'; '.join(filter(None, about))}")
    if any(column.kind == "robot" for column in table.columns):
        lines.append("    `robot_names`: what class indices stand for; not needed for names")
    lines.append("    `save`: whether to write the picture into `output_dir`")
    return "\n".join(lines) + "\n"
