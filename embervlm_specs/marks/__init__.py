"""The grammar of the designs: axes, colours and marks in panels, and the parts several share.

All name data sets and columns, never data, so that a template does not depend on a run; all are
plain values in Vega-Lite's vocabulary, so that nothing heavy is imported for them.
"""

from embervlm_specs.marks.axes import (
    DATA_SPAN,
    WHOLE,
    WIDE_LABELS,
    Axis,
    axis,
    count,
    expr,
    hidden,
    names,
    ordinal,
    ranks,
    share,
    steps,
    unitless,
    whole,
)
from embervlm_specs.marks.bubbles import bubbles
from embervlm_specs.marks.colors import Channel, classes, legend_of, palette, ramp, shares
from embervlm_specs.marks.heatmap import annotated_heatmap
from embervlm_specs.marks.histogram import caption, histogram
from embervlm_specs.marks.mark import (
    Style,
    area,
    band,
    bar,
    circle,
    class_names,
    interval,
    line,
    mark,
    point,
    rect,
    reference,
    rule,
    small_text,
    text,
    unseen,
)
from embervlm_specs.marks.moments import step_panels
from embervlm_specs.marks.panel import (
    APART,
    Design,
    Group,
    Panel,
    column,
    dual,
    facet,
    panel,
    row,
    wrapped,
)
from embervlm_specs.marks.radar import radar
from embervlm_specs.marks.sankey import sankey
from embervlm_specs.marks.surface import surface
from embervlm_specs.marks.treemap import treemap

__all__ = [
    "APART",
    "DATA_SPAN",
    "WHOLE",
    "WIDE_LABELS",
    "Axis",
    "Channel",
    "Design",
    "Group",
    "Panel",
    "Style",
    "annotated_heatmap",
    "area",
    "axis",
    "band",
    "bar",
    "bubbles",
    "caption",
    "circle",
    "class_names",
    "classes",
    "column",
    "count",
    "dual",
    "expr",
    "facet",
    "hidden",
    "histogram",
    "interval",
    "legend_of",
    "line",
    "mark",
    "names",
    "ordinal",
    "palette",
    "panel",
    "point",
    "radar",
    "ramp",
    "ranks",
    "rect",
    "reference",
    "row",
    "rule",
    "sankey",
    "share",
    "shares",
    "small_text",
    "step_panels",
    "steps",
    "surface",
    "text",
    "treemap",
    "unitless",
    "unseen",
    "whole",
    "wrapped",
]
