"""The figures of stage 3."""
