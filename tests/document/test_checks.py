from __future__ import annotations

from typing import Any

import pytest

from embervlm_specs.document import VEGA_LITE_SCHEMA, check_columns, check_schema, dumps
from embervlm_specs.errors import DocumentError
from embervlm_specs.figure import Spec
from embervlm_specs.figures import layer_accuracy_3d_surface
from tests.tables_made import make_table

X = {"field": "x", "type": "quantitative"}
DOUBLE = {"calculate": "datum.x * 2", "as": "y"}
TOP = {"joinaggregate": [{"op": "max", "field": "x", "as": "top"}]}


def document(**parts: Any) -> dict[str, Any]:
    return {
        "$schema": VEGA_LITE_SCHEMA,
        "data": {"name": "rows"},
        "mark": "point",
        "encoding": {"x": X},
        "datasets": {"rows": [{"x": 1, "part": "a"}]},
    } | parts


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"datasets": {"rows": []}},
        {"transform": [DOUBLE], "encoding": {"y": X | {"field": "y"}}},
        {"transform": [TOP, {"filter": "datum.x < datum.top"}]},
        {"mark": {"type": "text", "text": {"expr": "datum.part"}}},
    ],
)  # fmt: skip
def test_sound_documents(parts: dict[str, Any]) -> None:
    check_columns(document(**parts))
    check_schema(document(**parts))


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"encoding": {"x": X | {"field": "xx"}}}, "no column ['xx']; it has ['part', 'x']"),
        ({"transform": [{"filter": "datum.nope > 1"}]}, "no column ['nope']"),
        ({"transform": [{"filter": "datum['no pe'] > 1"}]}, "no column ['no pe']"),
        ({"mark": {"type": "text", "text": {"expr": "datum.z"}}}, "no column ['z']"),
        ({"encoding": {"x": X | {"sort": {"field": "order"}}}}, "no column ['order']"),
        ({"data": {"name": "other"}}, "data set 'other', which it does not hold"),
        ({"data": {"url": "https://example.org/x.csv"}}, "got ['url']"),
        ({"data": {"values": [{"x": 1}]}}, "got ['values']"),
        ({"layer": [{"data": {"url": "x"}, "mark": "bar"}]}, "got ['url']"),
        ({"facet": {"field": "gone"}, "spec": {"mark": "bar"}}, "no column ['gone']"),
    ],
)
def test_what_would_be_a_blank_chart_is_an_error(parts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DocumentError) as raised:
        check_columns(document(**parts))
    assert sentence in str(raised.value)


def test_both_schemas_name_the_place() -> None:
    with pytest.raises(DocumentError, match="encoding/x"):
        check_schema(document(encoding={"x": {"field": "x", "type": "wrong"}}))
    surface = layer_accuracy_3d_surface(make_table("layer_accuracy")).to_dict()
    check_schema(surface)
    surface["encoding"]["z"]["type"] = "wrong"
    with pytest.raises(DocumentError, match="encoding/z/type"):
        check_schema(surface)
    with pytest.raises(DocumentError, match=r"unknown \$schema 'x'"):
        check_schema({"$schema": "x"})


def test_reading_a_document_checks_it() -> None:
    assert Spec.from_json(dumps(document())).document == document()
    for text, sentence in (
        ("{", "not JSON"),
        ("[]", "a JSON object"),
        (dumps(document(mark="blot")), "mark"),
    ):
        with pytest.raises(DocumentError, match=sentence):
            Spec.from_json(text)
