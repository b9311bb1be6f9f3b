"""Stage 1, image-text alignment."""

__all__: list[str] = []
