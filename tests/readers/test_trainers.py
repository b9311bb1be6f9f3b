"""Hugging Face Trainer, Weights & Biases and TensorBoard, on real logs and the real packages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from embervlm_specs.errors import SourceError
from embervlm_specs.readers import read_log

LLAVA = "wandb/hayatohongo_llava/offline-run-20250822_012336-23m7ljxf"
NANOGPT = "wandb/jackokeefe_nanogpt/run-20240214_191836-mw8ngzqq"
STATE = "trainer_state/hayatohongo_llava15_pretrain/trainer_state.json"
EVENTS = "tensorboard/janosh_reducer"


def curve(frame: pd.DataFrame, metric: str, split: str) -> pd.Series:
    chosen = frame[(frame["metric"] == metric) & (frame["split"] == split)]
    return chosen.set_index("step")["value"]


def test_one_run_gives_one_table_from_both_of_its_logs(public_data: Path) -> None:
    state = read_log("hf-trainer", public_data / STATE)
    history = read_log("wandb", public_data / LLAVA)
    pd.testing.assert_frame_equal(
        state.tables["scalars"], history.tables["scalars"], check_exact=True
    )
    logged = json.loads((public_data / STATE).read_text())["log_history"]
    losses = {row["step"]: row["loss"] for row in logged if "loss" in row}
    assert curve(state.tables["scalars"], "loss", "train").to_dict() == losses
    assert len(losses) == 250
    assert "`train/global_step`" in " ".join(history.assumed)
    assert "train_loss: the mean over the whole run" in " ".join(state.skipped)


def test_the_last_checkpoint_speaks_for_the_others(tmp_path: Path) -> None:
    for step in (9, 10):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        rows = [{"step": s, "loss": 1 / s, "eval_loss": 2 / s} for s in range(1, step + 1)]
        state = json.dumps({"log_history": rows})
        (folder / "trainer_state.json").write_text(state)
    told = read_log("auto", tmp_path, stage=2)
    assert curve(told.tables["scalars"], "loss", "val")[10] == pytest.approx(0.2)
    assert "checkpoint-9: checkpoint-10 holds their history" in told.skipped


def test_nanogpt_history(public_data: Path) -> None:
    told = read_log("auto", public_data / NANOGPT, stage=2)
    frame = told.tables["scalars"]
    assert set(frame["stage"]) == {2}
    assert curve(frame, "loss", "train")[250] == 2.8547980785369873
    assert curve(frame, "loss", "val")[5000] == 2.4491984844207764
    assert len(frame) == 4 * 21
    assert "lr, mfu: no split" in " ".join(told.assumed)


def test_other_files_of_wandb_are_refused_with_the_reason(public_data: Path) -> None:
    folder = public_data / LLAVA
    with pytest.raises(SourceError, match="measurements of the machine"):
        read_log("auto", folder / "DERIVED_wandb-system-metrics.csv")
    with pytest.raises(SourceError, match="no more than the last value"):
        read_log("auto", public_data / NANOGPT / "files" / "wandb-summary.json")
    with pytest.raises(SourceError, match="holds neither"):
        read_log("wandb", folder / "files")


def test_the_web_page_s_export(tmp_path: Path) -> None:
    path = tmp_path / "wandb_export.csv"
    names = ["Step", *(f"a - run - val/loss{end}" for end in ("", "__MIN", "__MAX"))]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([names, [10, 0.5, 0.5, 0.5], [20, "", "", ""]])
    told = read_log("auto", path)
    assert curve(told.tables["scalars"], "loss", "val").to_dict() == {10: 0.5}
    two = path.read_text().replace("Step,", "Step,other - val/loss,").replace("\n10", "\n10,1")
    path.write_text(two)
    with pytest.raises(SourceError, match="2 runs"):
        read_log("wandb", path)


@pytest.fixture(scope="module")
def offline_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that the real wandb package has written, with a record longer than a block."""
    wandb = pytest.importorskip("wandb")
    folder = tmp_path_factory.mktemp("offline")
    settings = wandb.Settings(x_disable_stats=True, console="off", silent=True)
    run = wandb.init(mode="offline", project="embervlm", dir=folder, settings=settings)
    for step in range(1, 31):
        row = {"train/loss": 8 / step, "train/global_step": step, "deep": {"er": step}}
        run.log({**row, "shape": wandb.Histogram([1, 2]), "worst": float("nan")})
    run.log({"train/global_step": 31, "train/loss": 0.25, "note": "z" * 100_000})
    run.finish()
    wandb.teardown()  # the service has written all of it when it is gone
    return next(folder.rglob("*.wandb"))


def test_an_offline_run_is_read_from_its_file(offline_run: Path) -> None:
    told = read_log("auto", offline_run.parent, stage=1)
    frame = told.tables["scalars"]
    losses = curve(frame, "loss", "train")
    assert losses.to_dict() == {**{step: 8 / step for step in range(1, 31)}, 31: 0.25}
    assert frame.loc[frame["metric"] == "deep.er", "value"].tolist() == list(range(1, 31))
    assert frame.loc[frame["metric"] == "worst", "value"].isna().all()
    assert "killed" not in " ".join(told.skipped)
    skipped = next(sentence for sentence in told.skipped if sentence.endswith(": not numbers"))
    assert set(skipped.removesuffix(": not numbers").split(", ")) == {"note", "shape"}


def test_a_killed_offline_run_keeps_what_was_written(offline_run: Path, tmp_path: Path) -> None:
    content = offline_run.read_bytes()
    torn = tmp_path / "run-torn.wandb"
    torn.write_bytes(content[: len(content) // 4])
    told = read_log("wandb", torn)
    losses = curve(told.tables["scalars"], "loss", "train")
    assert 0 < len(losses) <= 30
    assert losses.to_dict() == {step: 8 / step for step in losses.index}
    assert "the run was killed, or it is still running" in " ".join(told.skipped)
    (tmp_path / "no.wandb").write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(SourceError, match=r"does not begin as a \.wandb file does"):
        read_log("wandb", tmp_path / "no.wandb")


def test_event_files(public_data: Path) -> None:
    pytest.importorskip("tensorboard")
    strict = read_log("auto", public_data / EVENTS / "strict" / "run_1").tables["scalars"]
    assert len(strict) == 100
    assert strict.loc[strict["step"] == 5, "value"].item() == pytest.approx(1.7682219)
    twice = read_log("tensorboard", public_data / EVENTS / "duplicate_steps")
    assert len(twice.tables["scalars"]) == 420
    assert "20 rows repeat a step; figures take the last of each" in twice.assumed
    with pytest.raises(SourceError, match="holds 3 runs"):
        read_log("auto", public_data / EVENTS)


def test_event_files_of_our_own(tmp_path: Path) -> None:
    """Folders as splits, other kinds than scalars, and a file that is none."""
    pytest.importorskip("tensorboard")
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    for split, loss in (("train", 2.0), ("validation", 3.0)):
        writer = EventFileWriter(str(tmp_path / split))
        value = [Summary.Value(tag="epoch_loss", simple_value=loss)]
        image = [Summary.Value(tag="picture", image=Summary.Image(height=1, width=1))]
        for values in (value, image):
            writer.add_event(Event(step=7, summary=Summary(value=values)))
        writer.close()
    told = read_log("auto", tmp_path, stage=4)
    rows = told.tables["scalars"][["metric", "split", "step", "value"]].to_numpy().tolist()
    assert rows == [["epoch_loss", "train", 7, 2.0], ["epoch_loss", "val", 7, 3.0]]
    assert "picture: no scalars" in told.skipped
    (tmp_path / "other.tfevents.1").write_text("not an event file at all, but long enough")
    with pytest.raises(SourceError, match=r"other\.tfevents\.1 is no event file"):
        read_log("tensorboard", tmp_path / "other.tfevents.1")


def test_broken_event_files_say_where_they_break(public_data: Path, tmp_path: Path) -> None:
    pytest.importorskip("tensorboard")
    content = next((public_data / EVENTS / "strict").rglob("*tfevents*")).read_bytes()
    flipped = bytearray(content)
    flipped[2000] ^= 255
    for name, held, rows in (("torn", content[:2500], 50), ("flipped", bytes(flipped), 40)):
        path = tmp_path / f"{name}.tfevents.1"
        path.write_bytes(held)
        told = read_log("tensorboard", path)
        assert len(told.tables["scalars"]) == rows
        # the file's first record is its version
        assert told.skipped == [
            f"all of {path.name} after its record {rows + 1}, where it is broken"
        ]
