"""The figures of stage 2."""
