"""The robot-selection data set: 250 tasks of four subtasks, each assigned to one robot."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from vocabulary import words

CANONICAL = {
    "Drone": "Drone",
    "Underwater Robot": "Underwater",
    "Humanoid": "Humanoid",
    "Robot with Wheels": "Wheeled",
    "Robot with Legs": "Legged",
}
RARE_BELOW = 10
"""A leading verb of fewer tasks than this counts as task type "other"."""


@dataclass(frozen=True)
class Subtask:
    """One subtask and what the data set says about it."""

    sample: int
    """Position among all subtasks of the file."""
    task: int
    """Index of the distinct task text: rows with the same text are the same task."""
    position: int
    """1 to 4: which step of its task this is, in execution order."""
    task_type: str
    task_words: tuple[str, ...]
    subtask_words: tuple[str, ...]
    robot: str
    chain: tuple[tuple[tuple[str, ...], str], ...]
    """(words, robot) of this task's subtasks in execution order, up to and with this one."""


def load_subtasks(path: Path) -> list[Subtask]:
    """Read the file; every subtask becomes one sample."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    texts = [row["input"].removeprefix("Task:").strip() for row in rows]
    verbs = [words(text)[0] for text in texts]
    common = {verb for verb, count in Counter(verbs).items() if count >= RARE_BELOW}
    task_index = {text: i for i, text in enumerate(dict.fromkeys(texts))}

    subtasks = []
    for row, text, verb in zip(rows, texts, verbs, strict=True):
        # Execution orders have gaps and ties; a stable sort leaves ties as they are listed.
        ordered = sorted(row["subtasks"], key=lambda subtask: subtask["execution_order"])
        chain = tuple(
            (tuple(words(subtask["subtask"])), CANONICAL[subtask["assigned_robot"]])
            for subtask in ordered
        )
        for position, (subtask_words, robot) in enumerate(chain, start=1):
            subtasks.append(
                Subtask(
                    sample=len(subtasks),
                    task=task_index[text],
                    position=position,
                    task_type=verb if verb in common else "other",
                    task_words=tuple(words(text)),
                    subtask_words=subtask_words,
                    robot=robot,
                    chain=chain[:position],
                )
            )
    return subtasks


def split_by_task(
    subtasks: list[Subtask], share: float, rng: np.random.Generator
) -> tuple[list[Subtask], list[Subtask]]:
    """Training and held-out subtasks; a task text is wholly in one of the two."""
    tasks = sorted({subtask.task for subtask in subtasks})
    held_out = set(rng.permutation(tasks)[: round(share * len(tasks))].tolist())
    train = [subtask for subtask in subtasks if subtask.task not in held_out]
    return train, [subtask for subtask in subtasks if subtask.task in held_out]


def baselines(train: list[Subtask], held_out: list[Subtask]) -> dict[str, float]:
    """What needs no network: the commonest robot, and the commonest robot of the same wording."""
    overall = Counter(subtask.robot for subtask in train)
    commonest = overall.most_common(1)[0][0]
    by_wording: dict[tuple[str, ...], Counter[str]] = {}
    for subtask in train:
        by_wording.setdefault(subtask.subtask_words, Counter())[subtask.robot] += 1

    def look_up(subtask: Subtask) -> str:
        seen = by_wording.get(subtask.subtask_words)
        return seen.most_common(1)[0][0] if seen else commonest

    return {
        "commonest_robot": float(np.mean([s.robot == commonest for s in held_out])),
        "commonest_robot_of_the_subtask_wording": float(
            np.mean([s.robot == look_up(s) for s in held_out])
        ),
        "held_out_wordings_seen_in_training": float(
            np.mean([s.subtask_words in by_wording for s in held_out])
        ),
    }
