"""A table that shows its first rows in a notebook, where a lazy frame shows its query plan."""

from __future__ import annotations

import polars as pl

__all__ = ["TableRows", "with_preview"]

_FEW = 10


class TableRows(pl.LazyFrame):
    """A lazy frame like any other, but for how it shows itself."""

    def __repr__(self) -> str:
        return f"the first rows of a table, unread:\n{self.head(_FEW).collect()}"

    def _repr_html_(self) -> str:
        return self.head(_FEW).collect()._repr_html_()


def with_preview(frame: pl.LazyFrame) -> TableRows:
    """The same rows; what is derived from them is a plain lazy frame again."""
    shown = frame.lazy()
    # polars has no other way to make a lazy frame of a lazy frame
    shown.__class__ = TableRows
    assert isinstance(shown, TableRows)
    return shown
