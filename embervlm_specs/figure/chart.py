"""Altair charts that look like the figure, and that notebooks show without a network."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import altair as alt

from embervlm_specs.document.checks import amended
from embervlm_specs.render import render
from embervlm_specs.theme import CONFIG

__all__ = ["chart_of"]

# one dictionary for all of Altair's classes; without this it would refuse our subtitles
amended(alt.VegaLiteSchema._rootschema)


class _OfFigure:
    """Has our theme where no other is enabled, and is drawn here instead of by a page."""

    def to_dict(self, *, context: dict[str, Any] | None = None, **options: Any) -> dict[str, Any]:
        """The chart as `alt.Chart.to_dict` gives it."""
        parent: Any = super()
        document: dict[str, Any] = parent.to_dict(context=context, **options)
        if (context or {}).get("top_level", True) and alt.theme.active == "default":
            document["config"] = alt.utils.update_nested(
                deepcopy(CONFIG), document.get("config", {})
            )
        return document

    def _repr_mimebundle_(self, *_: Any, **__: Any) -> dict[str, str]:
        return {"image/svg+xml": render(self.to_dict(), ["svg"])["svg"].decode()}


_KINDS = (
    alt.LayerChart,
    alt.FacetChart,
    alt.HConcatChart,
    alt.VConcatChart,
    alt.ConcatChart,
)
_CHARTS: dict[type, type] = {k: type(k.__name__, (_OfFigure, k), {}) for k in _KINDS}


def chart_of(document: dict[str, Any]) -> alt.TopLevelMixin:
    """The chart of a figure's Vega-Lite document; what is made of it stays of its kind."""
    views = {key: value for key, value in document.items() if key not in ("config", "$schema")}
    chart: alt.TopLevelMixin = alt.Chart.from_dict(views)
    # past Altair, which takes every attribute for a property of the chart
    object.__setattr__(chart, "__class__", _CHARTS[type(chart)])
    return chart
