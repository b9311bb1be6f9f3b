"""A finished run to Weights & Biases, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from embervlm_specs.loggers.pictures import build_stage
from embervlm_specs.loggers.rows import numbers_by_step, small_tables
from embervlm_specs.loggers.wandb import PROJECT, RUN_NAMES, TABLE_ROWS, Html, WandbLogger, table
from embervlm_specs.run import Run

__all__ = ["Pushed", "push_run"]


@dataclass
class Pushed:
    """What a stage of a finished run became: keys, and why there are no others."""

    name: str
    figures: list[str] = field(default_factory=list)
    numbers: int = 0
    tables: list[str] = field(default_factory=list)
    too_long: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    place: str = ""


def push_run(
    folder: str | Path | None = None,
    *,
    project: str = PROJECT,
    html: Html = "vector",
    **init: Any,
) -> Iterator[Pushed]:
    """Log a finished run, a W&B run for each stage that it holds something of.

    Numbers are logged at their steps; the figures and the tables with the last of them, in one
    call. Tables of more than 10,000 rows, which W&B would cut off, are left out.

    Parameters
    ----------
    folder
        The run; the bundled sample run by default.
    project, html, init
        As for `WandbLogger`.

    Yields
    ------
    What became of each stage, when it is done.

    Raises
    ------
    RunError, TableError
        The folder is no run, or its `scalars` break their contract.

    """
    run = Run.open(folder)
    config = {"run": run.folder.resolve().name, "provenance": run.provenance}
    for stage, name in RUN_NAMES.items():
        built, numbers = build_stage(run, stage), numbers_by_step(run, stage)
        pushed = Pushed(name, skipped=built.skipped, failed=built.failed)
        if built.specs or numbers:
            begun: dict[str, Any] = {"config": config, "timeout": 600} | init
            logger = WandbLogger(stage, project=project, html=html, **begun)
            cells, pushed.too_long = small_tables(run, stage, TABLE_ROWS)
            tables = {f"tables/{held}": table(*cells[held]) for held in cells}
            last, at_last = numbers.popitem() if numbers else (None, {})
            for step, values in numbers.items():
                logger.run.log(values, step=step)
            logger.log(built.specs, step=last, scalars=at_last, tables=tables)
            logger.finish()
            pushed.figures = list(logger.specs)
            pushed.numbers = sum(map(len, [*numbers.values(), at_last]))
            pushed.tables = list(tables)
            pushed.place = logger.run.url or f"wandb sync {logger.run.settings.sync_dir}"
            undrawn = {spec.id for spec in built.specs} - {s.id for s in logger.specs.values()}
            pushed.failed |= dict.fromkeys(sorted(undrawn), "could not be drawn")
        yield pushed
