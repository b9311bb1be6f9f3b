"""A small version of `benchmarks/coverage.py`: intervals hold the truth as often as they say."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import numpy as np
import pytest
import scipy.stats

from tests.conftest import REPOSITORY

RUNS = 1000


def benchmark() -> ModuleType:
    path = REPOSITORY / "benchmarks" / "coverage.py"
    spec = importlib.util.spec_from_file_location("coverage_benchmark", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclass looks for its own names
    spec.loader.exec_module(module)
    return module


coverage = benchmark()
CELLS = [cell for cell in coverage.cells() if cell.n in (100, 300) and cell.seeds in (1, 3)]


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_coverage_and_rejection_are_within_chance_of_their_aims(cell) -> None:
    covered, rejected = coverage.outcome(cell, RUNS, seed=1)
    low, high = cell.aim
    # as far beyond the aim as 1,000 runs of an interval at its end stray in one of 1,000 cases
    assert scipy.stats.binom.sf(covered * RUNS, RUNS, low) < 0.999
    assert scipy.stats.binom.cdf(covered * RUNS - 1, RUNS, high) < 0.999 or high == 1
    if cell.kind != "share":
        assert scipy.stats.binom.cdf(rejected * RUNS - 1, RUNS, 0.06) < 0.999


def test_rows_taken_for_independent_would_be_called_far_too_sure() -> None:
    cell = coverage.Cell("mean", 300, 1)
    frame = coverage.simulated(cell, RUNS, np.random.default_rng(0))
    means, errors = (frame.groupby("run")["y"].agg(how) for how in ("mean", "sem"))
    held = (means.abs() < 1.96 * errors).mean()
    assert held < 0.85


def test_groups_correlate_as_they_are_said_to() -> None:
    cell = coverage.Cell("share", 5000, 1, truth=0.8)
    y = coverage.simulated(cell, 20, np.random.default_rng(0))["y"].to_numpy().reshape(-1, 10)
    between = 10 * y.mean(axis=1).var(ddof=1)
    within = y.var(axis=1, ddof=1).mean()
    assert (between - within) / (between + 9 * within) == pytest.approx(0.2, abs=0.03)
