"""What many tests share: the bundled run, real public data where it is at hand, and pictures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from embervlm_specs.run import Run

REPOSITORY = Path(__file__).parent.parent
PUBLIC_DATA = REPOSITORY.parent / "shared" / "data"


# everywhere else properties are tried on new examples each time; a busy machine is no failure
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-specs",
        action="store_true",
        help="write all golden files anew; read the diff before a commit",
    )


@pytest.fixture(scope="session")
def sample_run() -> Run:
    return Run.open()


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of real public logs and results; tests that need it skip without it."""
    if not PUBLIC_DATA.is_dir():
        pytest.skip("the public data sets are not in ../shared/data, beside the repository")
    return PUBLIC_DATA
