"""Imports only run downwards. The rule is a table; a file that breaks it is named with its line."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "embervlm_specs"

BASE = {"errors", "theme", "vocabulary", "sequence", "wording", "guard"}
OURS = {
    **{name: set() for name in BASE},
    "rows": set(),
    "tables": {"rows"},
    "stats": {"rows"},
    "spec": set(),
    "marks": {"spec"},
    "figure": {"spec", "tables"},
    "figures": {"figure", "marks", "rows", "spec", "stats", "tables"},
    "render": {"spec"},
    "run": {"tables", "rows"},
    "projection": {"render", "rows", "run", "spec", "stats", "tables"},
    "export": {"figure", "figures", "render", "run", "spec"},
    "readers": {"render", "run", "tables"},
    "web": {"export", "figures", "render", "run", "spec"},
    "visualizers": {"export", "figure", "figures", "render", "run", "spec", "tables"},
    "loggers": {"export", "figures", "render", "rows", "run", "spec", "tables", "web"},
    "cli": {
        "loggers",
        "web",
        "export",
        "figures",
        "projection",
        "readers",
        "render",
        "run",
        "spec",
        "tables",
    },
    "__init__": {"run", "spec", "export"},
}
THEIRS = {
    "errors": set(),
    "theme": set(),
    "vocabulary": set(),
    "sequence": set(),
    "wording": {"pandas"},
    "guard": set(),
    "rows": {"narwhals", "pandas"},
    "tables": {"narwhals", "pandas"},
    "stats": {"narwhals", "numpy", "pandas", "scipy", "sklearn", "threadpoolctl", "umap"},
    "spec": {"altair", "jsonschema"},
    "marks": {"altair", "pandas"},
    "figure": {"altair", "pandas"},
    # a figure may filter lazy rows and lay numbers out; reductions and formulas belong to `stats`
    "figures": {"altair", "narwhals", "numpy", "pandas"},
    "render": {"PIL", "matplotlib", "mpl_toolkits", "numpy", "pandas", "vl_convert"},
    "run": {"polars"},
    "projection": {"narwhals", "numpy", "pandas", "polars"},
    "export": set(),
    "readers": {"google", "pandas", "tensorboard", "wandb"},
    "web": {"jinja2", "markupsafe"},
    "visualizers": {"PIL", "numpy", "pandas"},
    "loggers": {"narwhals", "wandb"},
    "cli": {"rich", "typer"},
    "__init__": set(),
}
# `Spec.save` and its display in Jupyter reach for what draws inside the method
EXCEPTIONS = {("spec/spec.py", "render"), ("spec/spec.py", "web")}


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
            if rest[0] not in allowed and (path, rest[0]) not in EXCEPTIONS:
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
            "import embervlm_specs.spec.text",
            "theme.py:1: 'theme' must not import 'spec'",
        ),
    ],
)
def test_a_breach_names_its_line(path: str, source: str, sentence: str) -> None:
    assert [sentence in breach for breach in breaches(path, source)] == [True]
