"""The same five held-out tasks after every stage, learnt already or not."""

from collections import Counter

import numpy as np
import torch
from chains import keyword_accuracy
from data import Data
from generation import write
from instructions import ANSWER_LENGTH, Instruction, word_f1
from model import TinyEmberVLM
from recording import Row
from stage1_alignment import Aligner, CaptionedPictures
from stage2_instruction import Lessons
from stage3_robot_selection import robot_accuracy
from stage4_reasoning import write_chains

from embervlm_specs import RunRecorder


@torch.no_grad()
def record_benchmarks(
    stage: int, model: TinyEmberVLM, aligner: Aligner, data: Data, recorder: RunRecorder
) -> None:
    """Record every score; each is a share, so the best possible is 1."""
    model.eval()
    lessons, prompts = data.test_lessons, data.held_out_prompts
    answers = written_answers(model, lessons)
    f1 = [word_f1(a, one.answer) for a, one in zip(answers, lessons.instructions, strict=True)]
    naming = number_naming(answers, lessons)
    chains = zip(write_chains(model, prompts), prompts.subtasks, strict=True)
    keywords = [keyword_accuracy(chain, subtask) for chain, subtask in chains]
    recall, pictures = caption_retrieval(aligner, data)
    scores = {
        "caption retrieval R@1": (recall, pictures),
        "number naming": (float(np.mean(naming)), len(naming)),
        "instruction word F1": (float(np.mean(f1)), len(f1)),
        "robot selection": (robot_accuracy(model, prompts), len(prompts)),
        "reasoning keywords": (float(np.mean(keywords)), len(keywords)),
    }
    recorder.record(
        "benchmarks",
        [
            {"benchmark": name, "stage": stage, "score": score, "max_score": 1.0, "n": n}
            for name, (score, n) in scores.items()
        ],
    )


def written_answers(model: TinyEmberVLM, lessons: Lessons) -> list[list[str]]:
    """The words of the model's own answers."""
    vocabulary = model.vocabulary
    written = write(
        model, lessons.patches, lessons.questions, stop=vocabulary.end, length=ANSWER_LENGTH
    )
    return [[vocabulary.words[i] for i in words] for words in written.words]


def number_naming(answers: list[list[str]], lessons: Lessons) -> list[bool]:
    """Whether each answer to "explain which number it is" names the right one."""
    return [
        one.answer[2] in answer
        for answer, one in zip(answers, lessons.instructions, strict=True)
        if one.type == "explain"
    ]


def baseline_rows(data: Data) -> list[Row]:
    """What the commonest answer reaches on held-out data, and the one of the same wording."""
    of_robots = {
        "majority": data.baselines["commonest_robot"],
        "lookup": data.baselines["commonest_robot_of_the_subtask_wording"],
    }
    metric = {"metric": "accuracy"}
    selection = {**metric, "n": len(data.held_out_prompts)}
    rows: list[Row] = [
        {"stage": stage, "task": task, "name": name, "score": score, **selection}
        for stage, task in ((3, None), (4, None), (3, "robot selection"))
        for name, score in of_robots.items()
    ]
    named = Counter(one.answer[2] for one in _explained(data.train_lessons))
    asked = _explained(data.test_lessons)
    right = sum(one.answer[2] == named.most_common(1)[0][0] for one in asked)
    naming = {"stage": 2, "task": "number naming", "name": "majority", **metric}
    return [*rows, {**naming, "score": right / len(asked), "n": len(asked)}]


def _explained(lessons: Lessons) -> list[Instruction]:
    return [one for one in lessons.instructions if one.type == "explain"]


def caption_retrieval(aligner: Aligner, data: Data) -> tuple[float, int]:
    """Share of test pictures closest to their own caption among all distinct captions, and n.

    After stage 1 the encoders move on and the aligner's projections stay: this may be forgotten.
    """
    pictures = CaptionedPictures.of(aligner.model, data.test_pictures)
    similarity = aligner.images(pictures.patches) @ aligner.captions(pictures.ids).T
    nearest = pictures.caption[similarity.argmax(dim=1)]
    return (nearest == pictures.caption).float().mean().item(), len(nearest)
