"""How often the 95 % intervals of seeds, groups and samples hold the truth, by simulation.

    python benchmarks/coverage.py [--runs 10000] [--seed 0]

Each cell is so many simulated evaluations: groups of ten samples that are alike within their group
(correlation 0.2), answered by one to five seeds, which differ in how good they are (a share of the
variance, 0 or 0.01), in what they find hard, and by chance. Coverage is the share of the intervals
that hold the true mean; rejection is how often a difference of two ways that are equally good is
called one (p < 0.05). The aims: 94 to 97 % from 30 groups and three seeds on, at least 93 % with
ten groups or two seeds; at most 6 % rejections. A cell that misses its aim by more than two
standard errors of the simulation is marked with `!`, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
from scipy.special import ndtri

from embervlm_specs.stats.clusters import Kind, estimates

GROUP, ALIKE, MOST_ROWS = 10, 0.2, 2_000_000
ALIKE_SCORE = 0.35
"""The correlation of normal scores whose signs, right or wrong, correlate by about 0.2."""

SIZES, SEEDS = (100, 300, 1000, 5000), (1, 2, 3, 5)


@dataclass(frozen=True)
class Cell:
    """One kind of evaluation: `n` samples, so many `seeds` that share of the variance apart."""

    kind: Kind
    n: int
    seeds: int
    apart: float = 0.0
    truth: float = 0.0

    @property
    def aim(self) -> tuple[float, float]:
        """The coverage that is called right."""
        well_known = self.n // GROUP >= 30 and self.seeds not in (2,)
        return (0.94, 0.97) if well_known else (0.93, 1.0)


def cells() -> Iterator[Cell]:
    """The whole grid; one seed has nothing to differ from."""
    kinds: list[tuple[Kind, float]] = [("mean", 0), ("share", 0.7), ("share", 0.9), ("paired", 0)]
    for kind, truth in kinds:
        for n in SIZES:
            for seeds in SEEDS:
                for apart in (0.0,) if seeds == 1 else (0.0, 0.01):
                    yield Cell(kind, n, seeds, apart, truth)


def simulated(cell: Cell, runs: int, random: np.random.Generator) -> pd.DataFrame:
    """So many evaluations, as rows of a table: `run`, `seed`, `group`, `sample` and `y`."""
    shape = (runs, cell.seeds, cell.n // GROUP, GROUP)
    places = dict(
        zip(("run", "seed", "group", "item"), np.indices(shape, dtype=np.int32), strict=True)
    )
    frame = pd.DataFrame({name: place.ravel() for name, place in places.items()})
    frame["sample"] = frame["group"] * GROUP + frame.pop("item")
    first = _latent(cell, shape, random)
    if cell.kind == "mean":
        y = first
    elif cell.kind == "share":
        y = (first < ndtri(cell.truth)).astype(float)
    else:  # two ways that are right four times out of five, and more often both than by chance
        both, second = _latent(cell, shape, random), _latent(cell, shape, random)
        right = [(x + both) / np.sqrt(2) < ndtri(0.8) for x in (first, second)]
        y = right[1].astype(float) - right[0]
    return frame.assign(y=y.ravel())


def _latent(
    cell: Cell, shape: tuple[int, ...], random: np.random.Generator
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Standard normal values, in part the same within seeds, groups, samples, or group and seed."""
    runs, seeds, groups, each = shape
    alike = ALIKE if cell.kind == "mean" else ALIKE_SCORE
    rest = (1 - alike - cell.apart - 0.02) / 2
    parts = [
        ((runs, seeds, 1, 1), cell.apart),
        ((runs, 1, groups, 1), alike),
        ((runs, seeds, groups, 1), 0.02),
        ((runs, 1, groups, each), rest),
        (shape, rest),
    ]
    return np.asarray(sum(np.sqrt(v) * random.normal(size=size) for size, v in parts))


def outcome(cell: Cell, runs: int, seed: int) -> tuple[float, float]:
    """Coverage and rejection of a cell."""
    random = np.random.default_rng([seed, cell.n, cell.seeds])
    held, rejected, done = 0, 0, 0
    while done < runs:
        some = min(runs - done, max(1, MOST_ROWS // (cell.n * cell.seeds)))
        rows = nw.from_native(simulated(cell, some, random)).lazy()
        table = estimates(rows, ["run"], "y", kind=cell.kind)
        held += int(table["low"].le(cell.truth).mul(table["high"].ge(cell.truth)).sum())
        rejected += int((table["p"] < 0.05).sum())
        done += some
    return held / runs, rejected / runs


def main() -> int:
    """Simulate the grid, and print a line a cell."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    started, missed = time.monotonic(), 0
    print("    kind  truth      n  groups  seeds  apart  covered rejected")
    for cell in cells():
        covered, rejected = outcome(cell, asked.runs, asked.seed)
        null = cell.kind != "share"
        chance = 2 * (0.05 * 0.95 / asked.runs) ** 0.5
        low, high = cell.aim
        wrong = not low - chance <= covered <= high + chance
        wrong |= null and rejected > 0.06 + chance
        missed += wrong
        print(
            f"{cell.kind:>8} {cell.truth:6.2f} {cell.n:6,} {cell.n // GROUP:7} {cell.seeds:6}"
            f" {cell.apart:6.2f} {covered:8.3f} {f'{rejected:8.3f}' if null else '':>8}"
            f"{' !' if wrong else ''}",
            flush=True,
        )
    print(f"{missed} cells miss their aim, {time.monotonic() - started:.0f} s")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
