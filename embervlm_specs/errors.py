"""Everything that can go wrong, as one tree.

EmberSpecsError
├── TableError            a table breaks its contract; `problems` lists all of them
│   └── MissingDataError  nothing is wrong, but what a figure needs was not recorded
├── RunError              a run folder or one of its files cannot be read
├── SourceError           a log of another tool cannot be imported
├── DocumentError         a document is not valid, or asks for something it must not
└── RenderError           a document could not be drawn as it says
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "DocumentError",
    "EmberSpecsError",
    "MissingDataError",
    "RenderError",
    "RunError",
    "SourceError",
    "TableError",
]


class EmberSpecsError(Exception):
    """Base of every error this package raises on purpose; its text is a sentence for people."""


class TableError(EmberSpecsError):
    """A table breaks its contract.

    `table` is the table's name and `problems` holds one sentence for each thing that is wrong.
    """

    def __init__(self, table: str, problems: Sequence[str]) -> None:
        self.table = table
        self.problems = list(problems)
        super().__init__(table, self.problems)

    def __str__(self) -> str:
        return f"table '{self.table}':" + "".join(f"\n  - {problem}" for problem in self.problems)


class MissingDataError(TableError):
    """The table is fine as far as it goes, but has nothing for this figure to draw."""

    def __str__(self) -> str:
        return f"table '{self.table}' " + " and ".join(self.problems)


class RunError(EmberSpecsError):
    """A run folder or one of its files cannot be read."""


class SourceError(EmberSpecsError):
    """A log of another tool is not what it was taken for, or holds nothing for a run."""


class DocumentError(EmberSpecsError):
    """A document is invalid, or refers to something outside itself."""


class RenderError(EmberSpecsError):
    """A document could not be drawn, or the drawing lacks what the document describes."""
