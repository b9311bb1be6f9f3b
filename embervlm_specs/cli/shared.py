"""What several commands share: options, names that are known, and how they talk."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Annotated, NoReturn

import typer

__all__ = ["FigureIds", "RunFolder", "chosen", "fail", "progress", "show"]

RunFolder = Annotated[
    str | None,
    typer.Argument(metavar="[RUN]", help="A run folder; the bundled sample run by default."),
]
FigureIds = Annotated[
    list[str] | None,
    typer.Option("--figure", "-f", metavar="ID", help="Only this figure; can be given again."),
]


def chosen(names: Sequence[str], known: Collection[str], kind: str) -> list[str]:
    """These names, or all that are known; a usage error with a suggestion where one is not."""
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"known: {', '.join(known)}"
            raise typer.BadParameter(f"unknown {kind} '{name}'; {hint}")
    return list(names or known)


def fail(message: str, code: int = 1) -> NoReturn:
    """End the command with a sentence."""
    typer.echo(f"embervlm-specs: {message}", err=True)
    sys.exit(code)


@contextmanager
def progress(task: str) -> Iterator[Callable[..., None]]:
    """A bar on a terminal, as the function that moves it: `total=30`, `advance=1`."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    hidden = not console.is_terminal
    with Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, disable=hidden
    ) as bar:
        yield partial(bar.update, bar.add_task(task, total=None))


def show(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows below their headings."""
    from rich.console import Console
    from rich.table import Table

    grid = Table(*headings, box=None, pad_edge=False, header_style="bold")
    grid.columns[0].no_wrap = True
    for row in rows:
        grid.add_row(*row)
    # texts of a run are printed as they are; square brackets in them are no markup
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console.width = 200  # a file or a pipe has no edge to wrap at
    console.print(grid)
