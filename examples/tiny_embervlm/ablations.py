"""Train again without a component, and compare with the model that has it."""

from collections.abc import Iterator
from copy import deepcopy

from carbon import CarbonMeter
from data import Data
from model import TinyEmberVLM
from pipeline import Checkpoints
from plan import Plan
from seeding import seed_everything
from stage2_instruction import judge, train_instructions
from stage3_robot_selection import robot_accuracy, train_robot_selection

from embervlm_specs import RunRecorder


class Ablations:
    """Retrains stages 2 and 3 with as many steps, batches and the seed of the whole model."""

    def __init__(
        self,
        data: Data,
        plan: Plan,
        meter: CarbonMeter,
        seed: int,
        teacher: TinyEmberVLM,
        whole: Checkpoints,
    ) -> None:
        """`whole` is the model with all components, trained from the same seed."""
        self.data = data
        self.plan = plan
        self.meter = meter
        self.seed = seed
        self.teacher = teacher
        self.whole = whole

    def record(self, recorder: RunRecorder) -> None:
        """Record each ablation as soon as it is trained."""
        baselines = {
            "answer_accuracy": (self.whole.answer_accuracy, len(self.data.test_lessons)),
            "robot_accuracy": (self.whole.robot_accuracy, len(self.data.held_out_prompts)),
        }
        for component, scores in self._ablated():
            for metric, score in scores.items():
                baseline, n = baselines[metric]
                recorder.record(
                    "ablations",
                    {
                        "component": component,
                        "metric": metric,
                        "score": score,
                        "baseline": baseline,
                        "seed": self.seed,
                        "n": n,
                        "higher_is_better": True,
                    },
                )

    def _ablated(self) -> Iterator[tuple[str, dict[str, float]]]:
        """Each component, and what is left without it."""
        seed_everything(self.seed)
        fresh = TinyEmberVLM(self.data.vocabulary)
        yield "alignment (stage 1)", self._train(fresh)

        yield "distillation", self._train(deepcopy(self.whole.aligned), taught=False)

        without = deepcopy(self.whole.aligned)
        for block in (*without.vision.layers, *without.decoder.layers):
            block.switched_off = {"adapter"}
        yield "adapters", self._train(without)

        yield "pictures", self._train(deepcopy(self.whole.aligned), blind=True)

        untuned = deepcopy(self.whole.aligned)
        yield "instruction tuning (stage 2)", {"robot_accuracy": self._select(untuned)}

    def _train(
        self, model: TinyEmberVLM, *, taught: bool = True, blind: bool = False
    ) -> dict[str, float]:
        """Both stages; the held-out scores after each."""
        train, test = self.data.train_lessons, self.data.test_lessons
        if blind:
            train, test = train.blind(), test.blind()
        train_instructions(
            model,
            train,
            test,
            None,
            self.meter,
            seed=self.seed,
            steps=self.plan.instruction_steps,
            evaluations=2,
            teacher=self.teacher if taught else None,
        )
        model.eval()
        answers = judge(model, test, None).accuracy
        return {"answer_accuracy": answers, "robot_accuracy": self._select(model, blind=blind)}

    def _select(self, model: TinyEmberVLM, *, blind: bool = False) -> float:
        """Stage 3, and how many held-out robots are right."""
        train, held_out = self.data.train_prompts, self.data.held_out_prompts
        if blind:
            train, held_out = train.blind(), held_out.blind()
        train_robot_selection(
            model,
            train,
            held_out,
            None,
            self.meter,
            seed=self.seed,
            steps=self.plan.selection_steps,
            evaluations=2,
        )
        return robot_accuracy(model, held_out)
