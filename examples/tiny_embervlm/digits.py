"""Handwritten digits as 49 overlapping patches, with captions from a written grammar."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from scipy import ndimage
from sklearn.datasets import load_digits
from torch import Tensor

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WEIGHTS = ("thin", "medium", "bold")
LEANS = ("left", "upright", "right")
WIDTHS = ("narrow", "wide")
VARIANTS = ("clean", "noisy", "rotated", "inverted", "shifted")


@dataclass(frozen=True)
class Look:
    """What can be said of a picture of a digit."""

    number: str
    weight: str
    lean: str
    width: str

    @property
    def caption(self) -> tuple[str, ...]:
        """For instance "a bold wide seven leaning right"; upright digits do not lean."""
        leaning = () if self.lean == "upright" else ("leaning", self.lean)
        return ("a", self.weight, self.width, self.number, *leaning)


@dataclass(frozen=True)
class Pictures:
    """Images (n, 8, 8) with values in [0, 1], and what they look like."""

    pixels: np.ndarray
    looks: list[Look]

    def __len__(self) -> int:
        """Number of pictures."""
        return len(self.looks)

    def subset(self, index: Sequence[int] | np.ndarray) -> "Pictures":
        """Some of the pictures."""
        return Pictures(self.pixels[np.asarray(index)], [self.looks[i] for i in index])

    def of_number(self, number: str) -> np.ndarray:
        """Indices of the pictures that show a number."""
        return np.flatnonzero([look.number == number for look in self.looks])


def patches(pixels: np.ndarray) -> Tensor:
    """Cut (n, 8, 8) into the 7x7 grid of overlapping 2x2 patches: (n, 49, 4), row-major."""
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (2, 2), axis=(1, 2))
    return torch.tensor(windows.reshape(len(pixels), 49, 4), dtype=torch.float32)


def _shape_statistics(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ink, slant (positive: leaning right) and width of each image, from its moments."""
    rows, columns = np.mgrid[0:8, 0:8]
    mass = pixels / pixels.sum(axis=(1, 2), keepdims=True)

    def mean(values: np.ndarray) -> np.ndarray:
        return (mass * values).sum(axis=(1, 2))

    row, column = mean(rows), mean(columns)
    slant = -(mean(rows * columns) - row * column) / (mean(rows**2) - row**2)
    return pixels.sum(axis=(1, 2)), slant, mean(columns**2) - column**2


def load_pictures(rng: np.random.Generator, n_test: int = 450) -> tuple[Pictures, Pictures]:
    """Training and test pictures; what "bold" means is fixed by the training pictures alone."""
    data = load_digits()
    order = rng.permutation(len(data.target))
    test, train = order[:n_test], order[n_test:]
    pixels = data.images / 16.0
    ink, slant, spread = _shape_statistics(pixels)
    weight = np.digitize(ink, np.quantile(ink[train], [1 / 3, 2 / 3]))
    lean = np.digitize(slant, np.quantile(slant[train], [1 / 3, 2 / 3]))
    width = np.digitize(spread, np.quantile(spread[train], [1 / 2]))
    looks = [
        Look(NUMBERS[number], WEIGHTS[w], LEANS[s], WIDTHS[b])
        for number, w, s, b in zip(data.target, weight, lean, width, strict=True)
    ]
    everything = Pictures(pixels, looks)
    return everything.subset(train), everything.subset(test)


def variant(pixels: np.ndarray, name: str, rng: np.random.Generator) -> np.ndarray:
    """A harder version of the images; their captions stay those of the clean ones."""
    match name:
        case "clean":
            return pixels
        case "noisy":
            return np.clip(pixels + rng.normal(0, 0.2, pixels.shape), 0, 1)
        case "rotated":
            turned = ndimage.rotate(pixels, 20, axes=(1, 2), reshape=False, order=1)
            return np.clip(turned, 0, 1)
        case "inverted":
            return 1 - pixels
        case "shifted":
            return ndimage.shift(pixels, (0, 0, 1), order=0)
    raise ValueError(f"unknown variant {name!r}; known are {', '.join(VARIANTS)}")
