"""The rows a figure shows: one stage, prompting or seed, one moment or several, each key once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import narwhals.stable.v2 as nw

from embervlm_specs.errors import MissingDataError
from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.selection.evenly import evenly
from embervlm_specs.selection.keys import keep_last, rows_of
from embervlm_specs.tables.contract import Table
from embervlm_specs.words import few_of, joined, some

__all__ = ["Shown"]

_PART = 0.5
"""A last moment with less than this share of the rows of the others is a part of an evaluation."""


@dataclass(frozen=True)
class Shown:
    """Rows of a table, and which of the recorded ones they are.

    `steps` are the chosen steps in order, empty where none was recorded or chosen; `recorded`
    counts the steps there are; `prompting` and `seed` are None where they were not chosen by;
    `elsewhere` is the stage, where it is another than the figure's; `partial` says that the last
    step holds only a part of an evaluation; `repeated` counts rows that a later one with the same
    key replaced.
    """

    table: Table
    rows: Rows
    steps: tuple[int, ...] = ()
    recorded: int = 0
    prompting: str | None = None
    seed: int | None = None
    elsewhere: int | None = None
    partial: str = ""
    repeated: int = 0

    @property
    def words(self) -> str:
        """The choice as a reader of the picture needs it."""
        several = len(self.steps) > 1
        return joined(
            f"stage {self.elsewhere}" if self.elsewhere else "",
            f"step {self.steps[0]:,}" if len(self.steps) == 1 else "",
            few_of(len(self.steps), self.recorded, "recorded steps") if several else "",
            self.partial,
            f"{self.prompting} prompting" if self.prompting else "",
            f"seed {self.seed}" if self.seed is not None else "",
            some(self.repeated, "repeated rows replaced"),
        )

    def lacks(self, problem: str) -> MissingDataError:
        """What a figure raises that finds nothing to draw in the rows."""
        return MissingDataError(self.table.name, [problem])

    def where(self, *conditions: nw.Expr) -> Shown:
        """Only the rows that meet all conditions."""
        return replace(self, rows=self.rows.filter(*conditions))

    def of_stage(self, stage: int | None) -> Shown:
        """The rows of one stage, where stages were recorded; of the last one where it has none."""
        names = self.table.column_names
        # where every row has a stage, the figure itself chooses among them
        if stage is None or "stage" not in names or not self.table["stage"].optional:
            return self
        recorded = rows_of(self.rows, "stage")
        if not recorded:
            return self
        shown = stage if stage in recorded else max(recorded)
        here = self.where(nw.col("stage") == shown)
        return replace(here, elsewhere=shown if shown != stage else None)

    def of_seed(self, seed: int | None) -> Shown:
        """The rows of one seed; all where none is asked for.

        Raises `MissingDataError` for a seed that was not recorded.
        """
        if seed is None:
            return self
        recorded = rows_of(self.rows, "seed")
        if seed not in recorded:
            there = ", ".join(map(str, recorded)) or "none"
            raise self.lacks(f"has no rows of seed {seed} ({there})")
        return replace(self.where(nw.col("seed") == seed), seed=seed)

    def at(self, step: int | None = None) -> Shown:
        """The rows of one step, by default the last; all rows where no step was recorded.

        Raises `MissingDataError` for a step that was not recorded.
        """
        counts = self._steps()
        recorded = list(counts)
        if step is not None and step not in counts:
            there = f"{recorded[0]} to {recorded[-1]}" if recorded else "none"
            raise self.lacks(f"has no rows at step {step} ({there})")
        return self._of_steps([step] if step is not None else recorded[-1:], counts)

    def evenly(self, most: int) -> Shown:
        """The rows of at most so many evenly spaced steps, the first and the last among them."""
        counts = self._steps()
        return self._of_steps(evenly(list(counts), most), counts)

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
        """Of each key the last row; by default of that of the table, unless its rows add up."""
        key = key or (() if self.table.adds else self.table.key)
        rows, repeated = keep_last(self.rows, key) if key else (self.rows, 0)
        return replace(self, rows=rows, repeated=self.repeated + repeated)

    def collect(self, *columns: str) -> Any:
        """The rows as a pandas table, for tables that are small; all columns by default."""
        return fetch(self.rows.select(*(columns or self.table.column_names)))

    def _steps(self) -> dict[int, int]:
        """How many rows each step has."""
        return rows_of(self.rows, "step") if "step" in self.table.column_names else {}

    def _of_steps(self, steps: Sequence[int], counts: dict[int, int]) -> Shown:
        here = self.where(nw.col("step").is_in(list(steps))) if counts else self
        partial = _partial(counts) if steps and steps[-1] == max(counts) else ""
        return replace(here, steps=tuple(steps), recorded=len(counts), partial=partial).once()


def _partial(counts: dict[int, int]) -> str:
    """That the last step has far fewer rows than the others, if it has."""
    (*before, last), step = counts.values(), max(counts)
    usual = median(before) if before else last
    if last >= _PART * usual:
        return ""
    return f"only {last:,} rows at step {step:,}, where others have {usual:,.0f}"
