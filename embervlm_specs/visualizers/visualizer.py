"""What the visualizers of all stages do: record, draw, save, and never stop a training."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, TypeAlias

from PIL import Image

from embervlm_specs.export import build, places
from embervlm_specs.figure import Figure, Spec
from embervlm_specs.figures import FIGURES
from embervlm_specs.files import write_atomically
from embervlm_specs.render.pool import shared_pool
from embervlm_specs.run import ParsedRun, Run
from embervlm_specs.run.guard import only_warns
from embervlm_specs.tables import TABLES
from embervlm_specs.visualizers.accumulated import accumulated
from embervlm_specs.visualizers.arrays import numbered, plain, table_rows
from embervlm_specs.visualizers.methods import method_of

__all__ = ["Plotted", "Values", "Visualizer"]

Values: TypeAlias = Any
"""One value for all rows, or an array with one a row: numpy, torch, pandas, lists, ..."""


class Plotted(NamedTuple):
    """The document of a figure and its picture at 300 DPI; None where it could not be drawn."""

    fig: Spec | None
    pil_img: Image.Image | None


class Visualizer:
    """The base of the visualizers.

    Parameters
    ----------
    output_dir
        Where `save=True` puts the pictures: `<id>.<format>`.
    run
        The run folder that the calls add to; `output_dir/run` by default. Visualizers of one
        process may share it.
    formats
        What `save=True` writes: any of png, svg, pdf, gif, json.
    options
        Options of figures by their id, such as `{"confidence_calibration": {"n_bins": 10}}`.
    timeout
        Seconds that a call may take; what is not drawn by then warns, and the training goes on.

    """

    stage: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        """Give each class below this one a method for each figure of its stage."""
        for figure in FIGURES.values():
            if figure.stage == cls.stage and not hasattr(cls, f"plot_{figure.id}"):
                setattr(cls, f"plot_{figure.id}", method_of(figure))

    def __init__(
        self,
        output_dir: str | Path,
        *,
        run: str | Path | None = None,
        formats: Sequence[str] = ("png",),
        options: Mapping[str, Mapping[str, Any]] | None = None,
        timeout: float = 60,
    ) -> None:
        self.output_dir = Path(output_dir)
        self.run = Path(run) if run is not None else self.output_dir / "run"
        self.formats = tuple(formats)
        self.options = dict(options or {})
        self.timeout = timeout
        self._drawing = ThreadPoolExecutor(1, thread_name_prefix="embervlm_specs")

    def record(self, table: str, *, step: Values = None, **arrays: Values) -> None:
        """Add arrays to a table of the run without drawing, for steps that need no picture."""
        with only_warns(f"rows of '{table}' not recorded", stacklevel=2):
            self._record(table, arrays, step)

    def _plot(
        self, figure: Figure, arrays: Mapping[str, Values], step: Values, save: bool
    ) -> Plotted:
        """Record the arrays, and draw the figure from all that was recorded."""
        with only_warns(f"{figure.stage}/{figure.id} not drawn", stacklevel=3):
            step = plain(step)
            self._record(figure.tables[0].name, arrays, step)
            drawing = self._drawing.submit(self._draw, figure, step, save)
            try:
                return drawing.result(self.timeout)
            except TimeoutError:
                drawing.cancel()
                raise TimeoutError(f"it takes longer than {self.timeout:g} s") from None
        return Plotted(None, None)

    def _record(self, table: str, arrays: Mapping[str, Values], step: Values) -> None:
        columns = dict(arrays)
        robot_names = columns.pop("robot_names", None)
        if "step" in TABLES[table].column_names:
            columns["step"] = step
        rows = table_rows(table, columns, class_names=robot_names)
        accumulated(self.run.resolve()).add(table, rows, numbered(table, columns))

    def _draw(self, figure: Figure, step: Values, save: bool) -> Plotted:
        options = dict(self.options.get(figure.id, {}))
        if isinstance(step, int) and "step" in inspect.signature(figure).parameters:
            options.setdefault("step", step)  # not the last: a resumed training goes back
        spec = build(figure, ParsedRun(Run.open(self.run)), **options)
        wanted = [name for name in self.formats if save and name in figure.formats]
        pictures = shared_pool().submit(spec.document, list({"png", *wanted})).result()
        for suffix in wanted:
            for place in places(figure, suffix):
                write_atomically(self.output_dir / place, pictures[suffix])
        image = Image.open(BytesIO(pictures["png"]))
        image.load()
        return Plotted(spec, image)
