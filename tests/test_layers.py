"""Imports only run downwards. The rule is a table; a file that breaks it is named with its line."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "embervlm_specs"

BASE = {"errors", "files", "theme", "vocabulary"}
OURS = {
    **{name: set() for name in BASE},
    "rows": set(),
    "tables": {"rows"},
    "stats": {"rows"},
    "words": {"stats"},
    "selection": {"rows", "tables", "words"},
    "document": set(),
    "layout": {"document", "rows", "selection", "stats", "words"},
    "marks": {"document", "tables"},
    "render": {"document", "words"},
    "web": {"document", "marks", "render"},
    "figure": {"document", "render", "selection", "tables", "web", "words"},
    "figures": {
        "document",
        "figure",
        "layout",
        "marks",
        "rows",
        "selection",
        "stats",
        "tables",
        "words",
    },
    "run": {"document", "rows", "selection", "stats", "tables"},
    "export": {"document", "figure", "figures", "render", "run", "web"},
    "readers": {"run", "tables"},
    "visualizers": {"export", "figure", "figures", "render", "run", "tables"},
    "loggers": {"export", "figure", "figures", "render", "rows", "run", "tables", "web"},
    "cli": {
        "document",
        "export",
        "figures",
        "loggers",
        "readers",
        "render",
        "run",
        "tables",
        "web",
    },
    "__init__": {"figure", "run"},
}
THEIRS = {
    "errors": set(),
    "files": set(),
    "theme": set(),
    "vocabulary": set(),
    "words": {"pandas"},
    "rows": {"narwhals", "pandas"},
    "tables": {"narwhals", "pandas"},
    "selection": {"narwhals", "pandas"},
    "stats": {"narwhals", "numpy", "pandas", "scipy", "sklearn", "threadpoolctl", "umap"},
    "document": {"jsonschema"},
    "layout": {"numpy", "pandas"},
    "marks": set(),
    "render": {"PIL", "matplotlib", "mpl_toolkits", "numpy", "pandas", "vl_convert"},
    "web": {"jinja2", "markupsafe"},
    "figure": {"altair", "pandas"},
    # a figure may filter lazy rows and put tables together; formulas belong to `stats`
    "figures": {"narwhals", "numpy", "pandas"},
    "run": {"narwhals", "numpy", "pandas", "polars"},
    "export": set(),
    "readers": {"google", "pandas", "tensorboard", "wandb"},
    "visualizers": {"PIL", "numpy", "pandas"},
    "loggers": {"narwhals", "wandb"},
    "cli": {"rich", "typer"},
    "__init__": set(),
}


def imports(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
            if node.module == "embervlm_specs":
                yield from ((node.lineno, f"embervlm_specs.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)


def breaches(path: str, source: str) -> Iterator[str]:
    """What breaks the rule in a file of the package, as sentences that name the line."""
    layer = path.split("/")[0].removesuffix(".py")
    allowed = OURS[layer] | BASE | {layer, "__version__"}
    for line, module in imports(source):
        top, *rest = module.split(".")
        if top == "embervlm_specs" and rest:
            if rest[0] not in allowed:
                yield f"{path}:{line}: '{layer}' must not import '{rest[0]}'"
        elif top != "embervlm_specs" and not _is_standard(top) and top not in THEIRS[layer]:
            yield f"{path}:{line}: '{layer}' must not import the package '{top}'"


def _is_standard(name: str) -> bool:
    return name in sys.stdlib_module_names


def test_imports_run_downwards() -> None:
    found = [
        breach
        for file in sorted(PACKAGE.rglob("*.py"))
        for breach in breaches(file.relative_to(PACKAGE).as_posix(), file.read_text())
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("path", "source", "sentence"),
    [
        ("stats/x.py", "\nfrom embervlm_specs.tables import TABLES", "x.py:2: 'stats'"),
        ("render/x.py", "from embervlm_specs import figures", "must not import 'figures'"),
        ("figures/stage1/x.py", "def f():\n    import vl_convert", "the package 'vl_convert'"),
        (
            "theme.py",
            "import embervlm_specs.document.text",
            "theme.py:1: 'theme' must not import 'document'",
        ),
    ],
)
def test_a_breach_names_its_line(path: str, source: str, sentence: str) -> None:
    assert [sentence in breach for breach in breaches(path, source)] == [True]
