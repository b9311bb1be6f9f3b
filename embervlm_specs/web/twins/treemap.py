"""A treemap in Vega-Lite: its rectangles and labels where the document has laid them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from embervlm_specs import marks as m
from embervlm_specs.theme import INK, LABEL_SIZE
from embervlm_specs.web.twins.parts import ROWS, haloed, places, stripes, told

__all__ = ["treemap_twin"]

_DARK = 0.32
"""A colour of less luminance takes white letters."""

_BESIDE = 150
_HATCH = ("rgba(255,255,255,0.28)", "rgba(255,255,255,0)")
_CORNER: m.Style = {"align": "left", "baseline": "top"}


def treemap_twin(document: dict[str, Any]) -> m.Group:
    """The picture of a treemap's twin, with a legend below and the small things beside it."""
    encoding = document["encoding"]
    groups, ticks, beside = (document[k]["data"]["name"] for k in ("groups", "ticks", "aside"))
    across, down = (encoding[axis]["scale"]["domain"] for axis in ("x", "y"))
    treemap = m.panel(
        document["data"]["name"],
        m.hidden(*across, nice=False),
        m.hidden(*down, nice=False, reverse=True),
        (across[1], down[1]),
        resolve={"scale": {"color": "independent"}},
    )
    outline = m.rect(*places(encoding), data=groups, fill=None, stroke=INK, strokeWidth=2)
    title = partial(m.text, "x", "y", data=groups, text="title", fontWeight="bold", dx=5, dy=6)
    treemap = treemap.draw(
        **_cells(encoding, f"data('{ticks}')"),
        labels=_labels(encoding),
        **{groups: outline, ticks: m.unseen(data=ticks)},
        **haloed("titles", partial(title, **_CORNER), 5),
    )
    weight = m.expr("datum.heading ? 'bold' : 'normal'")
    lines = m.text(y="row", at=(0, None), text="text", align="left", fontWeight=weight)
    rows: m.Axis = {"type": "ordinal", "axis": None}
    aside = m.panel(beside, None, rows, (_BESIDE, {"step": LABEL_SIZE + 4}))
    aside = aside.draw(**{beside: replace(lines, transform=(ROWS,))})
    return m.row(treemap, aside, spacing=20, **m.APART)


def _cells(encoding: dict[str, Any], ticks: str) -> dict[str, m.Mark]:
    """Rectangles with an amount, those without one, and lines over what is estimated."""
    color, special, hatch = encoding["color"], encoding["fill"], encoding["hatch"]
    lines, known = color["title"].split("\n"), f"isValid(datum['{color['field']}'])"
    values, texts = (f"pluck({ticks}, '{column}')" for column in ("value", "text"))
    bar = {
        "orient": "bottom",
        "gradientLength": 150,
        "values": m.expr(values),
        "labelExpr": f"{texts}[indexof({values}, datum.value)]",
    }
    kinds = dict(zip(special["scale"]["domain"], special["scale"]["range"], strict=True))
    beside = {"title": hatch["title"], "orient": "bottom", "columns": 1, "symbolType": "square"}
    words = told(
        *m.tooltips("stage component co2_kg:Q=CO₂_in_kg"),
        color | {"title": f"{' '.join(lines)}, in kg"},
    )
    box = partial(m.rect, *places(encoding), channels=words)
    cell = partial(box, stroke="white", strokeWidth=1)
    amounts = color | {"title": lines, "legend": bar}
    return {
        "with_amount": cell(where=known, color=amounts),
        "without_amount": cell(
            where=f"!{known}", color=m.palette(special["field"], kinds, **beside)
        ),
        "hatched": box(where=f"datum['{hatch['field']}']", fill=stripes(*_HATCH)),
    }


def _labels(encoding: dict[str, Any]) -> m.Mark:
    """The words in the rectangles, white on what is dark."""
    amount, kind = (f"datum['{encoding[channel]['field']}']" for channel in ("color", "fill"))
    # Vega-Lite calls a scale after the view and the channel that it belongs to
    scales = f"scale('with_amount_color', {amount}) : scale('without_amount_color', {kind})"
    dark = f"luminance(isValid({amount}) ? {scales}) < {_DARK}"
    return m.small_text(
        "label_x",
        "label_y",
        text=encoding["text"]["field"],
        lineBreak="\n",
        fill=m.expr(f"{dark} ? 'white' : '{INK}'"),
        **_CORNER,
    )
