"""Where a decision looks: from visual tokens over fusion queries and reasoning to the robot."""

from collections import defaultdict

import numpy as np
import torch
from chains import REASONING_STEPS, chain_words, full_chain, segments
from model import GRID, TinyEmberVLM
from recording import Row
from stage3_robot_selection import PROMPT_LENGTH, Prompts
from stage4_reasoning import decide
from vocabulary import ROBOTS

LAYERS = ("visual and text tokens", "fusion", "reasoning", "selection")
_THIRDS = ((0, 2), (2, 5), (5, 7))
_REGIONS = {
    f"{vertical} {horizontal}": (rows, columns)
    for vertical, rows in zip(("top", "middle", "bottom"), _THIRDS, strict=True)
    for horizontal, columns in zip(("left", "centre", "right"), _THIRDS, strict=True)
}
TEXT = "text"
PROMPT = "text prompt"


def _shares(weights: np.ndarray) -> np.ndarray:
    """Each row as shares of its sum."""
    return weights / weights.sum(axis=-1, keepdims=True)


@torch.no_grad()
def attention_flow_rows(model: TinyEmberVLM, prompts: Prompts, step: int) -> list[Row]:
    """Mean flow over the subtasks, reading the reference chains; the robots' inflows sum to 1.

    It is followed backwards from the chosen robot. The decision's attention is shared among the
    four reasoning steps, each step's among the fusion queries and the words of the prompt, each
    query's among the regions of the picture: at every stage the model's own attention weights
    (mean over layers and heads), as shares of what goes to the stage before. So whatever enters a
    node leaves it.
    """
    chains = [full_chain(chain_words(subtask)) for subtask in prompts.subtasks]
    decided = decide(model, prompts, chains)
    attention = torch.stack(decided.trace.attention).mean(dim=(0, 2)).numpy()
    looking = model.fusion(model.vision(prompts.patches)[0])[1].mean(dim=1)
    grids = looking.unflatten(-1, (GRID, GRID)).numpy()
    robots = decided.logits.argmax(dim=-1).tolist()
    n_queries = model.sizes.queries
    start = n_queries + PROMPT_LENGTH

    links: dict[tuple[str, str, int], float] = defaultdict(float)
    for i, chain in enumerate(chains):
        parts = {
            name: slice(start + part.start, start + part.stop)
            for name, part in segments(chain).items()
        }
        at_decision = attention[i, decided.positions[i]]
        to_steps = _shares(np.array([at_decision[parts[s]].sum() for s in REASONING_STEPS]))
        for name, share in zip(REASONING_STEPS, to_steps / len(chains), strict=True):
            links[name, ROBOTS[robots[i]], 2] += share
            rows = attention[i, parts[name]].mean(axis=0)
            to_fusion = _shares(np.append(rows[:n_queries], rows[n_queries:start].sum())) * share
            for q in range(n_queries):
                links[f"query {q + 1}", name, 1] += to_fusion[q]
                for region, ((top, bottom), (left, right)) in _REGIONS.items():
                    seen = grids[i, q, top:bottom, left:right].sum() * to_fusion[q]
                    links[region, f"query {q + 1}", 0] += seen
            links[PROMPT, name, 1] += to_fusion[-1]
            links[TEXT, PROMPT, 0] += to_fusion[-1]
    return [
        {
            "source": source,
            "target": target,
            "weight": float(weight),
            "source_layer": LAYERS[order],
            "target_layer": LAYERS[order + 1],
            "step": step,
        }
        for (source, target, order), weight in sorted(links.items(), key=lambda item: item[0][2])
    ]
