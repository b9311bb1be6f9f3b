"""What a key means: one row each, and of a repeated one the last."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from embervlm_specs.rows import ROW, Rows, collect, has_order

__all__ = ["keep_last", "rows_of"]


def rows_of(rows: Rows, column: str) -> dict[int, int]:
    """How many rows have each whole number of a column, in its order; none where it is missing."""
    counted = collect(rows.group_by(column).agg(n=nw.len()).drop_nulls(column))
    counts = zip(counted[column].to_list(), counted["n"].to_list(), strict=True)
    return dict(sorted((int(number), int(n)) for number, n in counts))


def keep_last(rows: Rows, key: Sequence[str]) -> tuple[Rows, int]:
    """Of rows with the same key keep the last, and say how many went.

    Not recorded is one value of a key: without a prompting, all rows have the same one. A sample
    that is not named is one of its own, so its rows all count. Where the rows have no order (an
    engine's relation), "last" is the greatest row in the order of its other columns, so that the
    choice is at least always the same.
    """
    keyed, unnamed = rows, []
    if key[-1] == "sample":
        nameless = nw.col("sample").is_null()
        keyed, unnamed = rows.filter(~nameless), [rows.filter(nameless)]
    repeated = _repeated(keyed, key)
    if not repeated:
        return rows, 0
    names = rows.collect_schema().names()
    order = [ROW] if has_order(rows) else [name for name in names if name not in key]
    last = keyed.unique(list(key), keep="last", order_by=order)
    return nw.concat([part.select(names) for part in (last, *unnamed)]), repeated


def _repeated(keyed: Rows, key: Sequence[str]) -> int:
    """How many rows have a key that another row has too.

    Counts distinct values of the finest column inside groups of the others, which needs a fraction
    of the memory that grouping by the whole key takes; a single group is counted without grouping,
    which is several times faster again.
    """
    *coarse, fine = key
    ask = {"rows": nw.len(), "keys": nw.col(fine).n_unique()}
    several = bool(coarse) and len(collect(keyed.select(coarse).unique().head(2))) > 1
    if several:
        found = keyed.group_by(*coarse).agg(**ask).select(nw.col("rows", "keys").sum())
    else:
        found = keyed.select(**ask)
    total = collect(found).rows(named=True)[0]
    return int((total["rows"] or 0) - (total["keys"] or 0))
