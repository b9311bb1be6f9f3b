"""Words and numbers: a word-level vocabulary shared by all four stages."""

import re
from collections.abc import Iterable, Sequence

PAD, UNKNOWN, END = "<pad>", "<unknown>", "<end>"
TASK, SUBTASK = "<task>", "<subtask>"
ANSWER = "<answer>"
"""Stage 2: the instruction is over, the answer begins."""
DIRECT = "<direct>"
"""Stages 3 and 4: name the robot at once."""
TASK_ANALYSIS, ENVIRONMENT, CAPABILITY, DECISION = (
    "<task_analysis>",
    "<environment>",
    "<capability>",
    "<decision>",
)
"""Stage 4: the four reasoning steps of a chain, in their order."""
STEP_END = "<then>"
"""Stage 4: one subtask of the chain is over."""
ROBOTS = ("Drone", "Underwater", "Humanoid", "Wheeled", "Legged")
"""Canonical robot names; each is a word of its own, so choosing a robot is saying a word."""

SPECIAL = (
    *(PAD, UNKNOWN, END, TASK, SUBTASK, ANSWER, DIRECT),
    *(TASK_ANALYSIS, ENVIRONMENT, CAPABILITY, DECISION, STEP_END),
    *ROBOTS,
)


def words(text: str) -> list[str]:
    """Lower-case words of a text, without punctuation."""
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", ""))


class Vocabulary:
    """Words that were seen in training, each with its index; anything else is `UNKNOWN`."""

    def __init__(self, known: Iterable[str]) -> None:
        """Number the special words first, then the known ones in alphabetical order."""
        self.words = [*SPECIAL, *sorted(set(known) - set(SPECIAL))]
        self.index = {word: i for i, word in enumerate(self.words)}
        self.pad = self.index[PAD]
        self.end = self.index[END]
        self.robots = [self.index[robot] for robot in ROBOTS]

    def __len__(self) -> int:
        """Number of words."""
        return len(self.words)

    def encode(self, tokens: Iterable[str], length: int | None = None) -> list[int]:
        """Indices of the tokens, cut or padded at the end to `length` when it is given."""
        unknown = self.index[UNKNOWN]
        ids = [self.index.get(token, unknown) for token in tokens]
        return ids if length is None else (ids + [self.pad] * length)[:length]

    def decode(self, ids: Sequence[int]) -> list[str]:
        """Words of the indices, up to the end of the sentence."""
        tokens = [self.words[i] for i in ids]
        return tokens[: tokens.index(END)] if END in tokens else tokens
