"""Stage 4, chain-of-thought reasoning."""

__all__: list[str] = []
