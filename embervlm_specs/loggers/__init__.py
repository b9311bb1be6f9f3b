"""Figures, numbers and tables of a training, where people follow it."""
