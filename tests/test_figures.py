"""What every figure promises, asked of each."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.figure import Figure
from embervlm_specs.figures import FIGURES
from embervlm_specs.render import render
from embervlm_specs.run import Run
from embervlm_specs.spec import Spec, dumps
from tests.tables_made import make_table

every_figure = pytest.mark.parametrize("figure", FIGURES.values(), ids=list(FIGURES))


def made(figure: Figure, **size: int) -> list[pd.DataFrame]:
    return [make_table(table.name, **size) for table in figure.tables]


def drawn_or_named(figure: Figure, frames: list[pd.DataFrame]) -> None:
    """Either there is a picture, or a sentence that names the table which is too little."""
    try:
        spec = figure(*frames)
    except MissingDataError as error:
        sentence = str(error)
    else:
        sentence = ""
        assert render(spec.document, ["svg"])["svg"]
        assert "NaN" not in spec.to_json()
    assert not sentence or any(f"'{table.name}'" in sentence for table in figure.tables)


@every_figure
def test_the_template_does_not_depend_on_the_data(figure: Figure) -> None:
    small = figure(*made(figure, seed=1, steps=1, samples=4, classes=2))
    large = figure(*made(figure, seed=2, steps=30, samples=40, classes=12))
    assert dumps(small.template) == dumps(large.template)
    assert small.datasets != large.datasets


@every_figure
def test_the_document_is_valid_and_the_same_every_time(figure: Figure) -> None:
    first, second = (figure(*made(figure, seed=3)) for _ in range(2))
    assert first.to_json() == second.to_json()
    assert Spec.from_json(first.to_json()).to_json() == first.to_json()


@every_figure
def test_a_document_of_the_bundled_run_is_small(figure: Figure, sample_run: Run) -> None:
    spec = figure(*(sample_run[table.name] for table in figure.tables))
    assert len(spec.to_json().encode()) < 250_000
    assert spec.description


@every_figure
def test_the_frame_of_the_caller_is_not_changed(figure: Figure) -> None:
    frames = made(figure)
    before = [frame.copy(deep=True) for frame in frames]
    figure(*frames)
    for frame, kept in zip(frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, kept)


@every_figure
@pytest.mark.parametrize("size", [{"steps": 1, "samples": 1, "classes": 1}, {"steps": 60}])
def test_it_draws_runs_of_unusual_size(figure: Figure, size: dict[str, int]) -> None:
    spec = figure(*made(figure, **size))
    picture = render(spec.document, ["svg"])["svg"]
    assert picture.startswith((b"<svg", b"<?xml"))


@every_figure
def test_one_row_is_drawn_or_named_as_too_little(figure: Figure) -> None:
    frames = [frame.head(1) for frame in made(figure)]
    drawn_or_named(figure, frames)


@every_figure
def test_an_empty_table_is_named(figure: Figure) -> None:
    with pytest.raises(MissingDataError, match=rf"'{figure.tables[0].name}' has no rows"):
        figure(*(frame.head(0) for frame in made(figure)))


@every_figure
def test_each_missing_column_is_named(figure: Figure) -> None:
    table, *_ = figure.tables
    for column in table.columns:
        frames = made(figure)
        frames[0] = frames[0].drop(columns=column.name)
        if column.optional and column.name not in table.needed:
            continue
        with pytest.raises(TableError, match=column.name):
            figure(*frames)


@every_figure
def test_missing_values_of_optional_columns_are_drawn_or_named(figure: Figure) -> None:
    table, *_ = figure.tables
    for column in table.columns:
        if not column.optional:
            continue
        frames = made(figure)
        frames[0][column.name] = (
            frames[0][column.name].astype(object).where(frames[0].index % 2 == 0, None)
        )
        drawn_or_named(figure, frames)


@every_figure
def test_texts_of_a_run_stay_texts(figure: Figure) -> None:
    nasty = '</script><b>"quoted" \\ 機器人 🤖 ' + "x" * 300
    frames = made(figure)
    for column in figure.tables[0].columns:
        if column.kind in ("text", "robot", "identifier") and not column.choices:
            values = frames[0][column.name].astype(str)
            frames[0][column.name] = values.where(frames[0].index > 0, nasty)
    spec = figure(*frames)
    assert json.loads(spec.to_json()) == spec.document
    assert render(spec.document, ["svg"])["svg"]


@every_figure
def test_it_says_what_it_is(figure: Figure) -> None:
    spec = figure(*made(figure))
    assert (spec.id, spec.stage) == (figure.id, figure.stage)
    assert spec.renderer == figure.renderer
    assert spec.formats == figure.formats
    assert figure.function.__module__.endswith(f"figures.{figure.stage}.{figure.id}")
    assert len(figure.title) < 70
    assert "Parameters\n    ----------" in (figure.function.__doc__ or "")


@every_figure
def test_a_wrong_value_in_any_column_is_named(figure: Figure) -> None:
    table, *_ = figure.tables
    wrong = {"integer": [float("inf"), 0.5, "five"], "number": [float("inf"), "five"]}
    for column in table.columns:
        for value in wrong.get(column.kind, []):
            frames = made(figure)
            values = frames[0][column.name].astype(object)
            frames[0][column.name] = values.where(frames[0].index != 1, value)
            with pytest.raises(TableError, match=rf"column '{column.name}' must .* row 1 is"):
                figure(*frames)
