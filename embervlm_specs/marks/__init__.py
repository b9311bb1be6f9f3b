"""The parts that several figures are built from; each is one small file.

All take the names of data sets, never data, so that a template does not depend on a run.
"""

from embervlm_specs.marks.bubbles import bubble_chart
from embervlm_specs.marks.caption import caption
from embervlm_specs.marks.heatmap import annotated_heatmap
from embervlm_specs.marks.histogram import histogram
from embervlm_specs.marks.interval import error_bars, interval_band
from embervlm_specs.marks.note import note, note_rows, noted
from embervlm_specs.marks.reference import reference_line, reference_rows
from embervlm_specs.marks.sankey import sankey
from embervlm_specs.marks.scrubber import frame_columns, step_panels
from embervlm_specs.marks.surface import path_on_surface, surface
from embervlm_specs.marks.treemap import treemap
from embervlm_specs.wording import joined, span

__all__ = [
    "annotated_heatmap",
    "bubble_chart",
    "caption",
    "error_bars",
    "frame_columns",
    "histogram",
    "interval_band",
    "joined",
    "note",
    "note_rows",
    "noted",
    "path_on_surface",
    "reference_line",
    "reference_rows",
    "sankey",
    "span",
    "step_panels",
    "surface",
    "treemap",
]
