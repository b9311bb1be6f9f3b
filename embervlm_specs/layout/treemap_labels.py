"""What is written in the rectangles of a treemap, and what beside it.

The words are placed here and travel as data, so that what did not fit is known and can be listed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import pandas as pd

from embervlm_specs.layout.labels import text_width
from embervlm_specs.layout.treemap import nested_treemap
from embervlm_specs.theme import LABEL_SIZE
from embervlm_specs.words import shortened

__all__ = ["labelled_treemap", "lines_beside"]

_SIZE = LABEL_SIZE - 1
_TITLE_SIZE = LABEL_SIZE * 1.13  # letters of this size are as wide as bold ones of the label size
_TITLE_HEIGHT = 18
_LINE = _SIZE * 1.25
_PADDING = 4

_MOST_LINES = 13
_MOST_LETTERS = 27


def labelled_treemap(
    table: pd.DataFrame, columns: Sequence[str], box: Sequence[float], words: Callable[[float], str]
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """The boxes of `layout.treemap` with their labels, their groups, and what has no label.

    Parameters
    ----------
    table
        One row a rectangle.
    columns
        Those of its group, which is called after the column, its name and its amount.
    box
        Width and height of the whole.
    words
        How an amount is written.

    Returns
    -------
    The boxes with `label` (name and amount, or the name alone, empty where neither fits) and where
    it begins, `label_x` and `label_y`: below the title of the group where that is in the way. One
    row a group, with its ends, its sum and its `title`, which may be empty too. And a line for each
    box without a label, the largest first.

    """
    by, name, amount = columns
    boxes = nested_treemap(table, by=by, amount=amount, box=(0, 0, box[0], box[1]))
    ends = {"x": "min", "y": "min", "x2": "max", "y2": "max", amount: "sum"}
    groups = boxes.groupby(by, as_index=False).agg(ends)
    called = zip(groups[by], groups[amount].map(words), strict=True)
    titles = [(f"{by} {group} · {total}", f"{by} {group}") for group, total in called]
    groups["title"] = _fitting(titles, groups, size=_TITLE_SIZE)
    around = boxes[[by]].merge(groups, how="left").set_index(boxes.index)
    wide = around["title"].map(lambda title: text_width(title, _TITLE_SIZE))
    reach = (wide + 2 * _PADDING).where(wide > 0, 0)
    below = (boxes["y"] - around["y"] < _TITLE_HEIGHT) & (boxes["x"] - around["x"] < reach)
    corner = boxes.assign(y=boxes["y"] + below * _TITLE_HEIGHT)
    texts = map(_names, boxes[name], boxes[amount].map(words))
    at = {"label_x": corner["x"] + _PADDING, "label_y": corner["y"] + _PADDING}
    labelled = boxes.assign(label=_fitting(texts, corner, size=_SIZE), **at)
    small = labelled[labelled["label"] == ""].sort_values(amount, ascending=False)
    names = zip(small[by], small[name], small[amount].map(words), strict=True)
    return labelled, groups, [f"{g}: {shortened(n, most=15)} {a}" for g, n, a in names]


def _names(name: str, amount: str) -> Sequence[str]:
    """Name and amount, the best way to write them first."""
    folded = name.replace(" ", "\n")
    return f"{name}\n{amount}", f"{name} {amount}", f"{folded}\n{amount}", name, folded


def _fitting(texts: Iterable[Sequence[str]], boxes: pd.DataFrame, *, size: float) -> list[str]:
    """Of the texts for each box the first that fits, or an empty one."""
    sizes = zip(boxes["x2"] - boxes["x"], boxes["y2"] - boxes["y"], strict=True)
    return [
        next((text for text in fit if _fits(text, width, height, size)), "")
        for fit, (width, height) in zip(texts, sizes, strict=True)
    ]


def _fits(text: str, width: float, height: float, size: float) -> bool:
    lines = text.split("\n")
    needed = max(text_width(line, size) for line in lines)
    return needed + 2 * _PADDING <= width and len(lines) * _LINE + 2 * _PADDING <= height


def lines_beside(lists: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Lists below their headings, as many lines of each as there is room for.

    Returns columns `text` and `heading` (whether it is one); an empty list has none.
    """
    used = {heading: [*names] for heading, names in lists.items() if len(names)}
    most = max(_MOST_LINES // max(len(used), 1) - 2, 1)
    rows = []
    for heading, names in used.items():
        more = len(names) - most
        shown = [*names[:most], f"and {more} more"] if more > 1 else names
        rows += [(heading, True), *((shortened(text, most=_MOST_LETTERS), False) for text in shown)]
    return pd.DataFrame(rows, columns=["text", "heading"])
