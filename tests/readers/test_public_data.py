"""Every public file is imported, or refused with a sentence that is true of it."""

from __future__ import annotations

import csv
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from embervlm_specs.errors import SourceError
from embervlm_specs.readers import FORMATS, detect, read_log
from embervlm_specs.tables import TABLES, validate

IMPORTED = {
    "trainer_state/*/trainer_state.json": ("hf-trainer", {"scalars"}),
    "wandb/*/DERIVED_wandb-history.csv": ("wandb", {"scalars"}),
    "tensorboard/*tfevents*": ("tensorboard", {"scalars"}),
    "codecarbon/*/examples_emissions_*.csv": ("codecarbon", {"emissions"}),
    "codecarbon/*/tests_emissions_valid_headers.csv": ("codecarbon", {"emissions"}),
    "vlm_eval/vlmevalkit_vila/vila_8b/*": ("vlmevalkit", {"benchmarks"}),
    "vlm_eval/pythia_lm_eval/*.json": ("lm-eval", {"benchmarks", "scalars"}),
}
REFUSED = {
    "codecarbon/*/tests_emissions_invalid_headers.csv": "has no column 'run_id'",
    "wandb/*/DERIVED_wandb-system-metrics.csv": "measurements of the machine",
    "wandb/*/wandb-summary.json": "no more than the last value of each metric",
}
NO_READER = f"is in none of the known formats: {', '.join(FORMATS[:-1])}"


def files(folder: Path) -> list[str]:
    with (folder / "MANIFEST.csv").open(encoding="utf-8") as file:
        return [row["path"] for row in csv.DictReader(file) if row["kind"] != "licence"]


def test_every_file_of_the_public_data(public_data: Path) -> None:
    pytest.importorskip("tensorboard")
    met = set()
    for path in files(public_data):
        pattern = next((p for p in (*IMPORTED, *REFUSED) if fnmatch(path, p)), None)
        met.add(pattern)
        if pattern in IMPORTED:
            format, tables = IMPORTED[pattern]
            assert detect(public_data / path) == format
            told = read_log("auto", public_data / path)
            assert set(told.tables) == tables, path
            assert not told.problems
            for name, frame in told.tables.items():
                validate(TABLES[name], frame)
                assert set(frame["stage"]) == {1}
            assert any("stage 1, since" in sentence for sentence in told.assumed)
        else:
            expected = REFUSED.get(pattern or "", NO_READER)
            with pytest.raises(SourceError, match=re.escape(expected)):
                read_log("auto", public_data / path)
    assert met == {*IMPORTED, *REFUSED, None}


@pytest.mark.parametrize("format", FORMATS[:-1])
def test_a_wrong_format_is_a_sentence(format: str, public_data: Path) -> None:
    """Whatever file is given under whatever name, nothing but SourceError comes of it."""
    pytest.importorskip("tensorboard")
    for path in files(public_data):
        source = public_data / path
        if source.stat().st_size > 100_000 or detected(source) == format:
            continue
        with pytest.raises(SourceError) as caught:
            read_log(format, source)
        assert str(caught.value).strip()


def detected(source: Path) -> str | None:
    try:
        return detect(source)
    except SourceError:
        return None
