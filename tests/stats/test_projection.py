from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial.distance import pdist
from sklearn.decomposition import PCA

from embervlm_specs.stats.projection import (
    place_points,
    principal_plane,
    starting_places,
    unit_vectors,
)

Floats = NDArray[np.float64]


def clusters(noise: float, *, n: int = 60, seed: int = 0) -> tuple[Floats, NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    labels = np.arange(n) % 3
    centres = random.normal(size=(3, 16))
    return unit_vectors(centres[labels] + noise * random.normal(size=(n, 16))), labels


def test_unit_vectors_keep_the_angle_and_leave_zero_alone() -> None:
    vectors = unit_vectors(np.array([[3.0, 4.0], [0.0, 0.0]]))
    np.testing.assert_allclose(vectors, [[0.6, 0.8], [0, 0]])


def test_the_principal_plane_is_that_of_scikit_learn() -> None:
    vectors, _ = clusters(0.3)
    expected = PCA(n_components=2).fit_transform(vectors)
    np.testing.assert_allclose(np.abs(principal_plane(vectors)), np.abs(expected), atol=1e-9)
    assert principal_plane(np.ones((3, 1))).tolist() == [[0, 0]] * 3


def test_points_start_where_they_were_and_new_ones_beside_the_nearest() -> None:
    vectors = unit_vectors(np.array([[1.0, 0.0], [0.0, 1.0], [0.1, 1.0]]))
    before = np.array([[5.0, 5.0], [-7.0, 2.0], [np.nan, np.nan]])
    start = starting_places(vectors, before, seed=0)
    np.testing.assert_array_equal(start[:2], before[:2])
    np.testing.assert_allclose(start[2], before[1], atol=1e-3)
    assert (start[2] != before[1]).all()


def test_neighbours_stay_neighbours_and_points_can_be_followed() -> None:
    first, labels = clusters(0.3)
    later, _ = clusters(0.3 * 0.9)
    places = place_points(first, perplexity=10)
    centres = np.array([places[labels == label].mean(axis=0) for label in range(3)])
    spread = max(places[labels == label].std(axis=0).max() for label in range(3))
    assert pdist(centres).min() > 2 * spread
    followed = place_points(later, places, perplexity=10)
    moved = np.linalg.norm(followed - places, axis=1).mean()
    assert moved < 0.3 * pdist(places).mean()


def test_the_same_seed_gives_the_same_places() -> None:
    vectors, _ = clusters(0.5, n=20)
    first, again = (place_points(vectors, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first, again)


@pytest.mark.parametrize("n", [1, 2, 4, 5, 6])
def test_a_few_points_have_places(n: int) -> None:
    places = place_points(unit_vectors(np.random.default_rng(0).normal(size=(n, 8))))
    assert places.shape == (n, 2)
    assert np.isfinite(places).all()


def test_equal_vectors_have_places() -> None:
    assert np.isfinite(place_points(np.full((12, 4), 0.5))).all()
