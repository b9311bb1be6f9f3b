"""Weights & Biases: the figures of a training as images, vectors or pages, with their documents.

    with WandbLogger("stage3") as logger:
        for step in ...:
            recorder.record(...)
            logger.log_run("my_run", step=step, scalars={"train/loss": loss})

A finished run goes there by `wandb_push`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from embervlm_specs.errors import EmberSpecsError
from embervlm_specs.figure import Spec
from embervlm_specs.loggers.pictures import Built, Picture, build_stage, draw
from embervlm_specs.run import Run
from embervlm_specs.run.guard import only_warns

try:
    import wandb
except ImportError:
    raise EmberSpecsError(
        "Weights & Biases needs an optional package: pip install 'embervlm-specs[wandb]'"
    ) from None

__all__ = ["PROJECT", "RUN_NAMES", "TABLE_ROWS", "Html", "WandbLogger", "table"]

PROJECT = "embervlm"
RUN_NAMES = {
    "stage1": "stage1_align",
    "stage2": "stage2_instruction",
    "stage3": "stage3_robot_selection",
    "stage4": "stage4_cot_reasoning",
    "cross_stage": "cross_stage_analysis",
}
"""The W&B run, and group of runs, of each stage."""

Html = Literal["vector", "interactive", "none"]
"""Beside its image a figure is logged as SVG (crisp at any size), as a page with Vega in it
(tooltips; some hundred kilobytes each), or not at all."""

TABLE_ROWS: int = wandb.Table.MAX_ROWS
"""W&B cuts longer tables off."""


class WandbLogger:
    """Log the figures of a stage with the numbers and tables of a step, in one call of `log`.

    Keys are `stage1/<id>` ... `cross/<id>` for the images, `<key>_vector` or `<key>_interactive`
    for the HTML. Nothing that goes wrong while logging stops a training; it warns.

    Parameters
    ----------
    stage
        `stage1` ... `stage4` or `cross_stage`.
    run
        A W&B run of yours; without it one is begun in `project`, named as in `RUN_NAMES`.
    project, init
        For `wandb.init`, such as `mode="offline"`.
    html
        What to log beside the images.
    timeout
        Seconds that the drawing for one call of `log` may take; the figures that are not ready by
        then are left out with a warning.

    Attributes
    ----------
    run
        The W&B run.
    specs
        The last document that was logged under each key.

    """

    def __init__(
        self,
        stage: str,
        *,
        run: wandb.Run | None = None,
        project: str = PROJECT,
        html: Html = "vector",
        timeout: float = 60,
        **init: Any,
    ) -> None:
        self.timeout = timeout
        self.stage = stage
        self.html = html
        self._begun_here = run is None
        name = {"name": RUN_NAMES[stage], "group": RUN_NAMES[stage]}
        try:
            self.run = run or wandb.init(project=project, **(name | init))
        except wandb.Error as error:
            raise EmberSpecsError(f"Weights & Biases: {error}") from None
        self.specs: dict[str, Spec] = {}

    def log(
        self,
        specs: Iterable[Spec | None] = (),
        *,
        step: int | None = None,
        scalars: Mapping[str, float] | None = None,
        tables: Mapping[str, wandb.Table] | None = None,
    ) -> None:
        """Draw the documents, and log them with the numbers and tables of this step.

        One call a step: W&B closes a step when a later one is logged, and drops what comes for it
        afterwards. None among the documents, a figure that could not be made, is passed over.
        """
        with only_warns("not logged to W&B", stacklevel=2), TemporaryDirectory() as folder:
            if step is not None and step < self.run.step:
                raise ValueError(f"step {step} is closed, as step {self.run.step} was logged")
            logged: dict[str, Any] = {**(scalars or {}), **(tables or {})}
            wanted = [spec for spec in specs if spec is not None]
            drawn = list(draw(wanted, timeout=self.timeout))
            for picture in drawn:
                logged |= self._media(picture, Path(folder))
            self.run.log(logged, step=step)
            self.specs |= {picture.key: picture.spec for picture in drawn}

    def log_run(
        self,
        folder: str | Path | Run,
        *,
        step: int | None = None,
        scalars: Mapping[str, float] | None = None,
    ) -> None:
        """Log every figure of the stage for which the run folder holds something so far.

        The folder may be written to by a `RunRecorder` or a visualizer.
        """
        built = Built()
        with only_warns("figures not made", stacklevel=2):
            run = folder if isinstance(folder, Run) else Run.open(folder)
            built = build_stage(run, self.stage)
            if built.failed:
                raise EmberSpecsError("; ".join(built.failed.values()))
        self.log(built.specs, step=step, scalars=scalars)

    def finish(self, *, exit_code: int = 0) -> None:
        """Log the last documents as a new version of the Artifact; end the run begun here."""
        with only_warns("documents not logged to W&B", stacklevel=2):
            if self.specs:
                artifact = wandb.Artifact(f"{self.stage}-specs", type="specs")
                for spec in self.specs.values():
                    with artifact.new_file(f"{spec.stage}/{spec.id}.json") as file:
                        file.write(spec.to_json())
                self.run.log_artifact(artifact)
        with only_warns("W&B run not ended", stacklevel=2):
            if self._begun_here:
                self.run.finish(exit_code)

    def __enter__(self) -> WandbLogger:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self.finish(exit_code=0 if kind is None else 1)

    def _media(self, picture: Picture, folder: Path) -> dict[str, Any]:
        # from a file, since W&B would write a PIL image anew and lose its 300 DPI
        path = folder / f"{picture.spec.id}.png"
        path.write_bytes(picture.png)
        media: dict[str, Any] = {
            picture.key: wandb.Image(str(path), caption=picture.spec.description)
        }
        if self.html != "none":
            media[f"{picture.key}_{self.html}"] = self._page(picture)
        return media

    def _page(self, picture: Picture) -> wandb.Html:
        if self.html == "vector":
            page = picture.svg.decode()
        else:
            from embervlm_specs.web import figure_page  # which loads Vega's JavaScript

            page = figure_page(picture.spec.document)
        return wandb.Html(page, inject=False, data_is_not_path=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> wandb.Table:
    """A table for `WandbLogger.log`; identifiers may be texts and numbers in one column."""
    return wandb.Table(columns=[*columns], data=[*rows], allow_mixed_types=True)
