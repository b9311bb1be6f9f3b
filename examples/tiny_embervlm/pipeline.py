"""The four stages in a row, for one seed."""

from copy import deepcopy
from dataclasses import dataclass

from attention_flow import attention_flow_rows
from benchmarks import record_benchmarks
from carbon import CarbonMeter
from data import Data
from model import Sizes, TinyEmberVLM
from plan import Plan
from seeding import seed_everything
from stage1_alignment import Aligner, train_alignment
from stage2_instruction import judge, train_instructions
from stage2_measurements import InstructionMeasurements
from stage3_measurements import SelectionMeasurements
from stage3_robot_selection import robot_accuracy, train_robot_selection
from stage4_measurements import ReasoningMeasurements, phase_rows
from stage4_reasoning import PHASES, train_reasoning

from embervlm_specs import RunRecorder

TEACHER = Sizes(width=128, heads=8, text_layers=4)


@dataclass
class Checkpoints:
    """Copies of the model after each stage, and what the ablations are compared with."""

    aligned: TinyEmberVLM
    instructed: TinyEmberVLM
    selecting: TinyEmberVLM
    reasoning: TinyEmberVLM
    answer_accuracy: float
    robot_accuracy: float


def train_teacher(data: Data, plan: Plan, meter: CarbonMeter, seed: int) -> TinyEmberVLM:
    """The larger model that stage 2 learns from."""
    seed_everything(seed)
    teacher = TinyEmberVLM(data.vocabulary, TEACHER)
    train_instructions(
        teacher,
        data.train_lessons,
        data.test_lessons,
        None,
        meter,
        seed=seed,
        steps=plan.teacher_steps,
        evaluations=3,
        component="teacher training",
    )
    return teacher


def run_stages(
    data: Data,
    plan: Plan,
    recorder: RunRecorder,
    meter: CarbonMeter,
    *,
    seed: int,
    teacher: TinyEmberVLM,
    detailed: bool,
) -> Checkpoints:
    """Train one model through the stages; `detailed` records all tables.

    Else scalars, phases, and what is known of single samples.
    """
    seed_everything(seed)
    model = TinyEmberVLM(data.vocabulary)
    aligner, gain = train_alignment(
        model,
        data.train_pictures,
        data.test_pictures,
        recorder,
        meter,
        seed=seed,
        steps=plan.alignment_steps,
        evaluations=plan.alignment_evaluations,
        detailed=detailed,
    )
    _close_stage(1, data, recorder, meter, model, aligner, {"training": gain}, detailed)
    aligned = deepcopy(model)

    gain = train_instructions(
        model,
        data.train_lessons,
        data.test_lessons,
        recorder,
        meter,
        seed=seed,
        steps=plan.instruction_steps,
        evaluations=plan.instruction_evaluations,
        teacher=teacher,
        observe=InstructionMeasurements(
            model,
            data.test_lessons,
            recorder,
            seed=seed,
            last_step=plan.instruction_steps,
            detailed=detailed,
        ),
    )
    _close_stage(2, data, recorder, meter, model, aligner, {"training": gain}, detailed)
    instructed = deepcopy(model)

    measurements = SelectionMeasurements(
        model, data.train_prompts, data.held_out_prompts, recorder, seed=seed, detailed=detailed
    )
    gain = train_robot_selection(
        model,
        data.train_prompts,
        data.held_out_prompts,
        recorder,
        meter,
        seed=seed,
        steps=plan.selection_steps,
        evaluations=plan.selection_evaluations,
        observe=measurements,
    )
    if detailed:
        with meter.component(3, "layer importance"):
            measurements.record_importance(plan.selection_steps, plan.importance_trials, seed)
    _close_stage(3, data, recorder, meter, model, aligner, {"training": gain}, detailed)
    selecting = deepcopy(model)

    gains = {}
    for phase in PHASES:
        # The phases start from the same weights; the joint one is what the pipeline goes on with.
        model.load_state_dict(selecting.state_dict())
        gains[phase] = _reason(data, plan, recorder, meter, model, phase, seed, detailed)
    _close_stage(4, data, recorder, meter, model, aligner, gains, detailed)
    return Checkpoints(
        aligned,
        instructed,
        selecting,
        model,
        judge(instructed.eval(), data.test_lessons, None).accuracy,
        robot_accuracy(selecting, data.held_out_prompts),
    )


def _reason(
    data: Data,
    plan: Plan,
    recorder: RunRecorder,
    meter: CarbonMeter,
    model: TinyEmberVLM,
    phase: str,
    seed: int,
    detailed: bool,
) -> float:
    """Stage 4 in one phase; the joint one is recorded, of the first seed in full."""
    joint = phase == "joint_finetuning"
    observe = ReasoningMeasurements(
        model,
        data.held_out_prompts,
        data.coherence,
        recorder,
        seed=seed,
        last_step=plan.reasoning_steps,
        redrawn=plan.redrawn_chains,
        detailed=detailed,
    )
    gain = train_reasoning(
        model,
        data.train_prompts,
        data.held_out_prompts,
        recorder if joint else None,
        meter,
        phase=phase,
        seed=seed,
        steps=plan.reasoning_steps,
        evaluations=plan.reasoning_evaluations,
        observe=observe if joint else None,
    )
    with meter.component(4, "evaluation"):
        held_out = data.held_out_prompts
        recorder.record("phases", phase_rows(model, held_out, data.coherence, phase, seed))
        if joint and detailed:
            flow = attention_flow_rows(model, held_out, plan.reasoning_steps)
            recorder.record("attention_flow", flow)
    return gain


def _close_stage(
    stage: int,
    data: Data,
    recorder: RunRecorder,
    meter: CarbonMeter,
    model: TinyEmberVLM,
    aligner: Aligner,
    gains: dict[str, float],
    detailed: bool,
) -> None:
    """After a stage of the detailed run: the benchmarks, and what the stage emitted."""
    if detailed:
        with meter.component(stage, "benchmarks"):
            record_benchmarks(stage, model, aligner, data, recorder)
        meter.record(stage, recorder, gains, *gained_in(stage, data))


def gained_in(stage: int, data: Data) -> tuple[str, int]:
    """The accuracy that a stage wins, and how many held-out samples it is of."""
    return {
        1: ("caption retrieval", min(256, len(data.test_pictures))),
        2: ("next word", len(data.test_lessons)),
        3: ("robot selection", len(data.held_out_prompts)),
        4: ("robot selection", len(data.held_out_prompts)),
    }[stage]
