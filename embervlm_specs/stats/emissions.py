"""What a training emitted for what it won."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["NO_GAIN", "UNKNOWN", "emission_costs"]

NO_GAIN, UNKNOWN = "no accuracy gain", "gain not recorded"


def emission_costs(emissions: pd.DataFrame) -> pd.DataFrame:
    """The components that emitted something, with the `cost` of a percentage point of accuracy won.

    A component that won nothing, or whose gain was not recorded, has no cost; its `kind` says why,
    and is empty for the others. What is not said to be `estimated` is not.
    """
    table = emissions.astype({"co2_kg": float, "accuracy_gain": float, "estimated": "boolean"})
    cells = table[table["co2_kg"] > 0]
    gain = cells["accuracy_gain"]
    cost = (cells["co2_kg"] / (100 * gain)).where(gain > 0)
    kind = np.select([gain > 0, gain.notna()], ["", NO_GAIN], UNKNOWN)
    estimated = cells["estimated"].fillna(False).astype(bool)
    return cells.assign(cost=cost, kind=kind, estimated=estimated)
