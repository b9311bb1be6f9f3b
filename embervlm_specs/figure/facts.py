"""What a figure function finds out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from embervlm_specs.document import plain
from embervlm_specs.words import joined

__all__ = ["Facts"]


class Facts:
    """The data sets of a figure, and what there is to say of them.

    Parameters
    ----------
    say
        The lines of the note under the title; a line is a text, or its parts, of which the empty
        ones are left out. What is shown (`Shown.words`) is added where no line says it.
    about
        The text alternative, for those who cannot see the picture; the note follows it.
    sets
        The data sets by the names that the design draws them by.

    """

    def __init__(
        self, *, say: Sequence[str | Sequence[str]], about: str = "", **sets: pd.DataFrame
    ) -> None:
        lines = (line if isinstance(line, str) else joined(*line) for line in say)
        self.lines = [line for line in lines if line]
        self.about = about
        self.sets = sets

    def datasets(self, shown: Sequence[str], title: str) -> dict[str, list[dict[str, Any]]]:
        """All data sets as plain rows, with the `note` and the `description`."""
        unsaid = [words for words in shown if words and words not in "\n".join(self.lines)]
        lines = [*self.lines, *unsaid]
        words = f"{(self.about or title).rstrip('.')}. {joined(*lines)}"
        return {
            **{name: _records(frame) for name, frame in self.sets.items()},
            "note": [{"text": line} for line in lines],
            "description": [{"text": words}],
        }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows, column by column, as most columns hold one kind of value."""
    columns = [[plain(value) for value in frame[name].tolist()] for name in frame]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]
