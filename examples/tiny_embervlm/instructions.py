"""Instructions about pictures of digits, with answers from a written grammar."""

from dataclasses import dataclass

import numpy as np
from digits import LEANS, NUMBERS, WEIGHTS, WIDTHS, Look

INSTRUCTION_TYPES = ("describe", "explain", "analyze", "compare")
TASK_OF_TYPE = {
    "describe": "captioning",
    "analyze": "vqa",
    "explain": "complex_reasoning",
    "compare": "complex_reasoning",
}
QUESTION_LENGTH = 5
ANSWER_LENGTH = 12
"""Tokens of the longest question and of the longest answer with its end."""

_LOOPS = {
    **dict.fromkeys(("zero", "six", "nine"), "one loop"),
    "eight": "two loops",
    **dict.fromkeys(("one", "two", "three", "four", "five", "seven"), "no loop"),
}


@dataclass(frozen=True)
class Instruction:
    """A question about one picture and its reference answer."""

    picture: int
    type: str
    question: tuple[str, ...]
    answer: tuple[str, ...]

    @property
    def task(self) -> str:
        """The kind of task that the type of instruction belongs to."""
        return TASK_OF_TYPE[self.type]


def instruct(picture: int, look: Look, kind: str, rng: np.random.Generator) -> Instruction:
    """Ask one instruction of a kind about a picture; the details of the question are drawn."""
    match kind:
        case "describe":
            question, answer = "describe the picture", " ".join(look.caption)
        case "analyze":
            aspects = ("number", "weight", "lean", "width")
            asked = rng.permutation(aspects)[: rng.integers(1, 3)]
            question = "analyze the " + " and ".join(asked)
            answer = " and ".join(getattr(look, aspect) for aspect in asked)
        case "explain":
            question = "explain which number it is"
            parity = "even" if NUMBERS.index(look.number) % 2 == 0 else "odd"
            answer = f"it is {look.number} because it has {_LOOPS[look.number]} and is {parity}"
        case "compare":
            other = int(rng.integers(len(NUMBERS)))
            difference = NUMBERS.index(look.number) - other
            question = f"compare it with {NUMBERS[other]}"
            if difference == 0:
                answer = f"both are {look.number}"
            else:
                word = "larger" if difference > 0 else "smaller"
                by = NUMBERS[abs(difference)]
                answer = f"{look.number} is {word} than {NUMBERS[other]} by {by}"
        case _:
            raise ValueError(f"unknown kind of instruction {kind!r}")
    return Instruction(picture, kind, tuple(question.split()), tuple(answer.split()))


def grammar_words() -> set[str]:
    """Every word of captions, questions and answers."""
    sentences = (
        "a leaning describe the picture analyze number weight lean width and explain which it is",
        "because has one loop two loops no even odd compare with both are larger smaller than by",
    )
    return {*NUMBERS, *WEIGHTS, *LEANS, *WIDTHS, *" ".join(sentences).split()}


def word_f1(answer: list[str], reference: tuple[str, ...]) -> float:
    """F1 of the words of an answer, counted with repetition."""
    common = sum(min(answer.count(word), reference.count(word)) for word in set(answer))
    return 2 * common / (len(answer) + len(reference))
