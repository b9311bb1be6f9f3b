"""Tables of stage 3, robot selection; `robot_predictions` also feeds stage 4."""

from embervlm_specs.tables.contract import (
    COUNT,
    GROUP,
    SEED,
    STAGE_IF_KNOWN,
    STEP,
    STEP_IF_KNOWN,
    Table,
    fraction,
    identifier,
    integer,
    number,
    robot,
    text,
)

__all__ = ["LAYER_ACCURACY", "LAYER_IMPORTANCE", "ROBOT_PREDICTIONS"]

_LAYER = integer("layer", "layer of the language model, 0-based")

ROBOT_PREDICTIONS = Table(
    "robot_predictions",
    "Which robot the model chose for a sample, and which was right.",
    (
        STAGE_IF_KNOWN,
        STEP_IF_KNOWN,
        SEED,
        identifier("sample", "the sample that was judged", optional=True),
        GROUP,
        text("task_type", "kind of task", optional=True),
        robot("true_robot", "the right robot"),
        robot("predicted_robot", "the robot the model chose"),
        fraction("confidence", "probability of the chosen robot", optional=True),
        text("prompting", "how the model was asked", choices=("direct", "cot"), optional=True),
    ),
    key=("stage", "step", "seed", "prompting", "sample"),
)

LAYER_ACCURACY = Table(
    "layer_accuracy",
    "How well a linear probe reads the right robot from each layer, over training.",
    (
        STEP,
        _LAYER,
        robot("robot", "the robot that was right"),
        fraction("accuracy", "share of this robot's samples that the probe got right"),
        COUNT,
    ),
    key=("step", "layer", "robot"),
)

LAYER_IMPORTANCE = Table(
    "layer_importance",
    "How much each layer's module matters, measured in several trials.",
    (
        text("module", "part of the layer", choices=("attention", "ffn", "adapter")),
        _LAYER,
        integer("trial", "the repetition; layers are ranked within a trial"),
        number("importance", "the measured importance; larger matters more"),
        STEP_IF_KNOWN,
    ),
    key=("step", "module", "layer", "trial"),
)
