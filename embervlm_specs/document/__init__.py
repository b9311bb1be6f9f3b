"""The document: what a figure is, apart from how it is drawn."""

# ruff: noqa: F403 each module says what it gives
from embervlm_specs.document.about import *
from embervlm_specs.document.checks import *
from embervlm_specs.document.heading import *
from embervlm_specs.document.text import *
