"""The examples in the docstrings are so."""

from __future__ import annotations

import doctest
import importlib.util
import pkgutil

import pytest

import embervlm_specs

MODULES = [
    module.name
    for module in pkgutil.walk_packages(embervlm_specs.__path__, "embervlm_specs.")
    if ">>>" in (importlib.util.find_spec(module.name).loader.get_source(module.name) or "")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
