"""Tables of stage 2, instruction tuning."""

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
    text,
)

__all__ = ["PERPLEXITY", "RESPONSES", "TOKEN_PROBABILITIES"]

_POSITION = integer("position", "position in the sequence, 0-based", unit="tokens")

RESPONSES = Table(
    "responses",
    "Answers to instructions, with or without the image: how good and how long.",
    (
        identifier("sample", "the instruction that was answered"),
        text("task", "kind of task (captioning, vqa, complex_reasoning)", optional=True),
        text(
            "instruction_type",
            "what was asked (describe, explain, analyze, compare)",
            optional=True,
        ),
        boolean("with_vision", "whether the model saw the image", optional=True),
        fraction("score", "quality of the answer", optional=True),
        integer("length", "length of the answer", unit="tokens", optional=True),
        STAGE_IF_KNOWN,
        STEP_IF_KNOWN,
        SEED,
        GROUP,
    ),
    key=("stage", "step", "seed", "with_vision", "task", "instruction_type", "sample"),
)

TOKEN_PROBABILITIES = Table(
    "token_probabilities",
    "The probability the model gave to each token of a sequence.",
    (
        identifier("sequence", "the sequence"),
        text("source", "whose tokens they are", choices=("ground_truth", "generated")),
        _POSITION,
        text("token", "the token as text", optional=True),
        fraction("probability", "probability of the token given those before it"),
    ),
    key=("sequence", "source", "position"),
)

PERPLEXITY = Table(
    "perplexity",
    "Perplexity by position in the sequence, over training.",
    (
        STEP,
        _POSITION,
        number("perplexity", "exp of the mean negative log-likelihood at this position", low=1),
        COUNT,
    ),
    key=("step", "position"),
)
