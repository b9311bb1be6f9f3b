"""Documents as files, for pages of others: the design once, the data as often as they change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from embervlm_specs.document import description_of, dumps, template_of, title_of
from embervlm_specs.web.twins import web_document

__all__ = [
    "CATALOGUE",
    "INDEX",
    "document_files",
    "index_entry",
    "index_text",
    "template_hash",
]

INDEX = "index.json"

CATALOGUE = Path(str(resources.files("embervlm_specs"))) / "templates" / "catalogue.json"
"""What the data sets of each template must hold, as JSON Schema."""


def document_files(
    document: dict[str, Any], data: Literal["inline", "none", "separate"]
) -> dict[str, str]:
    """The text of a document's files by their name in the folder of specs.

    `separate` gives a template, `<id>.json`, and its data sets, `<id>.rows`. Both are JSON, the
    document is their union, and a browser draws it: what matplotlib draws gives its Vega-Lite twin.
    """
    path = "{stage}/{figure}".format(**document["usermeta"])
    if data == "inline":
        return {f"{path}.json": dumps(document)}
    if data == "none":
        return {f"{path}.json": dumps(template_of(document))}
    rows = {"datasets": document["datasets"]}
    return {f"{path}.json": dumps(template_of(web_document(document))), f"{path}.rows": dumps(rows)}


def index_entry(document: dict[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    """What the index tells of a document and its files.

    `version` is that of its template and `sha256` tells one template from another; `size` is that
    of its files together, in bytes.
    """
    told = document["usermeta"]
    return {
        "id": told["figure"],
        "stage": told["stage"],
        "title": title_of(document),
        "version": told["version"],
        "sha256": template_hash(document),
        "description": description_of(document),
        "tables": told["tables"],
        "datasets": sorted(document["datasets"]),
        "files": list(files),
        "size": sum(len(text.encode()) for text in files.values()),
    }


def index_text(folder: Path, entries: Mapping[str, dict[str, Any]], order: Iterable[str]) -> str:
    """The text of `index.json`: these entries, and those of other documents in the folder.

    `order` holds the ids of all figures.
    """
    there = _read(folder / INDEX) | dict(entries)
    figures = [there[name] for name in order if name in there]
    return json.dumps(figures, indent=2, ensure_ascii=False) + "\n"


def template_hash(document: dict[str, Any]) -> str:
    """The sha256 of a document's design half, whatever its version."""
    told = {key: value for key, value in document["usermeta"].items() if key != "version"}
    template = template_of(document) | {"usermeta": told}
    return hashlib.sha256(dumps(template).encode()).hexdigest()


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """The entries of an index by id; none where there is no index of ours."""
    try:
        return {entry["id"]: entry for entry in json.loads(path.read_text(encoding="utf-8"))}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
