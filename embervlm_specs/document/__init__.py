"""The document: what a figure is, apart from how it is drawn."""

from embervlm_specs.document.about import FORMATS, description_of, formats_of, title_of
from embervlm_specs.document.animation import MAX_FRAMES, PANEL, animated_by, frames
from embervlm_specs.document.checks import (
    PLOT_SCHEMA,
    VEGA_LITE_SCHEMA,
    check_columns,
    check_schema,
    units,
)
from embervlm_specs.document.heading import headed
from embervlm_specs.document.text import dumps, plain

__all__ = [
    "FORMATS",
    "MAX_FRAMES",
    "PANEL",
    "PLOT_SCHEMA",
    "VEGA_LITE_SCHEMA",
    "animated_by",
    "check_columns",
    "check_schema",
    "description_of",
    "dumps",
    "formats_of",
    "frames",
    "headed",
    "plain",
    "title_of",
    "units",
]
