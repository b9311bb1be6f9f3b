"""A run: a folder with one file a table, opened lazily and recorded safely."""

from embervlm_specs.run.recorder import RunRecorder
from embervlm_specs.run.run import SAMPLE_RUN, ParsedRun, Run, sha256

__all__ = ["SAMPLE_RUN", "ParsedRun", "Run", "RunRecorder", "sha256"]
