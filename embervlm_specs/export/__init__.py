"""From a run to files: documents, pictures, and a manifest that tells what was made of what."""

from embervlm_specs.export.export import build, export_run, home, places
from embervlm_specs.export.manifest import Outcome, renderer_versions

__all__ = ["Outcome", "build", "export_run", "home", "places", "renderer_versions"]
