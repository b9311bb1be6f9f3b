"""Across the stages."""

__all__: list[str] = []
