"""The figures of stage 1."""
