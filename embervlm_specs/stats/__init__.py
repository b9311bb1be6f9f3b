"""Pure numbers: reductions of lazy rows to small tables, and formulas over arrays."""
