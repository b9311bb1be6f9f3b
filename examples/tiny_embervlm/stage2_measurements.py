"""What stage 2 records besides scalars: perplexity, token probabilities, responses."""

import torch
from generation import write
from instructions import ANSWER_LENGTH, INSTRUCTION_TYPES, word_f1
from model import TinyEmberVLM
from recording import Row
from stage2_instruction import STAGE, Lessons, answer_logits
from torch.nn import functional as F

from embervlm_specs import RunRecorder


class InstructionMeasurements:
    """Measures a model on held-out instructions."""

    def __init__(
        self,
        model: TinyEmberVLM,
        lessons: Lessons,
        recorder: RunRecorder,
        *,
        seed: int,
        last_step: int,
        detailed: bool,
    ) -> None:
        """Answers are written out after the last step, of every seed; the rest of one seed."""
        self.model = model
        self.lessons = lessons
        self.recorder = recorder
        self.seed = seed
        self.last_step = last_step
        self.detailed = detailed

    def __call__(self, step: int) -> None:
        """Record what belongs to this step."""
        if self.detailed:
            self.recorder.record("perplexity", self._perplexity_rows(step))
        if step == self.last_step:
            self.recorder.record("responses", self._response_rows(step))
            if self.detailed:
                self.recorder.record("token_probabilities", self._probability_rows())

    def _perplexity_rows(self, step: int) -> list[Row]:
        """Exp of the mean negative log-likelihood of the reference word at each position."""
        answers = self.lessons.answers
        logits = answer_logits(self.model, self.lessons)
        real = answers != self.model.vocabulary.pad
        nll = F.cross_entropy(logits.transpose(1, 2), answers, reduction="none")
        return [
            {
                "step": step,
                "position": position,
                "perplexity": max(nll[here, position].mean().exp().item(), 1.0),
                "n": int(here.sum()),
            }
            for position, here in enumerate(real.T)
            if here.any()
        ]

    def _probability_rows(self) -> list[Row]:
        """One instruction of each kind: the reference's words, and those the model writes."""
        some = self.lessons.subset(torch.arange(len(INSTRUCTION_TYPES)).numpy())
        vocabulary = self.model.vocabulary
        chances = answer_logits(self.model, some).softmax(dim=-1)
        of_reference = chances.gather(2, some.answers[..., None]).squeeze(2)
        written = write(
            self.model, some.patches, some.questions, stop=vocabulary.end, length=ANSWER_LENGTH
        )
        rows: list[Row] = []
        for i, instruction in enumerate(some.instructions):
            generated = [vocabulary.words[word] for word in written.words[i]]
            sources = {
                "ground_truth": (instruction.answer, of_reference[i].tolist()),
                "generated": (generated, written.probabilities[i]),
            }
            rows += [
                {
                    "sequence": instruction.type,
                    "source": source,
                    "position": position,
                    "token": token,
                    "probability": min(probability, 1.0),
                }
                for source, (tokens, probabilities) in sources.items()
                # The longer list holds the end of the sentence and padding: not words.
                for position, (token, probability) in enumerate(
                    zip(tokens, probabilities, strict=False)
                )
            ]
        return rows

    def _response_rows(self, step: int) -> list[Row]:
        """Score (word F1) and length of every answer, with the picture and with a blank one."""
        vocabulary = self.model.vocabulary
        rows: list[Row] = []
        for with_vision, lessons in ((True, self.lessons), (False, self.lessons.blind())):
            written = write(
                self.model,
                lessons.patches,
                lessons.questions,
                stop=vocabulary.end,
                length=ANSWER_LENGTH,
            )
            for sample, (words, one) in enumerate(
                zip(written.words, lessons.instructions, strict=True)
            ):
                answer = [vocabulary.words[word] for word in words]
                rows.append(
                    {
                        "sample": sample,
                        "task": one.task,
                        "instruction_type": one.type,
                        "with_vision": with_vision,
                        "score": word_f1(answer, one.answer),
                        "length": len(answer),
                        "stage": STAGE,
                        "step": step,
                        "seed": self.seed,
                        "group": one.picture,
                    }
                )
        return rows
