"""Across the stages."""
