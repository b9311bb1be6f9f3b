"""What many tests share: the bundled run, real public data where it is at hand, and pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from embervlm_specs.run import Run

REPOSITORY = Path(__file__).parent.parent
PUBLIC_DATA = REPOSITORY.parent / "shared" / "data"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write specs/ and snapshots/ anew from the bundled run; read the diff before a commit",
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
