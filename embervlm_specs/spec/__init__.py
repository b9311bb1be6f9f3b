"""The document: what a figure is, apart from how it is drawn."""

from embervlm_specs.spec.animation import MAX_FRAMES, PANEL, animated_by, frames
from embervlm_specs.spec.checks import PLOT_SCHEMA, VEGA_LITE_SCHEMA, check_columns, check_schema
from embervlm_specs.spec.spec import FORMATS, Spec, formats_of
from embervlm_specs.spec.text import dumps, plain

__all__ = [
    "FORMATS",
    "MAX_FRAMES",
    "PANEL",
    "PLOT_SCHEMA",
    "VEGA_LITE_SCHEMA",
    "Spec",
    "animated_by",
    "check_columns",
    "check_schema",
    "dumps",
    "formats_of",
    "frames",
    "plain",
]
