"""Every sentence with a number in a picture, recomputed from the tables with plain pandas.

Nothing here calls the code of a figure or of `embervlm_specs.stats`: tables come from the files of
the bundled run, intervals from scipy, and what a picture says must be what comes out.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from embervlm_specs.export import build
from embervlm_specs.figures import FIGURES
from embervlm_specs.run import SAMPLE_RUN, Run


@cache
def read(table: str) -> pd.DataFrame:
    """A table of the bundled run, as pandas reads it."""
    return pd.read_parquet(SAMPLE_RUN / f"{table}.parquet")


def sentences(figure: str) -> list[str]:
    """The parts of the note that hold a number, in their order."""
    note = build(FIGURES[figure], Run.open()).datasets["note"]
    parts = [part for row in note for part in row["text"].split(" · ")]
    return [part for part in parts if re.search(r"\d", part)]


def description(figure: str) -> str:
    """The words for those who cannot see the picture."""
    return str(build(FIGURES[figure], Run.open()).datasets["description"][0]["text"])
