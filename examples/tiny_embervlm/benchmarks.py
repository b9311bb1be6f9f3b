"""The same five held-out tasks after every stage, learnt already or not."""

import numpy as np
import torch
from chains import keyword_accuracy
from data import Data
from generation import write
from instructions import ANSWER_LENGTH, word_f1
from model import TinyEmberVLM
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


def caption_retrieval(aligner: Aligner, data: Data) -> tuple[float, int]:
    """Share of test pictures closest to their own caption among all distinct captions, and n.

    After stage 1 the encoders move on and the aligner's projections stay: this may be forgotten.
    """
    pictures = CaptionedPictures.of(aligner.model, data.test_pictures)
    similarity = aligner.images(pictures.patches) @ aligner.captions(pictures.ids).T
    nearest = pictures.caption[similarity.argmax(dim=1)]
    return (nearest == pictures.caption).float().mean().item(), len(nearest)
