"""What every figure promises, asked of each."""

from __future__ import annotations

import inspect
import json
import re

import jsonschema
import pandas as pd
import pytest

from embervlm_specs.document import dumps
from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.figure import Figure, Spec
from embervlm_specs.figures import FIGURES
from embervlm_specs.render import render
from embervlm_specs.run import Run
from embervlm_specs.web import template_hash
from tests.conftest import REPOSITORY
from tests.engines import ENGINES, as_engine
from tests.tables_made import documents_made, make_table, with_gaps

CATALOGUE = json.loads(
    (REPOSITORY / "embervlm_specs/templates/catalogue.json").read_text(encoding="utf-8")
)

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
@pytest.mark.parametrize(
    "size",
    [
        {"seeds": 300, "few": 2},
        {"classes": 500, "few": 2},
        {"steps": 10_000, "samples": 2, "seeds": 1, "few": 2},
    ],
    ids=["seeds", "classes", "steps"],
)
def test_a_document_of_a_large_run_is_small(figure: Figure, size: dict[str, int]) -> None:
    spec = figure(*made(figure, **size))
    assert len(spec.to_json().encode()) < 250_000


@every_figure
@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "pandas"])
def test_every_engine_gives_the_same_document(figure: Figure, engine: str) -> None:
    frames = made(figure, seed=5)
    expected = figure(*frames).to_json()
    assert figure(*(as_engine(frame, engine) for frame in frames)).to_json() == expected


@every_figure
def test_every_document_keeps_the_catalogue(figure: Figure, sample_run: Run) -> None:
    schema = CATALOGUE[figure.id]["datasets"]
    for document in documents_made(figure, sample_run):
        jsonschema.validate(document["datasets"], schema)
    assert CATALOGUE[figure.id]["version"] == figure.version
    assert CATALOGUE[figure.id]["sha256"] == template_hash(figure.template)


@every_figure
def test_nothing_a_person_reads_is_a_sentinel(figure: Figure) -> None:
    (table,) = figure.tables
    optional = [c.name for c in table.columns if c.optional and c.name not in table.needed]
    try:
        spec = figure(make_table(table.name).drop(columns=optional))
    except MissingDataError:
        return
    for rows in spec.datasets.values():
        for row in rows:
            assert row.get("step") != -1
            for text in filter(lambda value: isinstance(value, str), row.values()):
                assert not re.search(r"(step|seed) -1|nan|None|<NA>|recorded split", text), text


@every_figure
def test_what_is_shown_is_said(figure: Figure) -> None:
    if figure.steps != 1 or "step" not in figure.tables[0].column_names:
        return
    spec = figure(*made(figure), step=10)
    assert "step 10" in " ".join(row["text"] for row in spec.datasets["note"])


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
        frames[0] = with_gaps(frames[0], column.name)
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


@every_figure
def test_its_help_tells_its_tables_and_options(figure: Figure) -> None:
    signature, text = inspect.signature(figure), inspect.getdoc(figure) or ""
    _, parameters = text.split("Parameters\n----------\n")
    told = [line for line in parameters.splitlines() if line and not line.startswith(" ")]
    assert told == list(signature.parameters)
    assert signature.return_annotation is Spec
    options = [p for p in signature.parameters.values() if p.kind is p.KEYWORD_ONLY]
    assert all(p.annotation is not p.empty and p.default is not p.empty for p in options)
    with pytest.raises(TypeError, match="nonsense"):
        figure(*made(figure), nonsense=1)
    with pytest.raises(TypeError):
        figure()


@every_figure
def test_no_option_changes_the_template(figure: Figure) -> None:
    others = {"n_bins": 3, "threshold": 0.2, "at_least": 4, "sample": 1, "sequence": 1}
    options = {
        name: others[name] for name in inspect.signature(figure).parameters if name in others
    }
    assert dumps(figure(*made(figure), **options).template) == dumps(figure.template)


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
