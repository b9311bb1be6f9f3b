"""Tables of stage 4, chain-of-thought reasoning."""

from embervlm_specs.tables.contract import (
    COUNT,
    GROUP,
    SEED,
    STAGE_IF_KNOWN,
    STEP,
    STEP_IF_KNOWN,
    Table,
    boolean,
    fraction,
    identifier,
    integer,
    number,
    robot,
    text,
)

__all__ = ["ATTENTION_FLOW", "PHASES", "REASONING", "REASONING_ATTENTION"]

REASONING = Table(
    "reasoning",
    "One reasoning chain a row, with how well it hangs together.",
    (
        identifier("sample", "the sample that was reasoned about"),
        integer("chain", "which of several chains about the sample", optional=True),
        text("task_category", "kind of task"),
        robot("robot", "the robot that was right"),
        text("mention", "when the robot is first named", choices=("early", "late")),
        integer("step_count", "reasoning steps in the chain", unit="steps"),
        fraction("coherence", "how well consecutive steps fit"),
        fraction("consistency", "how well the chain agrees with the answer"),
        fraction("keyword_accuracy", "share of the expected keywords that the chain names"),
        boolean("correct", "whether the chosen robot was right"),
        STAGE_IF_KNOWN,
        STEP_IF_KNOWN,
        SEED,
        GROUP,
    ),
    key=("stage", "step", "seed", "chain", "sample"),
)

REASONING_ATTENTION = Table(
    "reasoning_attention",
    "How much weight each reasoning step gets, over training.",
    (
        STEP,
        text(
            "reasoning_step",
            "the part of the chain",
            choices=("task_analysis", "environment", "capability", "decision"),
        ),
        number("weight", "attention weight of the part", low=0),
        COUNT,
    ),
    key=("step", "reasoning_step"),
)

PHASES = Table(
    "phases",
    "Frozen backbone against joint fine-tuning.",
    (
        text("phase", "how it was trained", choices=("frozen_backbone", "joint_finetuning")),
        text("metric", "robot_accuracy, reasoning_coherence, ece, latency, ..."),
        number("value", "the measured value, in `unit`"),
        text("unit", "unit of the value (fraction, ms, ...)"),
        SEED,
        COUNT,
        boolean("higher_is_better", "known for the usual metrics", optional=True),
    ),
    key=("phase", "metric", "seed"),
)

ATTENTION_FLOW = Table(
    "attention_flow",
    "How attention flows from layer to layer, as weighted links.",
    (
        text("source", "node the attention comes from"),
        text("target", "node the attention goes to"),
        number("weight", "attention carried by the link", low=0),
        text("source_layer", "layer of the source; the order of layers follows the flow"),
        text("target_layer", "layer of the target"),
        STEP_IF_KNOWN,
    ),
    key=("step", "source_layer", "target_layer", "source", "target"),
)
