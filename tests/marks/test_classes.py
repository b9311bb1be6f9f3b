from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from embervlm_specs.marks.classes import OTHER_SLOTS, class_names, class_rows, slot_color
from embervlm_specs.render import render
from embervlm_specs.spec import VEGA_LITE_SCHEMA
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
    rows = pd.DataFrame({"x": [0, 1], "slot": [4, 5]})
    dots = alt.Chart(alt.NamedData("rows"), name="dots", mark="circle")
    chart = alt.layer(dots.encode(x=alt.X("x:Q"), color=slot_color()), class_names())
    document = chart.to_dict(validate=False) | {
        "$schema": VEGA_LITE_SCHEMA,
        "datasets": {
            "rows": rows.to_dict("records"),
            "classes": class_rows(["Taxi", "Legged"]).to_dict("records"),
        },
    }
    svg = render(document, ["svg"])["svg"].decode()
    legend = svg[svg.index("role-legend-entry") :]
    assert legend.index(">Taxi<") < legend.index(">Legged<")
    assert "Drone" not in svg
    assert legend.index(CLASS_PALETTE[5]) < legend.index(CLASS_PALETTE[4])
