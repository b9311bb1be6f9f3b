"""Vega-Lite twins of the documents that matplotlib draws, so that all figures move on a web page.

A twin has the same data sets under the same names, and like every template it never depends on
what is in them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from embervlm_specs.document import PLOT_SCHEMA, VEGA_LITE_SCHEMA, headed
from embervlm_specs.marks import Group, Panel
from embervlm_specs.theme import CONFIG
from embervlm_specs.web.twins.sankey import sankey_twin
from embervlm_specs.web.twins.surface import surface_twin
from embervlm_specs.web.twins.treemap import treemap_twin

__all__ = ["TWINS", "web_document"]

TWINS: dict[str, Callable[[dict[str, Any]], Panel | Group]] = {
    "surface": surface_twin,
    "treemap": treemap_twin,
    "sankey": sankey_twin,
}
"""By mark, what makes the picture of a twin from a document."""


def web_document(document: dict[str, Any]) -> dict[str, Any]:
    """The document itself where a browser can draw it, else its Vega-Lite twin."""
    if document["$schema"] != PLOT_SCHEMA:
        return document
    picture = TWINS[document["mark"]["type"]](document).to_dict()
    return {
        "$schema": VEGA_LITE_SCHEMA,
        **{key: document[key] for key in ("description", "usermeta", "datasets")},
        **headed(picture, document["title"]),
        "config": CONFIG,
    }
