"""Where the emissions of a training come from, and what they bought."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import note_rows, treemap
from embervlm_specs.rows import Rows, fetch
from embervlm_specs.stats.labels import text_width
from embervlm_specs.stats.selection import keep_last
from embervlm_specs.stats.treemap import nested_treemap
from embervlm_specs.tables import EMISSIONS
from embervlm_specs.theme import EMPTY, LABEL_SIZE, WORSE
from embervlm_specs.wording import flowing, mass, shortened

__all__ = ["carbon_footprint_treemap"]

TABLE = EMISSIONS.needs("co2_kg")
BOX = (340.0, 290.0)
NO_GAIN, UNKNOWN = "no accuracy gain", "gain not recorded"
SIZE = LABEL_SIZE - 1
LINE = SIZE * 1.25
PADDING = 4
TITLE_SIZE = LABEL_SIZE * 1.13  # letters of this size are as wide as bold ones of the label size
TITLE_HEIGHT = 18
MOST_BESIDE = 13
MOST_LETTERS = 27


@figure(TABLE, renderer="matplotlib")
def carbon_footprint_treemap(emissions: Rows, /) -> Drawing:
    """Carbon footprint by stage and component.

    The area of a rectangle is the CO2-equivalent emitted by a component, in one proportion for all,
    inside the rectangle of its stage (squarified layout of Bruls, Huizing and van Wijk, 2000). Its
    colour is the emission for each percentage point of accuracy won, on a logarithmic scale; a
    component that won nothing, or whose gain was not recorded, has a colour of its own. Estimates
    are hatched. Names are written where they fit; the others are listed beside, as are components
    without emissions and those whose emissions were not recorded.

    Parameters
    ----------
    emissions
        `emissions`; of a repeated stage and component the last row counts.

    """
    rows, repeated = keep_last(emissions, TABLE.key)
    table = fetch(rows.select(TABLE.column_names)).sort_values(
        ["stage", "component"], ignore_index=True
    )
    table = table.assign(co2_kg=table["co2_kg"].astype(float))
    cells = table[table["co2_kg"] > 0]
    if cells.empty:
        raise MissingDataError("emissions", ["has no emissions above 0"])
    boxes = nested_treemap(_costs(cells), by="stage", amount="co2_kg", box=(0, 0, *BOX))
    groups = _groups(boxes)
    rectangles = _labelled(boxes, groups)

    total = cells["co2_kg"].sum()
    largest = cells.nlargest(1, "co2_kg").iloc[0]
    most_by = shortened(largest["component"], most=24)
    guessed = rectangles.loc[rectangles["estimated"], "co2_kg"].sum() / total
    lines = flowing(
        f"{mass(total)} CO₂-equivalent in all",
        f"most by {most_by} (stage {largest['stage']}): {largest['co2_kg'] / total:.0%}",
        f"estimated: {guessed:.0%}" if guessed else "none said to be estimated",
        f"{repeated:,} repeated rows replaced" if repeated else "",
    )
    data = {
        "rectangles": rectangles,
        "stages": groups,
        "ticks": _ticks(rectangles["cost"].dropna()),
        "beside": pd.DataFrame(_beside(table, rectangles), columns=["text", "heading"]),
        "note": note_rows(*lines),
    }
    plot = treemap(
        "rectangles",
        groups="stages",
        box=BOX,
        color=("cost", "CO₂ per percentage\npoint of accuracy"),
        ticks="ticks",
        special=("kind", {NO_GAIN: WORSE, UNKNOWN: EMPTY}),
        hatch=("estimated", "hatched: estimated"),
        label="label",
        aside="beside",
    )
    return Drawing(plot, data, description=_words(cells, lines))


def _costs(cells: pd.DataFrame) -> pd.DataFrame:
    """Emission for each percentage point of accuracy won, or why there is none."""
    gain = cells["accuracy_gain"].astype(float)
    cost = (cells["co2_kg"] / (100 * gain)).where(gain > 0)
    kind = (gain > 0).map({True: "", False: NO_GAIN}).where(gain.notna(), UNKNOWN)
    estimated = cells["estimated"].astype("boolean").fillna(False).astype(bool)
    return cells.assign(cost=cost, kind=kind, estimated=estimated)


def _groups(boxes: pd.DataFrame) -> pd.DataFrame:
    """The rectangle of each stage, and its title where it fits."""
    ends = {"x": "min", "y": "min", "x2": "max", "y2": "max", "co2_kg": "sum"}
    groups = boxes.groupby("stage", as_index=False).agg(ends)
    titles = [
        _fitting([f"stage {stage} · {mass(co2_kg)}", f"stage {stage}"], width, height, TITLE_SIZE)
        for stage, co2_kg, width, height in zip(
            groups["stage"], groups["co2_kg"], *_extent(groups), strict=True
        )
    ]
    return groups.assign(title=titles)


def _labelled(boxes: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """The rectangles with their labels, below the title of the stage where that is in the way."""
    titles = groups.set_index("stage")
    at_top = boxes["y"] - boxes["stage"].map(titles["y"]) < TITLE_HEIGHT
    title = boxes["stage"].map(titles["title"])
    reach = boxes["stage"].map(titles["x"]) + title.map(
        lambda text: text_width(text, TITLE_SIZE) + 2 * PADDING if text else 0
    )
    down = (at_top & (title != "") & (boxes["x"] < reach)) * TITLE_HEIGHT
    width, height = _extent(boxes)
    labels = [
        _fitting(_names(component, mass(co2_kg)), across, room, SIZE)
        for component, co2_kg, across, room in zip(
            boxes["component"], boxes["co2_kg"], width, height - down, strict=True
        )
    ]
    return boxes.assign(
        label=labels, label_x=boxes["x"] + PADDING, label_y=boxes["y"] + down + PADDING
    )


def _names(component: str, amount: str) -> list[str]:
    """Name and mass, the best way to write them first."""
    folded = component.replace(" ", "\n")
    both = [f"{component}\n{amount}", f"{component} {amount}", f"{folded}\n{amount}"]
    return [*both, component, folded]


def _fitting(texts: list[str], width: float, height: float, size: float) -> str:
    """The first text that fits, or an empty one."""
    return next((text for text in texts if _fits(text, width, height, size)), "")


def _extent(boxes: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[float]]:
    return boxes["x2"] - boxes["x"], boxes["y2"] - boxes["y"]


def _fits(text: str, width: float, height: float, size: float) -> bool:
    lines = text.split("\n")
    needed = max(text_width(line, size) for line in lines)
    return needed + 2 * PADDING <= width and len(lines) * LINE + 2 * PADDING <= height


def _ticks(costs: pd.Series[float]) -> pd.DataFrame:
    """The ends of the colours, and what they stand for."""
    ends = sorted({costs.min(), costs.max()}) if len(costs) else []
    return pd.DataFrame({"value": ends, "text": [mass(cost) for cost in ends]})


def _beside(table: pd.DataFrame, rectangles: pd.DataFrame) -> Iterator[tuple[str, bool]]:
    """The lines beside the picture: (text, whether it is a heading)."""
    small = rectangles[rectangles["label"] == ""].sort_values("co2_kg", ascending=False)
    lists = {
        "too small to name": [
            f"{stage}: {shortened(component, most=MOST_LETTERS - 12)} {mass(co2_kg)}"
            for stage, component, co2_kg in zip(
                small["stage"], small["component"], small["co2_kg"], strict=True
            )
        ],
        "no emissions": _named(table[table["co2_kg"] == 0]),
        "emissions not recorded": _named(table[table["co2_kg"].isna()]),
    }
    used = sum(bool(names) for names in lists.values())
    for heading, names in lists.items():
        most = max(MOST_BESIDE // max(used, 1) - 2, 1)
        shown = names if len(names) <= most + 1 else names[:most]
        if names:
            yield heading, True
        for name in shown:
            yield shortened(name, most=MOST_LETTERS), False
        if len(names) > len(shown):
            yield f"and {len(names) - len(shown)} more", False


def _named(rows: pd.DataFrame) -> list[str]:
    return [f"{row.stage}: {row.component}" for row in rows.itertuples()]


def _words(cells: pd.DataFrame, lines: list[str]) -> str:
    stages = cells.groupby("stage")["co2_kg"].sum()
    said = ", ".join(f"stage {stage} {mass(float(co2))}" for stage, co2 in stages.items())
    return f"Emissions by stage: {said}. {' · '.join(lines)}."
