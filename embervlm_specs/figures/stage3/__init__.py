"""Stage 3, robot selection."""

from embervlm_specs.figures.stage3.confidence_calibration import confidence_calibration
from embervlm_specs.figures.stage3.confusion_evolution import confusion_evolution
from embervlm_specs.figures.stage3.layer_accuracy_3d_surface import layer_accuracy_3d_surface
from embervlm_specs.figures.stage3.layer_budget_ranks import layer_budget_ranks
from embervlm_specs.figures.stage3.reasoning_quality import reasoning_quality
from embervlm_specs.figures.stage3.robot_performance_lines import robot_performance_lines
from embervlm_specs.figures.stage3.robot_radar_chart import robot_radar_chart
from embervlm_specs.figures.stage3.task_robot_heatmap import task_robot_heatmap

__all__ = [  # noqa: RUF022 the order in which they are listed
    "layer_accuracy_3d_surface",
    "robot_performance_lines",
    "layer_budget_ranks",
    "confusion_evolution",
    "confidence_calibration",
    "robot_radar_chart",
    "task_robot_heatmap",
    "reasoning_quality",
]
