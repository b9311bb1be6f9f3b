"""The rows a figure shows: one prompting, one moment or several, each key once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.selection.keys import keep_last, recorded_steps
from embervlm_specs.tables.contract import Table
from embervlm_specs.words import few_of, joined, some

__all__ = ["Shown"]


@dataclass(frozen=True)
class Shown:
    """Rows of a table, and which of the recorded ones they are.

    `steps` are the chosen steps in order, empty where none was recorded or chosen; `recorded`
    counts the steps there are; `prompting` is None where it was not chosen by; `repeated` counts
    rows that a later one with the same key replaced.
    """

    table: Table
    rows: Rows
    steps: tuple[int, ...] = ()
    recorded: int = 0
    prompting: str | None = None
    repeated: int = 0

    @property
    def words(self) -> str:
        """The choice as a reader of the picture needs it."""
        several = len(self.steps) > 1
        return joined(
            f"step {self.steps[0]:,}" if len(self.steps) == 1 else "",
            few_of(len(self.steps), self.recorded, "recorded steps") if several else "",
            f"{self.prompting} prompting" if self.prompting else "",
            some(self.repeated, "repeated rows replaced"),
        )

    def lacks(self, problem: str) -> MissingDataError:
        """What a figure raises that finds nothing to draw in the rows."""
        return MissingDataError(self.table.name, [problem])

    def where(self, *conditions: nw.Expr) -> Shown:
        """Only the rows that meet all conditions."""
        return replace(self, rows=self.rows.filter(*conditions))

    def at(self, step: int | None = None) -> Shown:
        """The rows of one step, by default the last; all rows where no step was recorded.

        Raises `MissingDataError` for a step that was not recorded.
        """
        recorded = self._steps()
        if step is not None and step not in recorded:
            there = f"{recorded[0]} to {recorded[-1]}" if recorded else "none"
            raise self.lacks(f"has no rows at step {step} ({there})")
        return self._of_steps([step] if step is not None else recorded[-1:], recorded)

    def evenly(self, most: int) -> Shown:
        """The rows of at most so many evenly spaced steps, the first and the last among them."""
        recorded = self._steps()
        return self._of_steps(evenly(recorded, most), recorded)

    def prompted(self, prompting: str) -> Shown:
        """The rows of one prompting, where it was recorded.

        Raises `MissingDataError` where no row has it.
        """
        here = nw.col("prompting")
        chosen = (here == prompting).cast(nw.Int64).sum()
        asked = self.rows.select(recorded=here.count(), chosen=chosen)
        counts = collect(asked).rows(named=True)[0]
        if not counts["recorded"]:
            return self
        if not counts["chosen"]:
            raise self.lacks(f"has no rows with {prompting} prompting")
        return replace(self.where(here == prompting), prompting=prompting)

    def once(self, key: Sequence[str] = ()) -> Shown:
        """Of each key the last row; by default of the key of the table, if it has one."""
        key = key or self.table.key
        rows, repeated = keep_last(self.rows, key) if key else (self.rows, 0)
        return replace(self, rows=rows, repeated=self.repeated + repeated)

    def collect(self, *columns: str) -> Any:
        """The rows as a pandas table, for tables that are small; all columns by default."""
        return fetch(self.rows.select(*(columns or self.table.column_names)))

    def _steps(self) -> list[int]:
        return recorded_steps(self.rows) if "step" in self.table.column_names else []

    def _of_steps(self, steps: Sequence[int], recorded: Sequence[int]) -> Shown:
        here = self.where(nw.col("step").is_in(list(steps))) if recorded else self
        return replace(here, steps=tuple(steps), recorded=len(recorded)).once()
