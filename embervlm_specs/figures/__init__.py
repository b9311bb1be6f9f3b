"""The figures, in the order in which they are listed; each stage's folder has its own index."""

from embervlm_specs.figure import Figure
from embervlm_specs.figures import cross_stage, stage1, stage2, stage3, stage4
from embervlm_specs.figures.cross_stage import *  # noqa: F403 a stage's index is part of this one
from embervlm_specs.figures.stage1 import *  # noqa: F403
from embervlm_specs.figures.stage2 import *  # noqa: F403
from embervlm_specs.figures.stage3 import *  # noqa: F403
from embervlm_specs.figures.stage4 import *  # noqa: F403

__all__ = ["FIGURES"]
for _stage in (stage1, stage2, stage3, stage4, cross_stage):
    __all__ += _stage.__all__

FIGURES: dict[str, Figure] = {name: globals()[name] for name in __all__ if name != "FIGURES"}
