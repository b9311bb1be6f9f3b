"""The figures for people who hold arrays, called from their training loop.

    visualizer = Stage3Visualizer(output_dir="./outputs/stage3/visualizations")
    fig, pil_img = visualizer.plot_confusion_evolution(
        true_robot=labels, predicted_robot=logits.argmax(-1), robot_names=NAMES, step=200, save=True
    )

A class for each stage, a method `plot_<id>` for each figure. A call records its arrays in the run
below the visualizer and draws the figure from all that was recorded so far, so that the figures of
an evolution need no more than being called. No call ever stops a training.
"""

from embervlm_specs.visualizers.stages import (
    CrossStageVisualizer,
    Stage1Visualizer,
    Stage2Visualizer,
    Stage3Visualizer,
    Stage4Visualizer,
)
from embervlm_specs.visualizers.visualizer import Plotted, Visualizer

__all__ = [
    "CrossStageVisualizer",
    "Plotted",
    "Stage1Visualizer",
    "Stage2Visualizer",
    "Stage3Visualizer",
    "Stage4Visualizer",
    "Visualizer",
]
