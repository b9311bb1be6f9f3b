"""The figures of what spans the stages."""
