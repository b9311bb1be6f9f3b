"""Logs that other tools wrote, read as run tables."""

from embervlm_specs.readers.formats import FORMATS, detect, read_log
from embervlm_specs.readers.joining import add_tables
from embervlm_specs.readers.result import Imported

__all__ = ["FORMATS", "Imported", "add_tables", "detect", "read_log"]
