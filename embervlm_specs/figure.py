"""What makes a function a figure: its tables are checked, its drawing becomes a document.

Nothing is said twice: the id is the function's name, the stage its folder, the title the first line
of its docstring.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Literal

import pandas as pd
from altair.typing import ChartType

from embervlm_specs.spec import (
    PLOT_SCHEMA,
    VEGA_LITE_SCHEMA,
    Spec,
    check_columns,
    formats_of,
    plain,
)
from embervlm_specs.tables import Table, validate
from embervlm_specs.theme import CONFIG

__all__ = ["Drawing", "Figure", "figure"]

Renderer = Literal["vega", "matplotlib"]


@dataclass(frozen=True)
class Drawing:
    """What a figure function returns: a chart over named data sets, the data, and the words.

    `chart` is an Altair chart, or a plot of `marks` for matplotlib; `description` says in numbers
    what the picture shows, for those who cannot see it.
    """

    chart: ChartType | dict[str, Any]
    data: Mapping[str, pd.DataFrame]
    description: str = field(kw_only=True)


class Figure:
    """A figure function with its contract; call it with one frame a table to get a `Spec`."""

    def __init__(
        self,
        function: Callable[..., Drawing],
        tables: tuple[Table, ...],
        renderer: Renderer,
        animate: str | None,
    ) -> None:
        update_wrapper(self, function)
        self.function = function
        self.id = function.__name__
        self.stage = function.__module__.split(".")[-2]
        self.title = (inspect.getdoc(function) or "").splitlines()[0].rstrip(".")
        self.tables = tables
        self.renderer = renderer
        self.animate = animate

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats this figure can be exported in."""
        return formats_of({"usermeta": self._usermeta()})

    def __call__(self, *frames: Any, **options: Any) -> Spec:
        """Check the tables, draw, and return the document.

        Raises `TableError` for a table that breaks its contract, `MissingDataError` for one that
        has nothing to draw.
        """
        if len(frames) != len(self.tables):
            names = ", ".join(table.name for table in self.tables)
            raise TypeError(f"{self.id}() takes {len(self.tables)} table(s): {names}")
        rows = [validate(table, frame) for table, frame in zip(self.tables, frames, strict=True)]
        return self._document(self.function(*rows, **options))

    def __repr__(self) -> str:
        return f"<figure {self.stage}/{self.id}>"

    def _usermeta(self) -> dict[str, Any]:
        moving = {"animation": {"by": self.animate}} if self.animate else {}
        names = [table.name for table in self.tables]
        return {"figure": self.id, "stage": self.stage, "tables": names, **moving}

    def _document(self, drawing: Drawing) -> Spec:
        chart = drawing.chart
        # the charts are constant and their golden files are checked against the schema, so that
        # every run need not pay for it again
        body = chart if isinstance(chart, dict) else chart.to_dict(validate=False)
        words = pd.DataFrame({"text": [drawing.description]})
        sets = {name: _records(frame) for name, frame in drawing.data.items()}
        document = {
            **body,
            "$schema": VEGA_LITE_SCHEMA if self.renderer == "vega" else PLOT_SCHEMA,
            "title": self.title,
            "description": self.title,
            "usermeta": self._usermeta(),
            **({"config": CONFIG} if self.renderer == "vega" else {}),
            "datasets": {**sets, "description": _records(words)},
        }
        check_columns(document)
        return Spec(document)


def figure(
    *tables: Table, renderer: Renderer = "vega", animate: str | None = None
) -> Callable[[Callable[..., Drawing]], Figure]:
    """Make a function of these tables a figure.

    Parameters
    ----------
    tables
        The contracts of its positional arguments, in their order.
    renderer
        `matplotlib` for what Vega-Lite has no word for.
    animate
        The column that names the frame, where the figure moves.

    """
    return lambda function: Figure(function, tables, renderer, animate)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [plain(row) for row in frame.to_dict("records")]
