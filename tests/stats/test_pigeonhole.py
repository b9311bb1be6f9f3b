"""The pigeonhole bootstrap from sums, against one that repeats the rows themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.rows import open_rows
from embervlm_specs.stats.pigeonhole import resampled_gaps
from tests.engines import as_engine, every_engine


def crossed(seeds: int, units: int, each: int, *, seed: int = 0) -> pd.DataFrame:
    """Rows of units in seeds, some of which are missing, with a confidence and a hit."""
    random = np.random.default_rng(seed)
    places = np.indices((seeds, units, each)).reshape(3, -1)
    frame = pd.DataFrame({"seed": places[0], "group": places[1]})
    frame["sample"] = places[1] * each + places[2]
    frame["confidence"] = random.beta(4, 2, len(frame)).round(3)
    easy = random.normal(size=units)[places[1]] + random.normal(size=seeds)[places[0]]
    frame["hit"] = (random.normal(size=len(frame)) + easy < 1).astype(int)
    frame["bin"] = np.minimum((frame["confidence"] * 5).astype(int), 4)
    return frame.sample(frac=0.9, random_state=1).reset_index(drop=True)


def repeated(frame: pd.DataFrame, draws: int = 2000) -> np.ndarray:
    """Shares of rows and gaps by bin, each row as often as its seed times its unit are drawn."""
    random = np.random.default_rng(5)
    seeds, units = (pd.factorize(frame[name])[0] for name in ("seed", "unit"))
    bins = np.unique(frame["bin"])
    found = []
    for _ in range(draws):
        weight = np.ones(len(frame))
        for codes in (seeds, units):
            k = codes.max() + 1
            weight *= np.bincount(random.integers(k, size=k), minlength=k)[codes]
        away = weight * (frame["hit"] - frame["confidence"])
        found.append([away[frame["bin"] == each].sum() / weight.sum() for each in bins])
    return np.array(found)


def same_spread(drawn: np.ndarray, direct: np.ndarray) -> None:
    assert drawn.shape[1] == direct.shape[1]
    error = direct.std(axis=0)
    assert np.abs(drawn.mean(axis=0) - direct.mean(axis=0)).max() < 4 * error.max() / np.sqrt(1000)
    assert drawn.std(axis=0) == pytest.approx(error, rel=0.12)
    ece, direct_ece = (np.abs(each).sum(axis=1) for each in (drawn, direct))
    assert np.quantile(ece, [0.025, 0.975]) == pytest.approx(
        np.quantile(direct_ece, [0.025, 0.975]), abs=0.25 * direct_ece.std()
    )


def test_groups_and_seeds_are_resampled_each_for_themselves() -> None:
    frame = crossed(4, 20, 3)
    same_spread(resampled_gaps(open_rows("t", frame)), repeated(frame.assign(unit=frame["group"])))


def test_samples_are_the_units_where_there_are_no_groups() -> None:
    frame = crossed(3, 20, 2).drop(columns="group")
    same_spread(resampled_gaps(open_rows("t", frame)), repeated(frame.assign(unit=frame["sample"])))


def test_rows_alone_are_drawn_one_by_one() -> None:
    frame = crossed(1, 150, 1)[["confidence", "hit", "bin"]]
    direct = repeated(frame.assign(seed=0, unit=frame.index))
    same_spread(resampled_gaps(open_rows("t", frame)), direct)


def test_rows_that_name_no_unit_are_resampled_within_their_seeds() -> None:
    frame = crossed(3, 60, 1).drop(columns=["group", "sample"])
    direct = repeated(frame.assign(unit=frame.index))
    same_spread(resampled_gaps(open_rows("t", frame)), direct)


def test_many_units_are_drawn_in_blocks() -> None:
    frame = crossed(1, 2500, 1)
    direct = repeated(frame.assign(unit=frame["group"]), draws=1000)
    same_spread(resampled_gaps(open_rows("t", frame)), direct)


def test_of_few_seeds_with_units_of_their_own_a_draw_can_miss_all_rows() -> None:
    frame = pd.DataFrame({"seed": [0, 1], "group": [0, 1], "bin": 0, "confidence": 0.5, "hit": 1})
    drawn = resampled_gaps(open_rows("t", frame))
    assert 0 < len(drawn) < 2000
    assert np.isfinite(drawn).all()


@every_engine
@pytest.mark.parametrize("columns", [[], ["sample"], ["group", "sample"]])
def test_neither_order_nor_engine_changes_a_draw(engine: str, columns: list[str]) -> None:
    frame = crossed(3, 15, 2)[[*columns, "seed", "bin", "confidence", "hit"]]
    expected = resampled_gaps(open_rows("t", frame))
    mixed = frame.sample(frac=1, random_state=3).reset_index(drop=True)
    found = resampled_gaps(open_rows("t", as_engine(mixed, engine)))
    np.testing.assert_allclose(found, expected, atol=1e-12)
