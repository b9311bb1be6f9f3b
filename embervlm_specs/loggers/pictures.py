"""The figures of a stage as an experiment tracker takes them: drawn, and named by a key."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from embervlm_specs.errors import EmberSpecsError, MissingDataError
from embervlm_specs.export import build
from embervlm_specs.figure import Spec
from embervlm_specs.figures import FIGURES
from embervlm_specs.render.pool import shared_pool
from embervlm_specs.run import ParsedRun, Run

__all__ = ["Built", "Picture", "build_stage", "draw"]


@dataclass(frozen=True)
class Picture:
    """A document with its pictures: PNG at 300 DPI, and SVG."""

    spec: Spec
    png: bytes
    svg: bytes

    @property
    def key(self) -> str:
        """The name it is logged under: `stage3/robot_radar_chart`, `cross/ablation_tornado`."""
        return f"{self.spec.stage.removesuffix('_stage')}/{self.spec.id}"


@dataclass
class Built:
    """The documents of a stage, and why others could not be made."""

    specs: list[Spec] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def build_stage(run: Run, stage: str) -> Built:
    """The documents of all figures of a stage for which the run holds something."""
    built, run = Built(), ParsedRun(run)
    for figure in FIGURES.values():
        if figure.stage != stage:
            continue
        try:
            built.specs.append(build(figure, run))
        except MissingDataError as error:
            built.skipped[figure.id] = str(error)
        except EmberSpecsError as error:
            built.failed[figure.id] = str(error)
    return built


def draw(specs: Iterable[Spec], *, timeout: float = 60) -> Iterator[Picture]:
    """Draw documents in the shared process; what cannot be drawn by then warns and is left out."""
    submitted = [(spec, shared_pool().submit(spec.document, ["png", "svg"])) for spec in specs]
    end = time.monotonic() + timeout
    for spec, future in submitted:
        try:
            drawn = future.result(max(0, end - time.monotonic()))
        except TimeoutError:
            future.cancel()
            _warn(spec, f"it was not ready after {timeout:g} s")
        except EmberSpecsError as error:
            _warn(spec, error)
        else:
            yield Picture(spec, drawn["png"], drawn["svg"])


def _warn(spec: Spec, why: object) -> None:
    warnings.warn(f"{spec.stage}/{spec.id} not drawn: {why}", stacklevel=5)
