"""What the pictures of stage 4 say with numbers, computed from the tables anew."""

from __future__ import annotations

import pytest

from embervlm_specs.export import build
from embervlm_specs.figures import FIGURES
from embervlm_specs.run import Run
from tests.sentences import description, read, sentences
from tests.sentences.spans import span

CHAIN = ["task_analysis", "environment", "capability", "decision"]
MOST_LINKS = 80  # as many as the picture has


def test_reasoning_step_importance_3d() -> None:
    table = read("reasoning_attention")
    step = table["step"].max()
    weights = table[table["step"] == step].set_index("reasoning_step")["weight"]
    top = weights.sort_values().index[-1]
    parts = [
        f"most weight at step {step:,}: {top.replace('_', ' ')} ({weights[top]:.2f})",
        f"n = {span(table['n'])} samples a value",
    ]
    assert sentences("reasoning_step_importance_3d") == parts
    told = "; ".join(f"{part.replace('_', ' ')} {weights[part]:.2f}" for part in CHAIN)
    about = f"Attention weight at the last step: {told}"
    assert description("reasoning_step_importance_3d") == f"{about}. {' · '.join(parts)}"


def test_attention_flow_sankey() -> None:
    table = read("attention_flow")
    step = table["step"].max()
    links = table[(table["step"] == step) & (table["weight"] > 0)]
    between = links.sort_values("weight").groupby(["source_layer", "target_layer"])
    strongest = between.tail(1).set_index("source_layer")
    drawn = len(build(FIGURES["attention_flow_sankey"], Run.open()).datasets["ribbons"])
    assert drawn <= MOST_LINKS < len(links)  # so that some are merged
    parts = [f"{len(links):,} links, drawn as {drawn}", f"step {step:,}"]
    assert sentences("attention_flow_sankey") == parts
    (layer,), told = {*strongest.index} - {*strongest["target_layer"]}, []
    while layer in strongest.index:  # along the flow
        row = strongest.loc[layer]
        ends = f"{row['source']} ({layer}) to {row['target']} ({row['target_layer']})"
        told.append(f"{ends} {row['weight']:#.3g}")
        layer = row["target_layer"]
    leaves = links.groupby(["source_layer", "source"])["weight"].sum()
    enters = links.groupby(["target_layer", "target"])["weight"].sum()
    for layer in set(links["source_layer"]) & set(links["target_layer"]):
        # nothing ends or begins on the way, so that nothing is said of it
        assert leaves[layer].to_dict() == pytest.approx(enters[layer].to_dict(), rel=1e-4)
    note = f"width: attention weight · {' · '.join(parts)}"
    merged = "the smallest nodes of a layer are merged"
    about = f"Attention flow, the strongest links: {'; '.join(told)}"
    assert description("attention_flow_sankey") == f"{about}. {note} · {merged}"
