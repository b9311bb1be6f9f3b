"""Pages in one file: figures as cards by stage, drawn as they come into view."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from embervlm_specs import __version__
from embervlm_specs.document import animated_by, description_of, title_of
from embervlm_specs.vocabulary import STAGES
from embervlm_specs.web.html import page
from embervlm_specs.web.twins import web_document

__all__ = ["Card", "figure_page", "sections"]


@dataclass(frozen=True)
class Card:
    """One figure of the page; without a document, the reason why there is none."""

    id: str
    stage: str
    title: str
    tables: tuple[str, ...]
    document: dict[str, Any] = field(default_factory=dict)
    reason: str = ""

    @property
    def description(self) -> str:
        """The text alternative."""
        return description_of(self.document)

    @property
    def moments(self) -> list[str]:
        """The names of its frames in their order; none where it does not move."""
        by = animated_by(self.document)
        rows = (row for rows in self.document["datasets"].values() for row in rows if by in row)
        names = {row[by]: str(row.get("moment", row[by])) for row in rows}
        return [names[frame] for frame in sorted(names)]

    @property
    def content(self) -> dict[str, Any]:
        """What the page holds of it: the document, and the design of its twin if it has one."""
        drawn = web_document(self.document)
        twin = {} if drawn is self.document else {"twin": {**drawn, "datasets": {}}}
        return {"document": self.document, **twin}


def figure_page(document: dict[str, Any]) -> str:
    """The HTML of a page with one figure."""
    told, title = document["usermeta"], title_of(document)
    card = Card(told["figure"], told["stage"], title, tuple(told["tables"]), document)
    return page(
        "page.html",
        title=title,
        single=True,
        stages=sections([card]),
        version=__version__,
        reload=None,
    )


def sections(cards: list[Card]) -> list[dict[str, Any]]:
    """The sections of the page: a stage with its figures and those that are absent."""
    return [
        {
            "id": stage,
            "number": number if stage != "cross_stage" else "",
            "title": title,
            "cards": [card for card in own if card.document],
            "absent": [card for card in own if not card.document],
        }
        for number, (stage, title) in enumerate(STAGES.items(), start=1)
        if (own := [card for card in cards if card.stage == stage])
    ]
