"""The flow of attention as a figure, with a real attention head."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError, TableError
from embervlm_specs.figures import attention_flow_sankey
from embervlm_specs.render import render

COLUMNS = ["source", "target", "weight", "source_layer", "target_layer"]
FLOW = pd.DataFrame(
    [
        ("image", "query", 0.7, "tokens", "fusion"),
        ("text", "query", 0.3, "tokens", "fusion"),
        ("query", "Drone", 0.6, "fusion", "selection"),
        ("query", "Legged", 0.4, "fusion", "selection"),
        ("query", "Wheeled", 0.0, "fusion", "selection"),
    ],
    columns=COLUMNS,
)


@pytest.fixture
def attention(public_data: Path) -> pd.DataFrame:
    """One BERT head, cropped to its tokens: from the token attended to, to the one attending."""
    file = public_data / "attention" / "dodrio" / "DERIVED_attention-1125_L2H7.json"
    head = json.loads(file.read_text())
    tokens = [f"{i} {token}" for i, token in enumerate(head["tokens"])]
    rows = [
        (seen, looking, weight, "layer 1", "layer 2")
        for looking, weights in zip(tokens, head["attention"], strict=False)
        for seen, weight in zip(tokens, weights, strict=False)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def test_a_conserved_flow_has_no_gaps() -> None:
    spec = attention_flow_sankey(FLOW)
    assert spec.datasets["gaps"] == []
    assert "hatched" not in spec.description
    heights = {row["target"]: row["height"] for row in spec.datasets["ribbons"]}
    assert "Wheeled" not in heights
    assert heights["Drone"] / heights["Legged"] == pytest.approx(1.5, rel=1e-5)


def test_a_loss_on_the_way_is_drawn_and_named() -> None:
    spec = attention_flow_sankey(FLOW[FLOW["target"] != "Legged"])
    (gap,) = spec.datasets["gaps"]
    assert (gap["name"], gap["gap"]) == ("query", pytest.approx(0.4))
    assert "hatched: 0.400 ends on the way, the largest part at query" in spec.description
    assert "1.00 in, 0.600 out" in [row["text"].split("\n")[-1] for row in spec.datasets["labels"]]
    assert render(spec.document, ["svg"])["svg"]


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(MissingDataError, match="no link with a weight above 0"):
        attention_flow_sankey(FLOW.assign(weight=0.0))
    back = pd.DataFrame([("Drone", "image", 0.1, "selection", "tokens")], columns=COLUMNS)
    with pytest.raises(TableError, match="flow in a circle"):
        attention_flow_sankey(pd.concat([FLOW, back]))


def test_the_same_name_in_two_layers_is_two_nodes() -> None:
    deeper = FLOW.head(2).assign(target="image", source_layer="pixels", target_layer="tokens")
    nodes = attention_flow_sankey(pd.concat([deeper, FLOW])).datasets["nodes"]
    assert [n["layer"] for n in sorted(nodes, key=lambda n: n["x"]) if n["name"] == "image"] == [
        "pixels",
        "tokens",
    ]


def test_a_real_head_keeps_its_weight(attention: pd.DataFrame) -> None:
    spec = attention_flow_sankey(attention)
    data = spec.datasets
    assert len(data["ribbons"]) <= 80
    total = sum(row["weight"] for row in data["ribbons"])
    assert total == pytest.approx(attention["weight"].sum(), rel=1e-4)
    named = [node["name"] for node in data["nodes"] if node["name"].endswith(" others")]
    assert len(named) == 2
    seen = attention.groupby("source")["weight"].sum()
    largest = max(data["nodes"], key=lambda node: (node["layer"] == "layer 1", node["outflow"]))
    assert largest["outflow"] >= seen.max() - 1e-4
    assert render(spec.document, ["svg", "pdf"])["pdf"].startswith(b"%PDF")


def test_the_strongest_links_are_single_ones_and_what_merged_nodes_balance_is_said() -> None:
    """Thirteen nodes in the middle: two of the smallest lose and win the same."""
    names = [f"m{i:02}" for i in range(13)]
    to = [("image", name, 0.2 - i / 100, "tokens", "middle") for i, name in enumerate(names)]
    out = [(name, "Drone", weight, "middle", "selection") for _, name, weight, *_ in to]
    frame = pd.DataFrame([*to, *out], columns=COLUMNS)
    said = attention_flow_sankey(frame).description
    assert "image (tokens) to m00 (middle) 0.200; m00 (middle) to Drone (selection) 0.200." in said
    assert "26 links, drawn as 24" in said
    assert "within merged nodes" not in said
    frame.loc[24, "weight"] += 0.005
    frame.loc[25, "weight"] -= 0.005
    said = attention_flow_sankey(frame).description
    assert "hatched" not in said
    assert "within merged nodes 0.00500 more ends" in said
    assert "within merged nodes 0.00500 more begins" in said
