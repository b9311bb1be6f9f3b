"""What a table promises: its columns, their kinds, units and ranges, and its key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

__all__ = [
    "COUNT",
    "GROUP",
    "SEED",
    "STAGE",
    "STAGE_IF_KNOWN",
    "STEP",
    "STEP_IF_KNOWN",
    "Column",
    "Kind",
    "Table",
    "boolean",
    "fraction",
    "identifier",
    "integer",
    "number",
    "robot",
    "text",
    "vector",
]

Kind = Literal["integer", "number", "text", "robot", "identifier", "boolean", "vector"]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `low` and `high` bound numbers inclusively; `choices` lists the allowed values where they are
    few and fixed. `optional` columns may be left out of a table, and their values may be missing.
    """

    name: str
    kind: Kind
    description: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str | int, ...] = ()
    optional: bool = False

    @property
    def range(self) -> str:
        """The allowed values as a person writes them, or an empty text where all are allowed."""
        if self.choices:
            return ", ".join(str(choice) for choice in self.choices)
        if self.low is not None and self.high is not None:
            return f"[{self.low:g}, {self.high:g}]"
        if self.low is not None:
            return f">= {self.low:g}"
        return ""


@dataclass(frozen=True)
class Table:
    """The contract of one run table.

    `key` names the columns that identify a row, the one with the most values last; a repeated key
    keeps the last row, unless the table holds amounts that add up (`adds`). `needed` are optional
    columns that a figure cannot do without.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    adds: bool = False
    needed: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        unknown = {*self.key, *self.needed}.difference(self.column_names)
        if unknown:
            raise ValueError(f"table '{self.name}' has no column {sorted(unknown)}")

    @property
    def column_names(self) -> list[str]:
        """The names of all columns, in the order of the contract."""
        return [column.name for column in self.columns]

    def __getitem__(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def needs(self, *names: str) -> Table:
        """The same table for a figure that cannot do without these optional columns."""
        return replace(self, needed=self.needed.union(names))

    def to_dict(self) -> dict[str, Any]:
        """The contract as plain data, for `embervlm-specs tables --json`."""
        columns = [
            {
                "name": column.name,
                "kind": column.kind,
                "unit": column.unit or None,
                "range": column.range or None,
                "optional": column.optional,
                "description": column.description,
            }
            for column in self.columns
        ]
        return {
            "name": self.name,
            "description": self.description,
            "key": list(self.key),
            "adds": self.adds,
            "columns": columns,
        }


def integer(name: str, description: str, **more: Any) -> Column:
    """Whole numbers, not negative unless `low` says otherwise."""
    return Column(name, "integer", description, **{"low": 0, **more})


def number(name: str, description: str, **more: Any) -> Column:
    """Real numbers; infinity is never allowed."""
    return Column(name, "number", description, **more)


def fraction(name: str, description: str, **more: Any) -> Column:
    """A share between 0 and 1, never in per cent."""
    return Column(name, "number", description, **{"unit": "fraction", "low": 0, "high": 1, **more})


def text(name: str, description: str, **more: Any) -> Column:
    """Any text, or one of `choices`."""
    return Column(name, "text", description, **more)


def robot(name: str, description: str, **more: Any) -> Column:
    """The name of a robot in any known spelling, or of another class; never a bare index."""
    return Column(name, "robot", description, **more)


def identifier(name: str, description: str, **more: Any) -> Column:
    """What tells one thing from another: a text or a whole number, never computed with."""
    return Column(name, "identifier", description, **more)


def boolean(name: str, description: str, **more: Any) -> Column:
    """True or false."""
    return Column(name, "boolean", description, **more)


def vector(name: str, description: str, **more: Any) -> Column:
    """A list of real numbers."""
    return Column(name, "vector", description, **more)


STEP = integer("step", "optimiser step, counted within its stage", unit="steps")
STEP_IF_KNOWN = replace(STEP, optional=True)
STAGE = integer("stage", "training stage", choices=(1, 2, 3, 4))
COUNT = integer("n", "observations behind the value", unit="samples", low=1, optional=True)
SEED = integer("seed", "random seed of the run", optional=True)
STAGE_IF_KNOWN = replace(STAGE, optional=True)
GROUP = identifier(
    "group", "what makes samples alike: their task, image or conversation", optional=True
)
