"""What a figure is: a function from tables to facts, a design, and the document of the two."""

from embervlm_specs.figure.facts import Facts
from embervlm_specs.figure.figure import Figure, figure
from embervlm_specs.figure.spec import Spec
from embervlm_specs.selection.shown import Shown

__all__ = ["Facts", "Figure", "Shown", "Spec", "figure"]
