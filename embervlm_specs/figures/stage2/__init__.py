"""Stage 2, instruction tuning."""

__all__: list[str] = []
