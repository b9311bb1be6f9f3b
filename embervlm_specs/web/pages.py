"""Pages in one file: a run with all its figures, drawn as they come into view, or one figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from embervlm_specs import __version__
from embervlm_specs.errors import EmberSpecsError, MissingDataError
from embervlm_specs.export import build
from embervlm_specs.figures import FIGURES
from embervlm_specs.run import Run
from embervlm_specs.spec import Spec, animated_by
from embervlm_specs.vocabulary import STAGES
from embervlm_specs.web.html import page
from embervlm_specs.web.twins import web_document

__all__ = ["figure_page", "gallery"]


@dataclass(frozen=True)
class Card:
    """One figure of the page, or why there is none."""

    id: str
    stage: str
    title: str
    tables: tuple[str, ...]
    spec: Spec | None = None
    reason: str = ""

    @property
    def description(self) -> str:
        """The text alternative."""
        return self.spec.description if self.spec else ""

    @property
    def moments(self) -> list[str]:
        """The names of its frames in their order; none where it does not move."""
        by = animated_by(self.spec.document) if self.spec else None
        if self.spec is None or by is None:
            return []
        rows = (row for rows in self.spec.document["datasets"].values() for row in rows)
        names = {row[by]: str(row.get("moment", row[by])) for row in rows if by in row}
        return [names[frame] for frame in sorted(names)]

    @property
    def content(self) -> dict[str, Any]:
        """What the page holds of it: the document, and the design of its twin if it has one."""
        if self.spec is None:
            return {}
        document, drawn = self.spec.document, web_document(self.spec.document)
        if drawn is document:
            return {"document": document}
        return {"document": document, "twin": {**drawn, "datasets": {}}}


def gallery(run: Run, *, reload: int | None = None) -> str:
    """The HTML of a page with every figure of a run.

    What the run does not hold, or holds wrongly, is named with the reason. With `reload` the page
    loads itself anew after so many seconds.
    """
    cards = [_card(name, run) for name in FIGURES]
    return page(
        "page.html",
        title=f"Training figures of {run.folder.resolve().name}",
        single=False,
        stages=_stages(cards),
        provenance=_flat(run.provenance),
        tables=sorted(run),
        version=__version__,
        reload=reload,
    )


def figure_page(spec: Spec) -> str:
    """The HTML of a page with one figure."""
    told = spec.document["usermeta"]
    title = str(spec.document["title"])
    card = Card(spec.id, spec.stage, title, tuple(told["tables"]), spec=spec)
    return page(
        "page.html",
        title=title,
        single=True,
        stages=_stages([card]),
        provenance=[],
        tables=[],
        version=__version__,
        reload=None,
    )


def _card(name: str, run: Run) -> Card:
    figure = FIGURES[name]
    tables = tuple(table.name for table in figure.tables)
    card = Card(name, figure.stage, figure.title, tables)
    try:
        spec = build(figure, run)
    except MissingDataError as error:
        return Card(name, card.stage, card.title, tables, reason=f"Not recorded: {error}.")
    except EmberSpecsError as error:
        return Card(name, card.stage, card.title, tables, reason=f"Cannot be drawn: {error}")
    return Card(name, card.stage, card.title, tables, spec=spec)


def _stages(cards: list[Card]) -> list[dict[str, Any]]:
    """The sections of the page: a stage with its figures and those that are absent."""
    stages = []
    for number, (stage, title) in enumerate(STAGES.items(), start=1):
        own = [card for card in cards if card.stage == stage]
        parts = {
            "id": stage,
            "number": number if stage != "cross_stage" else "",
            "title": title,
            "cards": [card for card in own if card.spec],
            "absent": [card for card in own if not card.spec],
        }
        stages += [parts] if own else []
    return stages


def _flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Nested provenance as pairs of a name and a text, in its own order."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        value = dict(enumerate(value, start=1))
    if isinstance(value, dict):
        named = ((f"{name} {key}".strip(), item) for key, item in value.items())
        return [pair for key, item in named for pair in _flat(item, key)]
    return [(name, ", ".join(map(str, value)) if isinstance(value, list) else str(value))]
