"""The command line; `main` is what `embervlm-specs` runs."""

from embervlm_specs.cli.app import main

__all__ = ["main"]
