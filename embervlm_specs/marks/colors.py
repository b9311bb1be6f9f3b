"""Colours of marks, with their legends, as channels in Vega-Lite's vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from embervlm_specs.theme import CLASS_PALETTE, EMPTY

__all__ = ["Channel", "classes", "legend_of", "palette", "ramp", "shares"]

Channel: TypeAlias = dict[str, Any]


def palette(
    column: str, colors: Mapping[str, str], *, occurring: str = "", **legend: Any
) -> Channel:
    """One colour a value of a text column, always the same; the legend lies on top.

    With `occurring`, a data set with the same column, the legend shows only the values in it; that
    data set must be drawn, see `unseen`.
    """
    values = {"values": {"expr": f"pluck(data('{occurring}'), '{column}')"}} if occurring else {}
    scale = {"domain": list(colors), "range": list(colors.values())}
    return {
        "field": column,
        "type": "nominal",
        "scale": scale,
        "legend": {"orient": "top", "title": None} | values | legend,
    }


def ramp(
    column: str,
    colors: Sequence[str] | str,
    legend: Channel | None = None,
    unknown: str = "",
    **scale: Any,
) -> Channel:
    """A colour for an amount, from the first of the colours to the last, or of a named scheme.

    With `unknown`, rows without an amount are drawn in that colour.
    """
    shades = {"scheme": colors} if isinstance(colors, str) else {"range": list(colors)}
    missing = {"test": f"datum.{column} === null", "value": unknown}
    return {
        "field": column,
        "type": "quantitative",
        "scale": shades | scale,
        "legend": legend,
        **({"condition": missing} if unknown else {}),
    }


def shares(column: str, colors: Sequence[str], title: str, **legend: Any) -> Channel:
    """A colour for a fraction, over all of [0, 1], with its legend; grey where it is not known."""
    return ramp(column, colors, legend_of(title, **legend), EMPTY, domain=[0, 1])


def legend_of(title: str, **options: Any) -> Channel:
    """The legend of an amount."""
    return {"title": title, "gradientLength": 140} | options


def classes(*, legend: bool = True, **options: Any) -> Channel:
    """The colour of a class by its column `slot`; the legend names those in the data set `classes`.

    A scale whose domain or range depended on the data would make the template depend on it, so the
    scale knows all slots (see `layout.classes`). A panel with this legend draws `class_names()`.
    """
    listed, names = (f"pluck(data('classes'), '{column}')" for column in ("slot", "name"))
    shown = {
        "title": None,
        "orient": "top",
        "values": {"expr": listed},
        "labelExpr": f"{names}[indexof({listed}, datum.value)]",
        "symbolType": "stroke",
        "symbolStrokeWidth": 3,
    }
    scale = {"domain": list(range(len(CLASS_PALETTE))), "range": list(CLASS_PALETTE)}
    return {
        "field": "slot",
        "type": "nominal",
        "scale": scale,
        "legend": shown | options if legend else None,
    }
