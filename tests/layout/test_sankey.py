"""Layouts of flows: exact widths, conserved flows, labels apart, circles refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embervlm_specs.errors import TableError
from embervlm_specs.layout.flow import ENDS, layer_columns, merge_small, node_flows
from embervlm_specs.layout.sankey import ROOM, sankey_layout


def links(*rows: tuple[str, str, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[*ENDS, "weight"])


def layout(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return sankey_layout(table, table="attention_flow", rest=set())


def scale_of(found: dict[str, pd.DataFrame]) -> float:
    """The height of a weight of 1."""
    return float(found["ribbons"]["height"].iloc[0] / found["ribbons"]["weight"].iloc[0])


FLOW = links(
    ("in", "image", "mid", "fused", 0.6),
    ("in", "text", "mid", "fused", 0.2),
    ("in", "text", "out", "robot", 0.2),
    ("mid", "fused", "out", "robot", 0.5),
    ("mid", "prior", "out", "robot", 0.3),
)


def random_flow(seed: int, layers: int, nodes: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    rows = [
        (f"layer {i}", f"node {a}", f"layer {j}", f"node {b}", float(random.pareto(1) + 1e-6))
        for i in range(layers)
        for j in range(i + 1, layers)
        for a in range(nodes)
        for b in range(nodes)
        if j == i + 1 or random.random() < 0.1
    ]
    return links(*rows)


def test_flows_and_gaps_worked_by_hand() -> None:
    flows = node_flows(FLOW).set_index("name")
    assert flows.loc["fused", ["inflow", "outflow", "size"]].tolist() == [0.8, 0.5, 0.8]
    # image and text begin and robot ends, as their layers do; prior begins on the way
    gaps = flows["gap"].to_dict()
    expected = {"image": 0, "text": 0, "robot": 0, "fused": 0.3, "prior": -0.3}
    assert gaps == pytest.approx(expected)


def test_layers_follow_the_flow_and_circles_are_refused() -> None:
    assert layer_columns(FLOW, "attention_flow") == {"in": 0, "mid": 1, "out": 2}
    circle = pd.concat([FLOW, links(("out", "robot", "mid", "fused", 0.1))])
    with pytest.raises(TableError, match=r"flow in a circle: (mid → out → mid|out → mid → out)"):
        layout(circle)
    with pytest.raises(TableError, match="same → same"):
        layout(links(("same", "a", "same", "b", 1)))


def test_layers_in_one_column_are_named_in_the_order_of_the_links() -> None:
    found = layout(links(*((layer, "node", "end", "robot", 1) for layer in "dbac")))
    assert found["layers"]["text"].tolist() == ["d / b / a / c", "end"]


def test_the_gaps_of_a_layout_are_as_high_as_the_difference() -> None:
    found = layout(FLOW)
    gaps = found["gaps"].set_index("name")
    heights = (gaps["y2"] - gaps["y"]).to_dict()
    assert heights == pytest.approx(
        {"fused": 0.3 * scale_of(found), "prior": 0.3 * scale_of(found)}
    )
    node = found["nodes"].set_index("name")
    assert gaps.loc["fused", "x"] == pytest.approx(node.loc["fused", "x2"])  # does not leave
    assert gaps.loc["prior", "x2"] == pytest.approx(node.loc["prior", "x"])  # did not enter
    texts = "\n".join(found["labels"]["text"])
    assert "fused\n0.800 in, 0.500 out" in texts
    assert "prior\n0 in, 0.300 out" in texts


def test_a_ribbon_that_skips_a_layer_keeps_clear_of_its_nodes() -> None:
    found = layout(FLOW)
    parts = found["ribbons"][found["ribbons"]["source"] == "text"].query("target == 'robot'")
    assert len(parts) == 2
    assert parts.iloc[0]["y2"] == pytest.approx(parts.iloc[1]["y"])
    passing = parts.iloc[0]["y2"], parts.iloc[0]["y2"] + parts.iloc[0]["height"]
    middle = found["nodes"][found["nodes"]["layer"] == "mid"]
    for node in middle.itertuples():
        assert passing[1] <= node.y or node.y2 <= passing[0]


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.integers(2, 5), st.integers(1, 9))
def test_widths_are_exact_and_labels_apart(seed: int, layers: int, nodes: int) -> None:
    table, _ = merge_small(random_flow(seed, layers, nodes), most_nodes=12, most_links=80)
    found = layout(table)
    ribbons, boxes = found["ribbons"], found["nodes"]
    assert (ribbons["height"] / ribbons["weight"]).to_numpy() == pytest.approx(scale_of(found))
    size = boxes[["inflow", "outflow"]].max(axis="columns")
    assert (boxes["y2"] - boxes["y"]).to_numpy() == pytest.approx(size * scale_of(found))
    assert boxes["y"].min() >= -1e-9
    assert boxes["y2"].max() <= 1 + 1e-9

    for _, column in boxes.assign(label=found["labels"]["y"]).groupby("x"):
        ordered = column.sort_values("y")
        assert (ordered["y"].iloc[1:].to_numpy() > ordered["y2"].iloc[:-1].to_numpy()).all()
        apart = np.diff(ordered["label"]) * ROOM.height
        assert (apart >= ROOM.line - 1e-6).all()

    # the ribbons of a node lie inside it and do not overlap
    for box in boxes.itertuples():
        inside = ribbons[np.isclose(ribbons["x"], box.x2)].sort_values("y")
        inside = inside[(inside["y"] >= box.y - 1e-9) & (inside["y"] < box.y2 - 1e-12)]
        ends = (inside["y"] + inside["height"]).to_numpy()
        assert (ends[:-1] <= inside["y"].iloc[1:].to_numpy() + 1e-9).all()
        assert inside["weight"].sum() == pytest.approx(box.outflow)


def test_small_nodes_are_merged_and_flows_stay_the_same() -> None:
    table = random_flow(1, 3, 30)
    few, rest = merge_small(table, most_nodes=12, most_links=80)
    assert len(few) <= 80
    assert few["weight"].sum() == pytest.approx(table["weight"].sum())
    names = {name for _, name in rest}
    assert all(name.endswith(" others") for name in names)
    all_nodes = node_flows(table)
    for layer, nodes in node_flows(few).groupby("layer"):
        here = all_nodes[all_nodes["layer"] == layer]
        largest = here.nlargest(len(nodes) - 1, "size")
        assert set(nodes["name"]) - names == set(largest["name"])
    assert merge_small(FLOW, most_nodes=12, most_links=80)[1] == set()
