"""Reasoning chains: built from the data set, read back from what a model wrote, and scored."""

from collections import defaultdict
from dataclasses import dataclass

from robot_tasks import Subtask
from vocabulary import CAPABILITY, DECISION, END, ENVIRONMENT, ROBOTS, STEP_END, TASK_ANALYSIS

Wording = tuple[str, ...]
REASONING_STEPS = ("task_analysis", "environment", "capability", "decision")

CHAIN_LENGTH = 42
"""More tokens than any chain of the data set."""
_ENVIRONMENTS = {
    "water": "underwater sea ocean lake river pool coral reef marine dam submerged shipwreck port "
    "harbor pipeline seabed aquarium",
    "farmland": "field fields farm farms farmland crop crops soil orchard orchards vineyard "
    "irrigation weed weeds pest pests livestock seeds planting harvest",
    "terrain": "mountain mountains mountainous hill forest desert rocky cave trail canyon rough "
    "jungle steep terrain ridge cliff volcano snow muddy uneven wilderness valley glacier",
    "indoor": "warehouse hospital office building factory store mall museum indoor house stairs "
    "supermarket hotel school library tunnel basement room lab laboratory",
}
ENVIRONMENT_WORDS = (*_ENVIRONMENTS, "outdoor")
_FUNCTION_WORDS = frozenset(
    ["and", "or", "the", "a", "of", "to", "for", "if", "from", "with", "in", "on", "at", "by"]
)


def environment_of(subtask: Subtask) -> str:
    """Where a task takes place: the first list that shares a word with it, else outdoor."""
    said = set(subtask.task_words)
    named = (name for name, listed in _ENVIRONMENTS.items() if said & {*listed.split()})
    return next(named, "outdoor")


def chain_words(subtask: Subtask) -> list[str]:
    """The reference chain after its first marker, up to and with the end.

    Type of the task, environment, then the subtasks in execution order with their robots; the
    robot of the last one is left to the decision.
    """
    tokens = [subtask.task_type, ENVIRONMENT, environment_of(subtask), CAPABILITY]
    for wording, robot in subtask.chain[:-1]:
        tokens += [*wording, robot, STEP_END]
    return [*tokens, *subtask.chain[-1][0], DECISION, subtask.robot, END]


def full_chain(words: list[str]) -> list[str]:
    """A chain with its first marker, up to its decision, which is added where it is missing."""
    until = words.index(DECISION) if DECISION in words else len(words)
    return [TASK_ANALYSIS, *words[:until], DECISION]


def segments(chain: list[str]) -> dict[str, range]:
    """Where each reasoning step stands in a full chain; a missing marker leaves its step out."""
    markers = (TASK_ANALYSIS, ENVIRONMENT, CAPABILITY, DECISION)
    starts = [(chain.index(marker), marker.strip("<>")) for marker in markers if marker in chain]
    starts.sort()
    ends = [start for start, _ in starts[1:]] + [len(chain)]
    return {name: range(start, end) for (start, name), end in zip(starts, ends, strict=True)}


def steps_of(chain: list[str]) -> list[Wording]:
    """The wordings of the subtasks that a chain goes through, without the robots."""
    inside = segments(chain).get(CAPABILITY.strip("<>"), range(0))
    steps: list[list[str]] = [[]]
    for token in (chain[i] for i in inside[1:]):
        if token == STEP_END:
            steps.append([])
        elif token not in ROBOTS:
            steps[-1].append(token)
    return [tuple(step) for step in steps if step]


def mention(chain: list[str], decided: str) -> str:
    """Early, where the decided robot was named before the decision; late otherwise."""
    return "early" if decided in chain else "late"


def keyword_accuracy(chain: list[str], subtask: Subtask) -> float:
    """Share of the reference chain's content words that the chain holds."""
    wordings = {word for wording, _ in subtask.chain for word in wording}
    keywords = {subtask.task_type, environment_of(subtask)} | wordings - _FUNCTION_WORDS
    return len(keywords & set(chain)) / len(keywords)


@dataclass(frozen=True)
class Coherence:
    """Scores whether the steps of a chain follow each other as those of training chains do."""

    followers: dict[Wording | None, set[Wording]]
    """What comes after a wording in the training chains; after None: what comes first."""

    @classmethod
    def learnt_from(cls, subtasks: list[Subtask]) -> "Coherence":
        """Collect which wordings follow which."""
        followers: dict[Wording | None, set[Wording]] = defaultdict(set)
        for subtask in subtasks:
            wordings = [wording for wording, _ in subtask.chain]
            for before, after in zip([None, *wordings], wordings, strict=False):
                followers[before].add(after)
        return cls(dict(followers))

    def score(self, chain: list[str]) -> float:
        """Mean over the steps of the best word overlap (Jaccard) with an allowed follower.

        The step that comes before is taken as the training wording closest to it; a chain without
        steps scores 0.
        """
        before: Wording | None = None
        scores = []
        for step in steps_of(chain):
            allowed = self.followers.get(before, set())
            scores.append(max((_overlap(step, follower) for follower in allowed), default=0.0))
            known = sorted(wording for wording in self.followers if wording is not None)
            before = max(known, key=lambda wording: _overlap(step, wording))
        return sum(scores) / len(scores) if scores else 0.0


def _overlap(a: Wording, b: Wording) -> float:
    """Shared words over all words."""
    return len({*a} & {*b}) / len({*a} | {*b})
