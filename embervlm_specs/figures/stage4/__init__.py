"""The figures of stage 4."""
