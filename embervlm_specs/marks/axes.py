"""Axes: the scale and the words along one direction of a panel, said once for all its marks.

An axis is a dictionary in Vega-Lite's vocabulary, without the column, which each mark names.
"""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = [
    "DATA_SPAN",
    "WHOLE",
    "WIDE_LABELS",
    "Axis",
    "axis",
    "count",
    "difference",
    "expr",
    "hidden",
    "names",
    "ordinal",
    "ranks",
    "share",
    "steps",
    "unitless",
    "whole",
]

Axis: TypeAlias = dict[str, Any]

DATA_SPAN: dict[str, Any] = {"zero": False, "nice": False}
"""The options of a scale that spans the data and no more."""

WHOLE = "datum.value % 1 ? '' : format(datum.value, ',')"
"""Labels of an axis of whole numbers: there is no half a thing to count."""

WIDE_LABELS = 26
"""Room for the labels of a vertical axis, so that panels in a column align."""


def axis(title: str | None, *, scale: dict[str, Any] | None = None, **options: Any) -> Axis:
    """An axis of numbers; `options` are those of Vega-Lite's axis."""
    made: Axis = {"type": "quantitative", "title": title, "axis": options}
    return made | ({"scale": scale} if scale else {})


def share(title: str | None = None, **options: Any) -> Axis:
    """An axis of fractions, from 0 to 1."""
    return axis(title, scale={"domain": [0, 1]}, **{"tickCount": 5, "format": ".1f"} | options)


def count(title: str | None, **options: Any) -> Axis:
    """An axis of counts, from 0."""
    usual: Axis = {"tickCount": 4, "labelExpr": WHOLE}
    return axis(title, **usual | options)


def difference(title: str | None, **options: Any) -> Axis:
    """An axis of differences, whose labels have a sign."""
    signed = "datum.value ? format(datum.value, '+~g') : '0'"
    usual: Axis = {"grid": True, "tickCount": 3, "labelExpr": signed}
    return axis(title, **usual | options)


def steps(title: str | None = "step", **options: Any) -> Axis:
    """An axis of optimiser steps, as long as the training."""
    usual: Axis = {
        "format": ",d",
        "tickMinStep": 1,
        "tickCount": 8,
        "labelOverlap": True,
        "grid": False,
    }
    return axis(title, scale=DATA_SPAN, **usual | options)


def names(title: str | None = None, **options: Any) -> Axis:
    """An axis of names, in the order in which the data hold them."""
    plain = {"domain": False, "ticks": False}
    return {"type": "nominal", "title": title, "sort": None, "axis": plain | options}


def ordinal(title: str | None, **options: Any) -> Axis:
    """An axis of numbers side by side in their order, however far they lie apart."""
    usual = {"labelAngle": 0, "labelOverlap": True}
    return {"type": "ordinal", "title": title, "axis": usual | options}


def whole(title: str | None, **options: Any) -> Axis:
    """An axis of whole numbers, over the data."""
    usual: Axis = {"tickCount": 6, "labelExpr": WHOLE, "grid": False}
    return axis(title, scale=DATA_SPAN, **usual | options)


def ranks(title: str, **options: Any) -> Axis:
    """An axis of ranks, the first at the top; the room above it must not look like a rank."""
    label = {"labelExpr": "datum.value < 1 ? '' : datum.label", "format": "d"}
    ticks = {"ticks": False, "tickMinStep": 1, "grid": False}
    upwards = DATA_SPAN | {"reverse": True, "padding": 8}
    return axis(title, scale=upwards, **label | ticks | options)


def unitless(title: str) -> Axis:
    """An axis over the data whose numbers mean nothing, and so are not written."""
    blank = {"labels": False, "ticks": False, "grid": False, "domain": False}
    return axis(title, scale=DATA_SPAN | {"padding": 8}, **blank)


def hidden(*domain: float, **scale: Any) -> Axis:
    """An axis that is not drawn, over a fixed domain or, without one, over the data."""
    fixed = {"domain": list(domain)} if domain else {}
    return {"type": "quantitative", "scale": fixed | scale or None, "axis": None}


def expr(expression: str) -> dict[str, str]:
    """A value that Vega computes: of a row (`datum`), or of a data set (`data('name')`)."""
    return {"expr": expression}
