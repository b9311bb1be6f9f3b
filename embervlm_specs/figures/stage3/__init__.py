"""Stage 3, robot selection."""

from embervlm_specs.figures.stage3.confidence_calibration import confidence_calibration
from embervlm_specs.figures.stage3.confusion_evolution import confusion_evolution
from embervlm_specs.figures.stage3.layer_accuracy_3d_surface import layer_accuracy_3d_surface

__all__ = [  # noqa: RUF022 the order in which they are listed
    "layer_accuracy_3d_surface",
    "confusion_evolution",
    "confidence_calibration",
]
