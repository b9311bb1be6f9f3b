"""All that the stages learn from, split once for all seeds."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from chains import ENVIRONMENT_WORDS, Coherence
from digits import Pictures, load_pictures
from instructions import grammar_words
from plan import Plan
from robot_tasks import Subtask, baselines, load_subtasks, split_by_task
from seeding import generator
from stage2_instruction import Lessons
from stage3_robot_selection import Prompts
from vocabulary import Vocabulary


@dataclass(frozen=True)
class Data:
    """Training and held-out data of every stage, over one vocabulary."""

    vocabulary: Vocabulary
    train_pictures: Pictures
    test_pictures: Pictures
    train_lessons: Lessons
    test_lessons: Lessons
    train_prompts: Prompts
    held_out_prompts: Prompts
    coherence: Coherence
    baselines: dict[str, float]


def load_data(path: Path, plan: Plan, seed: int) -> Data:
    """Read and split; held-out words that training never shows are unknown to the vocabulary."""
    train_pictures, test_pictures = load_pictures(generator(seed, "digits"))
    subtasks = load_subtasks(path)
    train, held_out = split_by_task(subtasks, plan.held_out_share, generator(seed, "tasks"))
    held_out = held_out[: plan.held_out_limit]
    vocabulary = Vocabulary(_words(train) | {*ENVIRONMENT_WORDS} | grammar_words())

    test_lessons = Lessons.about(test_pictures, vocabulary, generator(seed, "test lessons"))
    rounds = plan.lesson_rounds
    rng = generator(seed, "lessons")
    return Data(
        vocabulary=vocabulary,
        train_pictures=train_pictures,
        test_pictures=test_pictures,
        train_lessons=Lessons.about(train_pictures, vocabulary, rng, rounds),
        test_lessons=test_lessons.subset(np.arange(plan.test_lessons)),
        train_prompts=Prompts.of(vocabulary, train, train_pictures, generator(seed, "shown")),
        held_out_prompts=Prompts.of(
            vocabulary, held_out, test_pictures, generator(seed, "shown held-out")
        ),
        coherence=Coherence.learnt_from(train),
        baselines=baselines(train, held_out),
    )


def _words(subtasks: list[Subtask]) -> set[str]:
    """Every word of the subtasks, their tasks and task types."""
    return {
        word
        for subtask in subtasks
        for word in (*subtask.task_words, *subtask.subtask_words, subtask.task_type)
    } | {word for subtask in subtasks for wording, _ in subtask.chain for word in wording}
