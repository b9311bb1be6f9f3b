"""What the words of the grammar become in Vega-Lite."""

from __future__ import annotations

import altair as alt
import pytest

from embervlm_specs import marks as m
from embervlm_specs.errors import DocumentError
from embervlm_specs.figure.template import make_template
from embervlm_specs.marks.mark import tooltips

TOLD = {"figure": "f", "stage": "stage1", "tables": [], "version": "1.0.0"}


def template(design: object) -> dict[str, object]:
    return make_template(design, title="Title", usermeta=TOLD)  # type: ignore[arg-type] # on purpose


def test_axes_are_said_once_and_marks_name_columns() -> None:
    y = m.share("accuracy")
    panel = m.panel("rows", m.steps(), y).draw(
        band=m.band("step", ("low", "high")), line=m.line("step", "accuracy")
    )
    band, line = panel.to_dict()["layer"]
    assert line["encoding"]["y"] == y | {"field": "accuracy"}
    assert band["encoding"]["y"] == y | {"field": "low"}
    assert band["encoding"]["y2"] == {"field": "high"}
    assert [band["name"], band["data"]] == ["band", {"name": "rows"}]


def test_a_mark_of_one_part_draws_its_rows_alone() -> None:
    unit = m.panel("rows").draw(tick=m.rule(part="tick", where="datum.y > 0")).to_dict()["layer"][0]
    assert unit["transform"] == [{"filter": "datum.part === 'tick' && datum.y > 0"}]


def test_a_bar_between_edges_is_binned_and_other_marks_are_not() -> None:
    panel = m.panel("rows", m.axis("x")).draw(bar=m.bar(("a", "b")), rule=m.rule(("a", "b")))
    bar, rule = (layer["encoding"]["x"] for layer in panel.to_dict()["layer"])
    assert bar["bin"] == "binned"
    assert "bin" not in rule


def test_tooltips_have_the_titles_and_formats_of_their_columns() -> None:
    lines = tooltips("robot n=chains accuracy low high step:O")
    assert [line["title"] for line in lines[:3]] == ["robot", "chains", "accuracy"]
    assert [line["type"] for line in lines] == ["nominal"] + ["quantitative"] * 4 + ["ordinal"]
    assert [line.get("format") for line in lines] == [None, ",", ".3f", ".3f", ".3f", None]
    assert tooltips("change low")[1]["format"] == tooltips("change")[0]["format"] == "+.4~g"


def test_one_view_stays_one_view_with_the_note_as_subtitle() -> None:
    made = template(m.panel("rows", m.axis("x")).draw(dots=m.circle("x")))
    assert [layer["name"] for layer in made["layer"]] == ["dots", "note"]
    assert made["title"]["text"] == made["description"] == "Title"


def test_an_altair_chart_is_a_design_too() -> None:
    chart = alt.Chart(alt.NamedData("rows"), name="dots").mark_point().encode(x="x:Q")
    made = template(chart.properties(width=300))
    assert made["width"] == 300
    assert [layer["name"] for layer in made["layer"]] == ["dots", "note"]
    assert made["config"]["font"] == "DejaVu Sans"


def test_a_design_with_data_or_mistakes_is_refused() -> None:
    with pytest.raises(ValueError, match="holds no data"):
        template(alt.Chart(alt.Data(values=[{"x": 1}])).mark_point().encode(x="x:Q"))
    with pytest.raises(DocumentError, match="nonsense"):
        template(m.panel("rows").draw(dots=m.circle("x", nonsense=1)))
