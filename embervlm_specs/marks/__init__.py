"""The parts that several figures are built from; each is one small file.

All take the names of data sets, never data, so that a template does not depend on a run.
"""

from embervlm_specs.marks.heatmap import annotated_heatmap
from embervlm_specs.marks.interval import error_bars, interval_band
from embervlm_specs.marks.note import joined, note, note_rows, noted, span
from embervlm_specs.marks.reference import reference_line, reference_rows
from embervlm_specs.marks.scrubber import frame_columns, step_panels
from embervlm_specs.marks.surface import surface

__all__ = [
    "annotated_heatmap",
    "error_bars",
    "frame_columns",
    "interval_band",
    "joined",
    "note",
    "note_rows",
    "noted",
    "reference_line",
    "reference_rows",
    "span",
    "step_panels",
    "surface",
]
