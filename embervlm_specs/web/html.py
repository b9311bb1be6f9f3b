"""HTML in which texts stay texts: escaped by the template, under a policy of its own contents."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from embervlm_specs.render.vega import javascript

__all__ = ["page", "script_json"]

_SCRIPTS = ("figure.js", "table.js", "controls.js")


def page(template: str, **values: Any) -> str:
    """The HTML of a template, with its style, its scripts and the policy that allows just these."""
    style, scripts = _asset("page.css"), [javascript(), "\n".join(map(_asset, _SCRIPTS))]
    policy = (
        f"default-src 'none'; script-src {_hashes(*scripts)}; style-src {_hashes(style)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    # these are ours, and hold no end tag
    ours = {"style": Markup(style), "scripts": [Markup(script) for script in scripts]}
    return _environment().get_template(template).render(policy=policy, **ours, **values)


def script_json(value: Any) -> Markup:
    """JSON that can stand in a script element, whatever its texts say."""
    return htmlsafe_json_dumps(value, allow_nan=False, separators=(",", ":"))


@cache
def _environment() -> Environment:
    loader = PackageLoader("embervlm_specs.web", "page")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["script_json"] = script_json
    return environment


@cache
def _asset(name: str) -> str:
    file = resources.files("embervlm_specs.web") / "page" / name
    return file.read_text(encoding="utf-8")


def _hashes(*contents: str) -> str:
    digests = (hashlib.sha256(content.encode()).digest() for content in contents)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
