"""Stage 1: bring pictures and their captions together by contrastive training."""

from dataclasses import dataclass

import numpy as np
import torch
from carbon import CarbonMeter
from digits import Pictures, patches
from model import TinyEmberVLM
from recording import scalar_rows
from seeding import generator
from stage1_measurements import AlignmentMeasurements
from torch import Tensor, nn
from torch.nn import functional as F
from training import optimise
from vocabulary import END

from embervlm_specs import RunRecorder

STAGE = 1
CAPTION_LENGTH = 7
EMBEDDING_WIDTH = 32


class Aligner(nn.Module):
    """Projects visual tokens and captions of a model into one space."""

    def __init__(self, model: TinyEmberVLM) -> None:
        """Two linear maps and a temperature on top of the model."""
        super().__init__()
        self.model = model
        self.image = nn.Linear(model.sizes.width, EMBEDDING_WIDTH)
        self.text = nn.Linear(model.sizes.width, EMBEDDING_WIDTH)
        self.log_scale = nn.Parameter(torch.tensor(2.0))

    def tokens(self, patches: Tensor) -> Tensor:
        """Each visual token in the shared space, (n, 49, width), not normalised."""
        return self.image(self.model.vision(patches)[0])

    def images(self, patches: Tensor) -> Tensor:
        """Unit vectors of images: the direction of the mean of their tokens."""
        return F.normalize(self.tokens(patches).mean(dim=1), dim=-1)

    def captions(self, ids: Tensor) -> Tensor:
        """Unit vectors of captions, read off where the caption ends."""
        prefix = self.model.look(None, len(ids))
        _, trace = self.model.decoder(prefix, ids)
        ends = (ids == self.model.vocabulary.end).float().argmax(dim=1)
        last = trace.hidden[-1][torch.arange(len(ids)), ends]
        return F.normalize(self.text(self.model.decoder.norm(last)), dim=-1)


@dataclass(frozen=True)
class CaptionedPictures:
    """Pictures as tensors, with the number of their caption: equal captions, equal number."""

    pictures: Pictures
    patches: Tensor
    ids: Tensor
    caption: Tensor

    @classmethod
    def of(cls, model: TinyEmberVLM, pictures: Pictures) -> "CaptionedPictures":
        """Encode pictures and captions."""
        captions = [look.caption for look in pictures.looks]
        encoded = [model.vocabulary.encode((*c, END), CAPTION_LENGTH) for c in captions]
        numbers = {caption: i for i, caption in enumerate(sorted(set(captions)))}
        caption = torch.tensor([numbers[c] for c in captions])
        return cls(pictures, patches(pictures.pixels), torch.tensor(encoded), caption)


def contrastive_loss(
    aligner: Aligner, data: CaptionedPictures, index: np.ndarray
) -> tuple[Tensor, Tensor, Tensor]:
    """Loss of a batch, cosine similarity of all its pairs, and which of them match.

    Pictures of the same caption are all matches of it: the target is shared among them.
    """
    similarity = aligner.images(data.patches[index]) @ aligner.captions(data.ids[index]).T
    caption = data.caption[index]
    match = caption[:, None] == caption
    target = match / match.sum(dim=1, keepdim=True)
    logits = similarity * aligner.log_scale.exp().clamp(max=100)
    loss = (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2
    return loss, similarity, match


def train_alignment(
    model: TinyEmberVLM,
    train: Pictures,
    test: Pictures,
    recorder: RunRecorder,
    meter: CarbonMeter,
    *,
    seed: int,
    steps: int,
    evaluations: int,
    detailed: bool,
    batch_size: int = 48,
) -> tuple[Aligner, float]:
    """Train vision encoder and decoder as the two towers; record as it goes.

    Returns the aligner and the held-out accuracy that training won.
    """
    aligner = Aligner(model)
    training, testing = CaptionedPictures.of(model, train), CaptionedPictures.of(model, test)
    measurements = AlignmentMeasurements(aligner, testing, recorder, seed)
    rng = generator(seed, "stage 1 batches")
    accuracies: list[float] = []
    fixed = {
        "train": (training, np.arange(min(256, len(train)))),
        "val": (testing, np.arange(min(256, len(test)))),
    }

    def loss_of_batch(step: int) -> Tensor:
        index = rng.choice(len(train), batch_size, replace=False)
        loss, similarity, match = contrastive_loss(aligner, training, index)
        if detailed:
            recorder.record(
                "contrastive_pairs",
                {
                    "step": step,
                    "positive_distance": 1 - similarity[match].mean().item(),
                    "negative_distance": 1 - similarity[~match].mean().item(),
                    "loss": loss.item(),
                },
            )
        return loss

    def evaluate(step: int) -> None:
        for split, (data, index) in fixed.items():
            loss, similarity, match = contrastive_loss(aligner, data, index)
            nearest = match[torch.arange(len(index)), similarity.argmax(dim=1)]
            accuracy = nearest.float().mean().item()
            recorder.record(
                "scalars",
                scalar_rows(STAGE, step, split, seed, loss=loss.item(), accuracy=accuracy),
            )
        accuracies.append(accuracy)
        print(f"  stage 1, step {step}: held-out loss {loss.item():.3f}, accuracy {accuracy:.3f}")
        if detailed:
            measurements.record(step, last=step == steps)

    with meter.component(STAGE, "training"):
        optimise(
            aligner,
            loss_of_batch,
            evaluate,
            steps=steps,
            evaluations=evaluations,
            learning_rate=2e-3,
            evaluating=lambda: meter.component(STAGE, "evaluation"),
        )
    return aligner, accuracies[-1] - accuracies[0]
