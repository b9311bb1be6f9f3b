"""Stage 1, image-text alignment."""
