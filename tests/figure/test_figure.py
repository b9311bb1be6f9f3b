"""A figure that somebody writes for themselves, without a shipped template."""

from __future__ import annotations

import inspect
from typing import Any

import altair as alt
import pandas as pd
import pytest

from embervlm_specs import marks as m
from embervlm_specs.errors import DocumentError, MissingDataError, TableError
from embervlm_specs.figure import Facts, Figure, Shown, Spec, figure
from embervlm_specs.render import render
from embervlm_specs.tables import BASELINES, LAYER_ACCURACY, ROBOT_PREDICTIONS
from tests.tables_made import make_table


def mine(**options: Any) -> Figure:
    @figure(ROBOT_PREDICTIONS, **options)
    def answers(shown: Shown, *, most: int = 5) -> Facts:
        """How often each robot is chosen.

        Counts, nothing else.

        Parameters
        ----------
        most
            So many robots.

        """
        counts = shown.collect()["predicted_robot"].value_counts().head(most).reset_index()
        return Facts(bars=counts, say=[f"{most} robots"])

    return answers


def bars() -> m.Design:
    return m.panel("bars", m.count("samples"), m.names("chosen")).draw(
        bars=m.bar("count", "predicted_robot")
    )


def altair_bars() -> alt.Chart:
    chart = alt.Chart(alt.NamedData("bars"), name="bars").mark_bar()
    return chart.encode(x="count:Q", y="predicted_robot:N")


@pytest.mark.parametrize("design", [bars, altair_bars])
def test_its_design_is_made_into_a_template(design: Any) -> None:
    own = mine()
    own.design(design)
    spec = own(make_table("robot_predictions"), most=2)
    assert isinstance(spec, Spec)
    assert (spec.id, spec.title, spec.stage) == (
        "answers",
        "How often each robot is chosen",
        "cross_stage",
    )
    assert len(spec.datasets["bars"]) == 2
    assert render(spec.document, ["svg"])["svg"].startswith(b"<svg")
    assert isinstance(spec.chart, alt.LayerChart)


def test_the_frame_says_what_is_shown_where_the_figure_does_not() -> None:
    own = mine()
    own.design(bars)
    spec = own(make_table("robot_predictions"), step=10)
    assert [row["text"] for row in spec.datasets["note"]] == [
        "5 robots",
        "step 10 · direct prompting",
    ]
    assert spec.description == (
        "How often each robot is chosen. 5 robots · step 10 · direct prompting"
    )


def test_signature_and_help_have_the_options_of_the_frame() -> None:
    assert str(inspect.signature(mine())).startswith("(robot_predictions: Any, /, *, step: int |")
    assert list(inspect.signature(mine(steps=3)).parameters) == [
        "robot_predictions",
        "prompting",
        "seed",
        "most",
    ]
    every = ["robot_predictions", "seed", "most"]
    assert list(inspect.signature(mine(steps=None)).parameters) == every
    assert "most\n    So many robots." in (inspect.getdoc(mine()) or "")


def test_what_is_missing_is_named() -> None:
    own = mine()
    with pytest.raises(DocumentError, match="figure 'answers' has no design"):
        own(make_table("robot_predictions"))
    with pytest.raises(TypeError, match="missing a required argument: 'robot_predictions'"):
        own()
    own.design(bars)
    with pytest.raises(MissingDataError, match="no rows at step 7"):
        own(make_table("robot_predictions"), step=7)


def test_several_tables_come_as_one_argument_each() -> None:
    @figure(ROBOT_PREDICTIONS, LAYER_ACCURACY)
    def both(predictions: Shown, layers: Shown) -> Facts:
        """Both."""
        sizes = [len(shown.collect()) for shown in (predictions, layers)]
        return Facts(sizes=pd.DataFrame({"n": sizes}), say=[layers.words])

    both.design(lambda: m.panel("sizes", m.count("n")).draw(bars=m.bar("n")))
    predictions = make_table("robot_predictions", seeds=1)
    spec = both(predictions, make_table("layer_accuracy", classes=2), step=10)
    assert [row["n"] for row in spec.datasets["sizes"]] == [20, 8]
    assert spec.template["usermeta"]["tables"] == ["robot_predictions", "layer_accuracy"]


def test_a_further_table_is_taken_where_it_was_recorded() -> None:
    @figure(ROBOT_PREDICTIONS, also=(BASELINES,))
    def beside(predictions: Shown, *, baselines: Shown | None = None) -> Facts:
        """Beside."""
        count = 0 if baselines is None else len(baselines.collect())
        return Facts(sizes=pd.DataFrame({"n": [count]}), say=[])

    beside.design(lambda: m.panel("sizes", m.count("n")).draw(bars=m.bar("n")))
    frame, recorded = make_table("robot_predictions"), make_table("baselines")

    def counted(**further: Any) -> int:
        return int(beside(frame, **further).datasets["sizes"][0]["n"])

    assert (counted(), counted(baselines=recorded.head(0))) == (0, 0)
    assert counted(baselines=recorded) == len(recorded)
    with pytest.raises(TableError, match="table 'baselines'"):
        counted(baselines=recorded.drop(columns="score"))
    assert "baselines\n    What needs no model" in (inspect.getdoc(beside) or "")
