"""Documents as files, for pages of others: the design once, the data as often as they change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from embervlm_specs.figures import FIGURES
from embervlm_specs.spec import Spec, dumps
from embervlm_specs.web.twins import web_document

__all__ = ["INDEX", "Data", "document_files", "index_entry", "index_text"]

Data = Literal["inline", "none", "separate"]

INDEX = "index.json"


def document_files(spec: Spec, data: Data) -> dict[str, str]:
    """The text of a document's files by their name in the folder of specs.

    `separate` gives a template, `<id>.json`, and its data sets, `<id>.rows`. Both are JSON, the
    document is their union, and a browser draws it: what matplotlib draws gives its Vega-Lite twin.
    """
    path = f"{spec.stage}/{spec.id}"
    if data == "inline":
        return {f"{path}.json": spec.to_json()}
    if data == "none":
        return {f"{path}.json": dumps(spec.template)}
    twin = Spec(web_document(spec.document))
    rows = {"datasets": twin.document["datasets"]}
    return {f"{path}.json": dumps(twin.template), f"{path}.rows": dumps(rows)}


def index_entry(spec: Spec, files: Mapping[str, str]) -> dict[str, Any]:
    """What the index tells of a document and its files; `size` is theirs together, in bytes."""
    return {
        "id": spec.id,
        "stage": spec.stage,
        "title": spec.document["title"],
        "description": spec.description,
        "tables": spec.document["usermeta"]["tables"],
        "datasets": sorted(spec.document["datasets"]),
        "files": list(files),
        "size": sum(len(text.encode()) for text in files.values()),
    }


def index_text(folder: Path, entries: Mapping[str, dict[str, Any]]) -> str:
    """The text of `index.json`: these entries, and those of other documents in the folder."""
    there = _read(folder / INDEX) | dict(entries)
    figures = [there[name] for name in FIGURES if name in there]
    return json.dumps(figures, indent=2, ensure_ascii=False) + "\n"


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """The entries of an index by id; none where there is no index of ours."""
    try:
        return {entry["id"]: entry for entry in json.loads(path.read_text(encoding="utf-8"))}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
