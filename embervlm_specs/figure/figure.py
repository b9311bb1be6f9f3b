"""What makes a function a figure: its tables are checked, its facts become a document.

Nothing is said twice: the id is the function's name, the stage its folder, the title the first line
of its docstring. What all figures share is here: which rows are shown, the note, the description.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from embervlm_specs.document import check_columns, formats_of
from embervlm_specs.errors import DocumentError, MissingDataError
from embervlm_specs.figure.facts import Facts
from embervlm_specs.figure.signature import documented, signature_of
from embervlm_specs.figure.spec import Spec
from embervlm_specs.figure.template import Design, make_template, shipped_template
from embervlm_specs.render import draws
from embervlm_specs.selection.shown import Shown
from embervlm_specs.tables import Table, validate
from embervlm_specs.vocabulary import STAGES, stage_number

__all__ = ["Figure", "figure"]


class Figure:
    """A figure function with its contract; call it with one frame a table to get a `Spec`.

    `help(figure)` and `inspect.signature(figure)` tell its tables and options.
    """

    def __init__(
        self,
        function: Callable[..., Facts],
        tables: tuple[Table, ...],
        *,
        also: tuple[Table, ...],
        steps: int | None,
        animate: str | None,
        version: str,
    ) -> None:
        self.function = function
        self.tables = tables
        self.also = also
        self.steps = steps
        self.animate = animate
        self.version = version
        self.id = function.__name__
        folder = function.__module__.rpartition(".")[0].rpartition(".")[2]
        self.stage = folder if folder in STAGES else "cross_stage"
        self.title = (inspect.getdoc(function) or self.id).splitlines()[0].rstrip(".")
        self.__name__ = self.__qualname__ = self.id
        self.__module__ = function.__module__
        self.__signature__ = signature_of(function, tables, steps)
        own = inspect.signature(function).parameters.values()
        self._own = {each.name for each in own if each.kind is each.KEYWORD_ONLY}
        self.__doc__ = documented(function, (*tables, *also), self.__signature__)
        self._design: Callable[[], Design | dict[str, Any]] | None = None

    def design(
        self, function: Callable[[], Design | dict[str, Any]]
    ) -> Callable[[], Design | dict[str, Any]]:
        """Decorator of the function that designs this figure.

        It takes nothing, names data sets and columns, and returns panels of `marks`, a plot for
        matplotlib, or an Altair chart over `alt.NamedData`. It runs when templates are made.
        """
        self._design = function
        return function

    @cached_property
    def template(self) -> dict[str, Any]:
        """The design half of its documents, as it is shipped, or made of the design."""
        module = self.function.__module__
        return shipped_template(module, self.stage, self.id) or self.designed_template()

    def designed_template(self) -> dict[str, Any]:
        """The template made of the design, which needs Altair."""
        if self._design is None:
            raise DocumentError(
                f"figure '{self.id}' has no design; decorate one with @{self.id}.design"
            )
        moving = {"animation": {"by": self.animate}} if self.animate else {}
        told = {
            "figure": self.id,
            "stage": self.stage,
            "tables": [table.name for table in self.tables],
            "version": self.version,
            **moving,
        }
        return make_template(self._design(), title=self.title, usermeta=told)

    @property
    def renderer(self) -> str:
        """What draws it: `vega` or `matplotlib`."""
        return draws(self.template)

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats this figure can be exported in."""
        return formats_of(self.template)

    def __call__(self, *frames: Any, **options: Any) -> Spec:
        """Check the tables, find the facts, and return the document.

        Raises `TableError` for a table that breaks its contract, `MissingDataError` for one that
        has nothing to draw.
        """
        bound = self.__signature__.bind(*frames, **options)
        bound.apply_defaults()
        given = zip(self.tables, bound.args, strict=True)
        tables = [self._show(table, frame, bound.kwargs) for table, frame in given]
        own = {name: value for name, value in bound.kwargs.items() if name in self._own}
        further = {table.name: _further(table, own.get(table.name)) for table in self.also}
        facts = self.function(*tables, **own | further)
        sets = facts.datasets([shown.words for shown in tables], self.title)
        document = {**self.template, "datasets": sets}
        check_columns(document)
        return Spec(document)

    def __repr__(self) -> str:
        return f"<figure {self.stage}/{self.id}>"

    def _show(self, table: Table, frame: Any, options: dict[str, Any]) -> Shown:
        """The rows of the stage, seed and moment, or moments, that the figure shows."""
        shown = Shown(table, validate(table, frame)).of_stage(stage_number(self.stage))
        if "seed" in table.column_names:
            shown = shown.of_seed(options["seed"])
        if self.steps is None:
            return shown
        if "prompting" in table.column_names:
            shown = shown.prompted(options["prompting"])
        return shown.at(options.get("step")) if self.steps == 1 else shown.evenly(self.steps)


def _further(table: Table, frame: Any) -> Shown | None:
    """The rows of a table that adds to the figure; None where it was not recorded."""
    if frame is None:
        return None
    try:
        return Shown(table, validate(table, frame)).once()
    except MissingDataError:
        return None


def figure(
    *tables: Table,
    also: tuple[Table, ...] = (),
    steps: int | None = 1,
    animate: str | None = None,
    version: str = "1.0.0",
) -> Callable[[Callable[..., Facts]], Figure]:
    """Make a function of these tables a figure.

    Parameters
    ----------
    tables
        The contracts of its positional arguments, in their order; the function gets a `Shown` each.
    also
        Tables that add to it where they were recorded: keyword arguments of these names, for which
        the function gets a `Shown`, or None.
    steps
        How many moments of the training are shown: with 1 the last, or that of the option `step`,
        with more so many evenly spaced ones. Where the table has a prompting there is an option
        for it too. With None the function gets all rows, and chooses itself.
    animate
        The column that names the frame, where the figure moves.
    version
        That of its template: a new patch where it looks the same, a new minor version where the
        picture changes, a new major one where the data sets or their columns do.

    """
    return partial(Figure, tables=tables, also=also, steps=steps, animate=animate, version=version)
