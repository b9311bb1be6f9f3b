"""The figures, in the order in which they are listed."""

from embervlm_specs.figure import Figure
from embervlm_specs.figures.stage3.confidence_calibration import confidence_calibration
from embervlm_specs.figures.stage3.confusion_evolution import confusion_evolution
from embervlm_specs.figures.stage3.layer_accuracy_3d_surface import layer_accuracy_3d_surface

__all__ = [
    "FIGURES",
    "confidence_calibration",
    "confusion_evolution",
    "layer_accuracy_3d_surface",
]

FIGURES: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        layer_accuracy_3d_surface,
        confusion_evolution,
        confidence_calibration,
    )
}
