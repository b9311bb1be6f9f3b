"""The page of a run with all its figures, in one file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from embervlm_specs import __version__
from embervlm_specs.errors import EmberSpecsError, MissingDataError
from embervlm_specs.export.export import build
from embervlm_specs.figures import FIGURES
from embervlm_specs.run import Run
from embervlm_specs.web.html import page
from embervlm_specs.web.pages import Card, sections

__all__ = ["gallery"]


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
        stages=sections(cards),
        provenance=_flat(run.provenance),
        tables=sorted(run),
        version=__version__,
        reload=reload,
    )


def _card(name: str, run: Run) -> Card:
    figure = FIGURES[name]
    tables = tuple(table.name for table in (*figure.tables, *figure.also))
    card = Card(name, figure.stage, figure.title, tables)
    try:
        return replace(card, document=build(figure, run).document)
    except MissingDataError as error:
        return replace(card, reason=f"Not recorded: {error}.")
    except EmberSpecsError as error:
        return replace(card, reason=f"Cannot be drawn: {error}")


def _flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Nested provenance as pairs of a name and a text, in its own order."""
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        value = dict(enumerate(value, start=1))
    if isinstance(value, dict):
        named = ((f"{name} {key}".strip(), item) for key, item in value.items())
        return [pair for key, item in named for pair in _flat(item, key)]
    return [(name, ", ".join(map(str, value)) if isinstance(value, list) else str(value))]
