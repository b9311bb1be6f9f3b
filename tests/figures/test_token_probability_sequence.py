"""What `token_probability_sequence` chooses, summarises and says; real log-probabilities."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Spec
from embervlm_specs.figures import token_probability_sequence as figure
from embervlm_specs.render import render

COLUMNS = ["sequence", "source", "position", "token", "probability"]


def sequences(count: int, length: int) -> pd.DataFrame:
    random = np.random.default_rng(0)
    rows = [
        (i, source, position, "word", random.random())
        for i in range(count)
        for source in ("generated", "ground_truth")
        for position in range(length)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def part(spec: Spec, column: str, panel: str = "") -> pd.DataFrame:
    rows = pd.DataFrame(spec.datasets["panels"])
    return rows[rows[column].notna() & rows["panel"].str.contains(panel)]


def test_fifty_sequences_of_512_tokens_are_summarised_and_one_is_shown() -> None:
    table = sequences(50, 512)
    spec = figure(table)
    assert len(spec.to_json().encode()) < 250_000
    assert render(spec.document, ["svg"])["svg"]
    assert list(dict.fromkeys(row["panel"] for row in spec.datasets["panels"]))[:2] == [
        "ground truth · median and quartiles of 50 sequences",
        "generated · median and quartiles of 50 sequences",
    ]
    first = part(spec, "median", "generated").iloc[0]
    inside = table.query("source == 'generated' and position < 5")["probability"]
    assert first["median"] == pytest.approx(inside.median(), abs=1e-6)
    note = spec.datasets["note"][1]["text"]
    assert note == "50 sequences, below the longest of them · bins of 5 positions"


def test_one_sequence_is_drawn_as_it_is() -> None:
    spec = figure(sequences(1, 3))
    assert part(spec, "middle").empty
    bars = part(spec, "start", "ground truth")
    assert bars["median"].tolist() == pytest.approx(
        sequences(1, 3).query("source == 'ground_truth'")["probability"].tolist(), abs=1e-6
    )
    assert part(spec, "token")["token"].tolist() == ["word"] * 6
    assert len(spec.datasets["note"]) == 1


def test_uncertain_stretches_follow_the_stated_rule() -> None:
    table = sequences(1, 6).query("source == 'generated'")
    table = table.assign(probability=[0.9, 0.2, 0.3, 0.9, 0.1, 0.9])
    grey = part(figure(table), "first")
    assert grey[["first", "last"]].to_numpy().tolist() == [[0.5, 2.5]]
    spec = figure(table, threshold=0.15, at_least=1)
    assert part(spec, "first")["first"].tolist() == [3.5]
    assert "below 0.15 at 1 or more positions" in spec.datasets["note"][0]["text"]


def test_a_sequence_can_be_chosen() -> None:
    table = sequences(3, 4)
    assert not part(figure(table, sequence=2), "start", "sequence 2").empty
    with pytest.raises(MissingDataError, match="no sequence '7'"):
        figure(table, sequence=7)


def test_positions_that_are_missing_break_the_line() -> None:
    table = sequences(3, 9).query("position != 4")
    line = part(figure(table), "middle", "generated")
    assert line["median"].isna().tolist() == [i == 4 for i in range(9)]


@pytest.mark.parametrize(
    ("name", "tokens", "perplexity", "stretches"),
    [("simple_fact", 7, "1.0005", 0), ("complex_uncertain", 78, "1.1853", 1)],
)
def test_real_log_probabilities(
    public_data: Path, name: str, tokens: int, perplexity: str, stretches: int
) -> None:
    folder = public_data / "logprobs" / "monostate_gpt41_responses"
    answer = json.loads((folder / f"debug_response_{name}.json").read_text(encoding="utf-8"))
    logprobs = answer["output"][0]["content"][0]["logprobs"]
    rows = [
        (name, "generated", i, token["token"], math.exp(token["logprob"]))
        for i, token in enumerate(logprobs)
    ]
    spec = figure(pd.DataFrame(rows, columns=COLUMNS), threshold=0.6)
    title = f"generated · sequence {name} · {tokens} tokens · perplexity {perplexity}"
    assert {row["panel"] for row in spec.datasets["panels"]} == {title}
    told = f"uncertain stretches {stretches}," if stretches else "no uncertain stretch"
    assert told in spec.description
