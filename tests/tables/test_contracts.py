from __future__ import annotations

import json

import pytest

from embervlm_specs.tables import TABLES, Column, Table, validate
from embervlm_specs.vocabulary import ROBOTS, canonical_robot, class_order, higher_is_better
from tests.tables_made import make_table

every_table = pytest.mark.parametrize("name", list(TABLES))


def test_there_are_twenty_three() -> None:
    assert len(TABLES) == 23


@pytest.mark.parametrize("name", ["robot_predictions", "responses", "reasoning"])
def test_single_samples_may_say_their_seed_and_group(name: str) -> None:
    table = TABLES[name]
    kinds = {column.name: (column.kind, column.optional) for column in table.columns}
    assert kinds["seed"] == ("integer", True)
    assert kinds["group"] == ("identifier", True)
    assert table["stage"].choices == (1, 2, 3, 4)
    assert {"stage", "step", "seed", "sample"} <= set(table.key)


@every_table
def test_every_column_is_described(name: str) -> None:
    table = TABLES[name]
    assert table.description.endswith(".")
    for column in table.columns:
        assert column.description
        if column.name in ("accuracy", "confidence", "score") and column.high == 1:
            assert column.unit == "fraction"
    json.dumps(table.to_dict())


@every_table
def test_a_table_made_from_its_contract_keeps_it(name: str) -> None:
    rows = validate(TABLES[name], make_table(name))
    assert set(TABLES[name].column_names) <= set(rows.collect_schema().names())


def test_a_key_names_columns_of_the_table() -> None:
    with pytest.raises(ValueError, match="no column"):
        Table("t", "A table.", (Column("a", "text", "a"),), key=("b",))
    with pytest.raises(ValueError, match="no column"):
        TABLES["scalars"].needs("confidence")


@pytest.mark.parametrize(
    ("spelling", "robot"),
    [
        ("Robot with Wheels", "Wheeled"),
        ("Wheels", "Wheeled"),
        ("wheeled robot", "Wheeled"),
        ("Robot with Legs", "Legged"),
        ("Legs", "Legged"),
        ("Underwater Robot", "Underwater"),
        ("underwater_robot", "Underwater"),
        (" DRONE ", "Drone"),
        ("Humanoid", "Humanoid"),
        ("Taxi", "Taxi"),
    ],
)
def test_known_spellings(spelling: str, robot: str) -> None:
    assert canonical_robot(spelling) == robot


def test_robots_come_first_and_others_in_natural_order() -> None:
    names = ["class 10", "Zeppelin", "class 9", "Legged", "Drone", "class 9"]
    assert class_order(names) == ["Drone", "Legged", "class 9", "class 10", "Zeppelin"]
    assert class_order(reversed(ROBOTS)) == list(ROBOTS)


def test_the_direction_of_a_metric_is_known() -> None:
    assert [higher_is_better(m) for m in ("ece", "Latency", "loss", "robot_accuracy")] == [
        False,
        False,
        False,
        True,
    ]
