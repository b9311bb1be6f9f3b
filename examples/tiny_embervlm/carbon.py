"""Energy accounting by CodeCarbon, offline, per stage and component."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from codecarbon import OfflineEmissionsTracker
from recording import Row

from embervlm_specs import RunRecorder


class CarbonMeter:
    """Attributes this process's emissions to the innermost open component.

    Without a power meter CodeCarbon derives the processor's watts from its nominal power and its
    load; those of memory it derives from its size in any case. So every row is an estimate.
    """

    def __init__(self, country: str) -> None:
        """country: ISO code whose average grid turns energy into CO2."""
        self.tracker = OfflineEmissionsTracker(
            country_iso_code=country,
            tracking_mode="process",
            measure_power_secs=5,
            save_to_file=False,
            log_level="critical",
            allow_multiple_runs=True,
        )
        self.open: list[tuple[int, str]] = []
        self.emitted: dict[tuple[int, str], float] = defaultdict(float)
        self.count = 0
        self.purpose = ""
        """Why something is run again (other seeds, ablations); part of the component's name."""

    @contextmanager
    def component(self, stage: int, name: str) -> Iterator[None]:
        """Account for what happens inside; an outer component is paused meanwhile."""
        self._pause()
        self.open.append((stage, name + (f", {self.purpose}" if self.purpose else "")))
        self._resume()
        try:
            yield
        finally:
            self._pause()
            self.open.pop()
            self._resume()

    def _resume(self) -> None:
        if self.open:
            self.count += 1
            self.tracker.start_task(f"task {self.count}")

    def _pause(self) -> None:
        if self.open:
            data = self.tracker.stop_task(f"task {self.count}")
            self.emitted[self.open[-1]] += data.emissions

    def record(
        self,
        stage: int,
        recorder: RunRecorder,
        gains: dict[str, float] | None = None,
        metric: str = "",
        n: int = 0,
    ) -> None:
        """Record what a stage emitted since the last call.

        gains : the accuracy that a component won, where it won any
        metric, n : accuracy of what, on how many held-out samples
        """
        for of_stage, name in sorted(self.emitted):
            if of_stage != stage:
                continue
            emitted = self.emitted.pop((stage, name))
            row: Row = {"stage": stage, "component": name, "co2_kg": emitted, "estimated": True}
            if gains and name in gains:
                row |= {"accuracy_gain": gains[name], "metric": metric, "n": n}
            recorder.record("emissions", row)
