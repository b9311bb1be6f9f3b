"""Rows that every stage records in the same way."""

Row = dict[str, object]


def scalar_rows(stage: int, step: int, split: str, seed: int, **metrics: float) -> list[Row]:
    """One row of `scalars` a metric."""
    key = {"stage": stage, "step": step, "split": split, "seed": seed}
    return [{**key, "metric": metric, "value": value} for metric, value in metrics.items()]
