"""Is a document what it says? Its schema, its data sets, and the columns it draws.

A misspelt column gives a blank chart and no complaint from any renderer, so we complain here.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from embervlm_specs.errors import DocumentError

__all__ = [
    "PLOT_SCHEMA",
    "VEGA_LITE_SCHEMA",
    "amended",
    "check_columns",
    "check_schema",
    "columns_read",
    "units",
]

VEGA_LITE_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
PLOT_SCHEMA = "urn:embervlm-specs:plot:v1"
"""Documents that Vega-Lite has no word for: surfaces, treemaps and Sankey diagrams."""

_COMPOSITIONS = ("layer", "hconcat", "vconcat", "concat")
_DATUM = re.compile(r"datum(?:\.([A-Za-z_]\w*)|\['([^']+)'\])")


def check_schema(document: dict[str, Any]) -> None:
    """Raise `DocumentError` where the document breaks the JSON Schema of its kind."""
    from jsonschema.exceptions import best_match  # here, as drawing a document does not need it

    validator = _validator(document.get("$schema", "(none)"))
    best = best_match(validator.iter_errors(document))
    if best is not None:
        at = "/".join(map(str, best.absolute_path)) or "the document"
        raise DocumentError(f"{at}: {best.message[:300]}")


def check_columns(document: dict[str, Any]) -> None:
    """Raise `DocumentError` for data from elsewhere, an absent data set or an absent column."""
    datasets = document.get("datasets", {})
    for view, name, made in units(document):
        if name not in datasets:
            raise DocumentError(f"the document draws data set '{name}', which it does not hold")
        rows = datasets[name]
        if not rows:
            continue
        absent = sorted(set(columns_read(view)) - made - set(rows[0]))
        if absent:
            raise DocumentError(
                f"data set '{name}' has no column {absent}; it has {sorted(rows[0])}"
            )


def units(
    view: dict[str, Any], name: str | None = None, made: frozenset[str] = frozenset()
) -> Iterator[tuple[dict[str, Any], str, frozenset[str]]]:
    """Every part of a document that reads data: (the part, its data set, columns it makes itself).

    Raises `DocumentError` for data that is not a named data set of the document itself.
    """
    data = view.get("data", {})
    if data and "name" not in data:
        raise DocumentError(f"data must be a named data set of the document, got {sorted(data)}")
    name = data.get("name", name)
    made = made | set(_made(view.get("transform", [])))
    children = [child for kind in _COMPOSITIONS for child in view.get(kind, [])]
    children += [view["spec"]] if "spec" in view else []
    for child in children:
        yield from units(child, name, made)
    own = {key: value for key, value in view.items() if key not in (*_COMPOSITIONS, "spec")}
    if any(key in own for key in ("encoding", "facet", "transform", "mark")) and name:
        yield own, name, made


def _made(transforms: list[dict[str, Any]]) -> Iterator[str]:
    for transform in transforms:
        names = transform.get("as", [])
        yield from [names] if isinstance(names, str) else names
        for part in ("aggregate", "joinaggregate", "window"):
            yield from (op["as"] for op in transform.get(part, []))


def columns_read(view: dict[str, Any]) -> Iterator[str]:
    """The columns that a part of a document, one of `units`, asks of its data set."""
    for key in ("encoding", "facet", "transform", "mark"):
        yield from _walk(view.get(key))


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (dot or quoted for dot, quoted in _DATUM.findall(value) if dot != "value")
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item)
    elif isinstance(value, dict):
        if isinstance(value.get("field"), str):
            yield value["field"]
        for key, item in value.items():
            # an axis' or header's own expressions speak of labels, not of rows
            if key not in ("axis", "header", "legend"):
                yield from _walk(item)


def amended(schema: dict[str, Any]) -> dict[str, Any]:
    """Vega-Lite's schema with what its compiler takes and its schema forgets, changed in place.

    Every property of a title may be an expression, but of its lines the schema says so of the text
    alone, not of the subtitle, which holds our notes.
    """
    title = schema["definitions"]["TitleParams"]["properties"]
    title["subtitle"] = title["subtitle"] | {"anyOf": title["text"]["anyOf"]}
    title["subtitle"].pop("$ref", None)
    return schema


@cache
def _validator(schema: str) -> Any:
    import jsonschema

    if schema == PLOT_SCHEMA:
        content = _read("embervlm_specs", "schema/plot.v1.json")
    elif schema == VEGA_LITE_SCHEMA:
        content = amended(_read("altair", "vegalite/v6/schema/vega-lite-schema.json"))
    else:
        raise DocumentError(f"unknown $schema {schema!r}; known: {VEGA_LITE_SCHEMA}, {PLOT_SCHEMA}")
    return jsonschema.validators.validator_for(content)(content)


def _read(package: str, name: str) -> dict[str, Any]:
    """A JSON file of a package, which is found without being imported."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise DocumentError(
            f"the schema comes with the package '{package}', which is not installed"
        )
    file = Path(found.submodule_search_locations[0]) / name
    content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return content
