"""The grammar of the designs: axes, colours and marks in panels, and the parts several share.

All name data sets and columns, never data, so that a template does not depend on a run; all are
plain values in Vega-Lite's vocabulary, so that nothing heavy is imported for them. What each module
lists in `__all__` is a word of the grammar: `from embervlm_specs import marks as m`.
"""

# ruff: noqa: F403 each module says what it gives
from embervlm_specs.marks.axes import *
from embervlm_specs.marks.bubbles import *
from embervlm_specs.marks.colors import *
from embervlm_specs.marks.effects import *
from embervlm_specs.marks.heatmap import *
from embervlm_specs.marks.histogram import *
from embervlm_specs.marks.mark import *
from embervlm_specs.marks.moments import *
from embervlm_specs.marks.panel import *
from embervlm_specs.marks.radar import *
from embervlm_specs.marks.sankey import *
from embervlm_specs.marks.surface import *
from embervlm_specs.marks.treemap import *
