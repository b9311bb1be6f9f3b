"""The design half of a document: shipped as JSON, or made of a design with Altair."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, Protocol

from embervlm_specs.document import PLOT_SCHEMA, VEGA_LITE_SCHEMA, check_schema, headed
from embervlm_specs.theme import CONFIG

__all__ = ["Design", "make_template", "shipped_template"]

_OURS = "embervlm_specs.figures."


class Design(Protocol):
    """Panels of `marks`, or an Altair chart."""

    def to_dict(self) -> dict[str, Any]:
        """The views in Vega-Lite."""


def shipped_template(module: str, stage: str, name: str) -> dict[str, Any] | None:
    """The template that comes with the package; None for a figure from elsewhere."""
    if not module.startswith(_OURS):
        return None
    file = resources.files("embervlm_specs") / "templates" / stage / f"{name}.json"
    if not file.is_file():
        return None
    template: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return template


def make_template(
    design: Design | dict[str, Any], *, title: str, usermeta: dict[str, Any]
) -> dict[str, Any]:
    """The template of a design: its views below the title and the note.

    A dictionary is a plot for matplotlib. Raises `ValueError` for a design that holds data,
    `DocumentError` for one that is not Vega-Lite, with the place in it.
    """
    about = {"description": title, "usermeta": usermeta}
    if isinstance(design, dict):
        note = {"note": {"data": {"name": "note"}}}
        return {**design, **note, "$schema": PLOT_SCHEMA, "title": title, **about}
    import altair as alt  # nothing but this needs it, and only where templates are made

    views = design.to_dict()
    check_schema({**views, "$schema": VEGA_LITE_SCHEMA})  # which says where, shorter than Altair
    views = alt.Chart.from_dict(views).to_dict()
    if views.pop("datasets", None):
        raise ValueError("a design holds no data: it names data sets, which come with the facts")
    own = {key: value for key, value in views.items() if key not in ("$schema", "config")}
    body = headed(own, title)
    return {**body, "$schema": VEGA_LITE_SCHEMA, "config": CONFIG, **about}
