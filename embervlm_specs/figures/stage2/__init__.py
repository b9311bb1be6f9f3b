"""Stage 2, instruction tuning."""
