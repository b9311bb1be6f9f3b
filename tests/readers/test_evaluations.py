"""VLMEvalKit and lm-evaluation-harness: scores in the units of their files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.errors import SourceError
from embervlm_specs.readers import read_log
from embervlm_specs.stats.benchmarks import benchmark_shares

VILA = "vlm_eval/vlmevalkit_vila/vila_8b"
PYTHIA = "vlm_eval/pythia_lm_eval"


def test_each_file_of_vlmevalkit_keeps_its_unit(public_data: Path) -> None:
    told = read_log("auto", public_data / VILA, stage=2)
    table = told.tables["benchmarks"].set_index("benchmark")
    expected = {
        "ScienceQA_TEST": (0.7258304412493802, 1),  # a fraction; a name in its header ends in a tab
        "TextVQA_VAL": (60.16199999999999, 100),  # a percentage
        "MME": (1558.5247098839536 + 282.5, 2800),  # a sum of points
        "OCRBench": (438, 1000),  # points
        "POPE": (83.33951762523192, 100),
        "HallusionBench": (52.26077812828601, 100),
        "CCBench": (0.3392156862745098, 1),
        "ChartQA_TEST": (50.88, 100),
        "MMStar": (0.4166666666666667, 1),
        "RealWorldQA": (0.465359477124183, 1),
        "SEEDBench_IMG": (0.6788926363125352, 1),
        "COCO_VAL Bleu_4": (2.8829820068766447, 100),  # the last of a list
        "COCO_VAL ROUGE_L": (21.268334036572963, 100),
        "COCO_VAL CIDEr": (14.230789515590189, None),
    }
    assert set(table.index) == set(expected)
    for name, (score, most) in expected.items():
        assert table.loc[name, "score"] == score
        assert most is None or table.loc[name, "max_score"] == most
    assert pd.isna(table.loc["COCO_VAL CIDEr", "max_score"])
    assert ["COCO_VAL CIDEr" in question for question in told.asks] == [True]
    shares = benchmark_shares(told.tables["benchmarks"]).set_index("benchmark")["share"]
    assert shares["ScienceQA_TEST"] == pytest.approx(0.72583)
    assert shares["TextVQA_VAL"] == pytest.approx(0.60162)


def test_a_given_scale_goes_first_and_must_fit(public_data: Path) -> None:
    told = read_log("vlmevalkit", public_data / VILA, scales={"coco_val cider": 200})
    table = told.tables["benchmarks"].set_index("benchmark")
    assert table.loc["COCO_VAL CIDEr", "max_score"] == 200
    assert not told.asks
    with pytest.raises(SourceError, match=r"TextVQA_VAL 60\.162 does not lie between 0 and 1"):
        read_log("vlmevalkit", public_data / VILA, scales={"TextVQA_VAL": 1})


def test_results_with_counts_splits_and_a_strange_file(tmp_path: Path) -> None:
    folder = tmp_path / "ember"
    folder.mkdir()
    files = {
        "ember_MathVista_MINI_gpt-4-turbo_score.csv": "Task&Skill,tot,acc\nOverall,1000,31.5",
        "ember_MMMU_DEV_VAL_acc.csv": "split,Overall,Art\ndev,0.3,0.1\nvalidation,0.4,0.2",
        "ember_Odd_acc.csv": "a,b\n1,2",
        "ember_MMStar.xlsx": "",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    told = read_log("vlmevalkit", folder)
    rows = told.tables["benchmarks"].set_index("benchmark")
    assert rows.loc["MathVista_MINI", ["score", "max_score", "n"]].tolist() == [31.5, 100, 1000]
    assert rows.loc["MMMU_DEV_VAL (validation)", ["score", "max_score"]].tolist() == [0.4, 1]
    assert told.problems == [
        "ember_Odd_acc.csv: it has no overall score that is known; it has a, b"
    ]
    assert "ember_MMStar.xlsx: no scores" in told.skipped


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("m_MME_score.csv", "perception,reasoning\n", "it has no line of scores"),
        ("m_X_acc.csv", "split,Overall\nnone,abc\n", "its 'Overall' is 'abc', which is no number"),
        ("m_Y_score.json", '{"Bleu": []}', "its Bleu, ROUGE_L and CIDEr are no numbers"),
        ("m_Z_acc.csv", "split,Overall\nnone,45.2\n", "45.2 does not lie between 0 and 1"),
    ],
)
def test_results_without_a_score(name: str, text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SourceError, match=sentence):
        read_log("auto", tmp_path / name)


def test_results_of_two_models_are_refused(public_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "vila_8b"
    shutil.copytree(public_data / VILA, folder)
    shutil.copy(folder / "vila_8b_MME_score.csv", folder / "other_MME_score.csv")
    with pytest.raises(SourceError, match="another model than vila_8b: other_MME_score"):
        read_log("vlmevalkit", folder)
    renamed = folder.rename(tmp_path / "results")
    with pytest.raises(SourceError, match="Name the folder after its model"):
        read_log("vlmevalkit", renamed)
    (renamed / "other_MME_score.csv").unlink()
    names = read_log("vlmevalkit", renamed).tables["benchmarks"]["benchmark"]
    assert "MME" in set(names)  # what all files begin with is the model


def test_a_harness_run_over_checkpoints(public_data: Path) -> None:
    told = read_log("auto", public_data / PYTHIA, stage=1)
    scalars = told.tables["scalars"]
    curve = scalars[scalars["metric"] == "lambada_openai/acc"].set_index("step")["value"]
    steps = [0, 1, 8, 64, 512, 1000, 3000, 13000, 33000, 63000, 93000, 113000, 143000]
    assert curve.index.tolist() == steps
    for step in (1000, 143000):
        held = json.loads((public_data / PYTHIA / f"160m_step{step}.json").read_text())
        assert curve[step] == held["results"]["lambada_openai"]["acc"]
    assert len(scalars) == 13 * (65 + 62 + 22 + 22 + 1)
    assert not scalars["metric"].str.contains("stderr").any()
    table = told.tables["benchmarks"].set_index("benchmark")
    assert len(table) == 65
    assert table.loc["lambada_openai", "score"] == curve[143000]
    # the known sizes of the test sets, recovered from the standard errors
    known = {"lambada_openai": 5153, "winogrande": 1267, "piqa": 1838, "arc_challenge": 1172}
    assert table.loc[list(known), "n"].to_dict() == known


def test_a_newer_harness_file(tmp_path: Path) -> None:
    results = {
        "mmlu": {"alias": "mmlu", "acc,none": 0.25, "acc_stderr,none": 0.01},
        "mmlu_law": {"acc,none": 0.5, "acc_stderr,none": 0.1},
        "gsm8k": {"exact_match,strict-match": 0.1, "exact_match_stderr,strict-match": 0.2},
    }
    held = {
        "results": results,
        "group_subtasks": {"mmlu": ["mmlu_law"], "gsm8k": []},
        "n-samples": {"gsm8k": {"original": 20, "effective": 10}},
        "config": {"model_args": "pretrained=out/checkpoint-500"},
    }
    path = tmp_path / "results_2026.json"
    path.write_text(json.dumps(held))
    told = read_log("auto", path)
    table = told.tables["benchmarks"].set_index("benchmark")
    assert table["score"].to_dict() == {"mmlu": 0.25, "gsm8k": 0.1}
    assert table.loc["gsm8k", "n"] == 10
    metrics = set(told.tables["scalars"]["metric"])
    assert metrics == {"mmlu/acc", "mmlu_law/acc", "gsm8k/exact_match (strict-match)"}
    assert set(told.tables["scalars"]["step"]) == {500}
    assert "1 tasks that are part of a group, from `benchmarks`" in told.skipped


def test_a_broken_file_does_not_hide_the_format_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "ember"
    folder.mkdir()
    (folder / "ember_A_score.json").write_text('{"Final Sc')
    (folder / "ember_OCRBench_score.json").write_text('{"Final Score": 438}')
    told = read_log("auto", folder)
    assert told.tables["benchmarks"]["score"].tolist() == [438]
    assert "ember_A_score.json is not a JSON file" in told.problems[0]
