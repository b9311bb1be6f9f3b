"""The texts of the golden files that are made of several figures: catalogue, gallery, stubs."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from embervlm_specs.document import units
from embervlm_specs.document.checks import columns_read
from embervlm_specs.figures import FIGURES
from embervlm_specs.tables.display import display
from embervlm_specs.visualizers import stages
from embervlm_specs.vocabulary import STAGES
from embervlm_specs.web import template_hash

_KINDS = {bool: "boolean", int: "number", float: "number", str: "string", list: "array"}


def catalogue(documents: Mapping[str, Iterable[dict[str, Any]]]) -> str:
    """What a page needs to feed each template: its version, and a JSON Schema of its data sets."""
    figures = {
        figure.id: {
            "title": figure.title,
            "template": f"{figure.stage}/{figure.id}.json",
            "version": figure.version,
            "sha256": template_hash(figure.template),
            "tables": [table.name for table in figure.tables],
            "datasets": _schema(figure.template, list(documents[figure.id])),
        }
        for figure in FIGURES.values()
    }
    return json.dumps(figures, indent=1, ensure_ascii=False) + "\n"


def _schema(template: dict[str, Any], documents: list[dict[str, Any]]) -> dict[str, Any]:
    """The data sets of a template: the columns it reads are required, the others may be there."""
    read: dict[str, set[str]] = {}
    for view, name, made in units(template):
        read.setdefault(name, set()).update(set(columns_read(view)) - made)
    sets: dict[str, dict[str, set[str]]] = {}
    for document in documents:
        for name, rows in document["datasets"].items():
            columns = sets.setdefault(name, {})
            for row in rows:
                for column, value in row.items():
                    kind = "null" if value is None else _KINDS[type(value)]
                    columns.setdefault(column, set()).add(kind)
    properties = {name: _rows(columns, read.get(name, set())) for name, columns in sets.items()}
    return {
        "type": "object",
        "required": sorted(sets),
        "properties": dict(sorted(properties.items())),
    }


def _rows(columns: Mapping[str, set[str]], read: set[str]) -> dict[str, Any]:
    told = {}
    for column, kinds in sorted(columns.items()):
        shown = display(column)
        # what was not known in one run is not known, and of what is read anything may be missing
        types = sorted(kinds - {"null"} or {"number", "string"}) + ["null"] * ("null" in kinds)
        told[column] = {
            "type": types[0] if len(types) == 1 else types,
            "title": shown.title,
            **({"unit": shown.unit} if shown.unit else {}),
        }
    row = {"type": "object", "required": sorted(read & set(columns)), "properties": told}
    return {"type": "array", "items": row}


def gallery() -> str:
    """The pictures of all figures by stage, two beside each other, as the README shows them."""
    parts = []
    for stage, title in STAGES.items():
        figures = [figure for figure in FIGURES.values() if figure.stage == stage]
        cells = [
            f'<td width="50%"><b>{figure.title}</b><br><code>{figure.id}</code><br>'
            f'<img src="snapshots/{stage}/{figure.id}.svg" alt="{figure.title}"></td>'
            for figure in figures
        ]
        rows = ["<tr>" + "".join(cells[i : i + 2]) + "</tr>" for i in range(0, len(cells), 2)]
        if rows:
            parts.append(f"### {title}\n\n<table>\n" + "\n".join(rows) + "\n</table>\n")
    return "\n" + "\n".join(parts) + "\n"


_WRITTEN = (
    '"""{about}\n\nWritten by `pytest tests/test_golden.py --update-specs`, not by hand.\n"""\n'
)


def figures_stub() -> str:
    """What editors and type checkers know of `embervlm_specs.figures`."""
    lines = [
        _WRITTEN.format(about="The thirty figures, with their tables and options."),
        "from typing import Any\n",
        "from embervlm_specs.figure import Figure, Spec\n",
        f"__all__ = {['FIGURES', 'IDS', *FIGURES]}\n",
        "FIGURES: dict[str, Figure]",
        "IDS: tuple[str, ...]\n",
    ]
    for figure in FIGURES.values():
        taken = _taken(inspect.signature(figure))
        lines += [
            f"class _{figure.id}(Figure):  # noqa: N801 named for the figure",
            f"    def __call__(self, {taken}) -> Spec:",
            f'        """{figure.title}."""\n',
            f"{figure.id}: _{figure.id}\n",
        ]
    return _formatted(lines)


def visualizers_stub() -> str:
    """What editors and type checkers know of `embervlm_specs.visualizers.stages`."""
    lines = [
        _WRITTEN.format(about="The visualizers, with the arrays that their methods take."),
        "from collections.abc import Mapping, Sequence",
        "from typing import TypeAlias\n",
        "from embervlm_specs.visualizers.visualizer import Plotted, Values, Visualizer\n",
        f"__all__ = {stages.__all__}\n",
        "Names: TypeAlias = Sequence[str] | None",
        "BenchmarkScores: TypeAlias = Mapping[str, Mapping[str | int, Values]]\n",
    ]
    for name in stages.__all__:
        made = getattr(stages, name)
        lines += [f"class {name}(Visualizer):", f'    """{inspect.getdoc(made)}"""\n']
        for method in [each for each in vars(made) if each.startswith("plot_")]:
            function = getattr(made, method)
            about = (inspect.getdoc(function) or "").splitlines()[0]
            taken = _taken(inspect.signature(function))
            lines += [f"    def {method}({taken}) -> Plotted:", f'        """{about}"""\n']
    return _formatted(lines)


def _taken(signature: inspect.Signature) -> str:
    """The parameters as a stub has them."""
    parts: list[str] = []
    kinds = [parameter.kind for parameter in signature.parameters.values()]
    for i, parameter in enumerate(signature.parameters.values()):
        if parameter.kind is parameter.KEYWORD_ONLY and parameter.kind not in kinds[:i]:
            parts.append("*")
        stars = "**" if parameter.kind is parameter.VAR_KEYWORD else ""
        of = parameter.annotation
        kind = of if isinstance(of, str) else inspect.formatannotation(of)
        typed = "" if of is parameter.empty else f": {kind.replace('typing.', '')}"
        value = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        parts.append(f"{stars}{parameter.name}{typed}{value}")
        if parameter.kind is parameter.POSITIONAL_ONLY and parameter.kind not in kinds[i + 1 :]:
            parts.append("/")
    return ", ".join(parts)


def _formatted(lines: list[str]) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "stub.pyi", "-"]
    text = "\n".join(lines)
    return subprocess.run(command, input=text, check=True, capture_output=True, text=True).stdout
