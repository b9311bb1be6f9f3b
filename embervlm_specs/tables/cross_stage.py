"""Tables that span the stages."""

from embervlm_specs.tables.contract import (
    COUNT,
    SEED,
    STAGE,
    STEP,
    Table,
    boolean,
    fraction,
    number,
    text,
)

__all__ = [
    "ABLATIONS",
    "BASELINES",
    "BENCHMARKS",
    "DEPLOYMENTS",
    "EMISSIONS",
    "MODELS",
    "SCALARS",
]

_MEMORY = number("memory_mb", "memory needed to run", unit="MB", low=0, optional=True)

SCALARS = Table(
    "scalars",
    "Numbers logged while training: losses, accuracies and the like.",
    (
        STAGE,
        text("metric", "loss, accuracy, kl_divergence, student_accuracy, ..."),
        STEP,
        # a training that diverges logs what is not a number, and that is part of its story
        number("value", "the logged value; missing where it was not a number", optional=True),
        text("split", "data it was computed on", choices=("train", "val"), optional=True),
        SEED,
    ),
    key=("stage", "metric", "split", "seed", "step"),
)

MODELS = Table(
    "models",
    "Models to compare with: how large, how good, where they run.",
    (
        text("model", "name of the model"),
        number("parameters", "number of parameters", unit="millions", low=0),
        fraction("accuracy", "accuracy on the benchmark named by `metric`"),
        text("metric", "accuracy of what", optional=True),
        COUNT,
        _MEMORY,
        boolean("edge_deployable", "whether it runs on an edge device", optional=True),
        boolean("highlight", "whether this is our model", optional=True),
        text("source", "where the numbers come from", optional=True),
    ),
    key=("model",),
)

BENCHMARKS = Table(
    "benchmarks",
    "Benchmark scores after each stage.",
    (
        text("benchmark", "name of the benchmark"),
        STAGE,
        number("score", "score on the benchmark's own scale"),
        number("max_score", "the best possible score", optional=True),
        COUNT,
    ),
    key=("benchmark", "stage"),
)

BASELINES = Table(
    "baselines",
    "What needs no model: the commonest answer, or the commonest one of the same wording.",
    (
        STAGE,
        text(
            "task", "name of a benchmark; not recorded: the stage's own evaluation", optional=True
        ),
        text("name", "which simple rule answers", choices=("majority", "lookup")),
        text("metric", "accuracy, or another score"),
        number("score", "what the rule reaches, on the scale of the metric"),
        COUNT,
    ),
    key=("stage", "task", "name", "metric"),
)

EMISSIONS = Table(
    "emissions",
    "Carbon emitted by each component of each stage; what it emitted several times adds up.",
    (
        STAGE,
        text("component", "what emitted it (forward, backward, evaluation, cpu, ...)"),
        number("co2_kg", "emissions", unit="kg CO2-equivalent", low=0, optional=True),
        number(
            "accuracy_gain", "accuracy won by it", unit="fraction", low=-1, high=1, optional=True
        ),
        text("metric", "accuracy of what", optional=True),
        COUNT,
        boolean("estimated", "whether it was estimated rather than measured", optional=True),
    ),
    key=("stage", "component"),
    adds=True,
)

ABLATIONS = Table(
    "ablations",
    "What happens to a metric when a component is removed.",
    (
        text("component", "what was removed"),
        text("metric", "what was measured"),
        number("score", "the metric without the component"),
        number("baseline", "the metric of the whole model"),
        SEED,
        COUNT,
        boolean("higher_is_better", "known for the usual metrics", optional=True),
    ),
    key=("component", "metric", "seed"),
)

DEPLOYMENTS = Table(
    "deployments",
    "Latency and accuracy of variants on devices.",
    (
        text("device", "the device it ran on"),
        text("variant", "how the model was packed (precision, threads, batch, ...)"),
        number("latency_ms", "time for one answer", unit="ms", low=0),
        fraction("accuracy", "accuracy of this variant"),
        text("metric", "accuracy of what", optional=True),
        _MEMORY,
        number("power_w", "power drawn while running", unit="W", low=0, optional=True),
        COUNT,
    ),
    key=("device", "variant"),
)
