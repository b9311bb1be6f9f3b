from __future__ import annotations

import pytest

from embervlm_specs import marks as m
from embervlm_specs.document import VEGA_LITE_SCHEMA
from embervlm_specs.layout.classes import OTHER_SLOTS, class_rows
from embervlm_specs.render import render
from embervlm_specs.theme import CLASS_PALETTE, ROBOT_COLORS


def test_a_robot_has_its_own_slot_whatever_else_is_there() -> None:
    rows = class_rows(["Taxi", "Legged", "Boat", "Taxi"])
    assert rows.to_dict("list") == {"name": ["Taxi", "Legged", "Boat"], "slot": [5, 4, 6]}
    assert CLASS_PALETTE[4] == ROBOT_COLORS["Legged"]


def test_more_classes_than_colours_are_refused() -> None:
    assert len(class_rows(str(i) for i in range(OTHER_SLOTS))) == OTHER_SLOTS
    with pytest.raises(ValueError, match="8 classes besides the robots, colours for 7"):
        class_rows(["Drone", *(str(i) for i in range(OTHER_SLOTS + 1))])


def test_the_legend_names_the_classes_of_the_data_in_their_colours() -> None:
    panel = m.panel("rows", m.axis("x")).draw(
        dots=m.circle("x", color=m.classes()), classes=m.class_names()
    )
    document = panel.to_dict() | {
        "$schema": VEGA_LITE_SCHEMA,
        "datasets": {
            "rows": [{"x": 0, "slot": 4}, {"x": 1, "slot": 5}],
            "classes": class_rows(["Taxi", "Legged"]).to_dict("records"),
        },
    }
    svg = render(document, ["svg"])["svg"].decode()
    legend = svg[svg.index("role-legend-entry") :]
    assert legend.index(">Taxi<") < legend.index(">Legged<")
    assert "Drone" not in svg
    assert legend.index(CLASS_PALETTE[5]) < legend.index(CLASS_PALETTE[4])
