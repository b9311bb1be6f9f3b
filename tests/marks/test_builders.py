"""The shared builders on real tables that have nothing to do with robots."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import altair as alt
import pandas as pd
from vega_datasets import local_data

from embervlm_specs.marks import (
    annotated_heatmap,
    error_bars,
    frame_columns,
    interval_band,
    joined,
    note_rows,
    noted,
    reference_line,
    reference_rows,
    span,
    step_panels,
    surface,
)
from embervlm_specs.render import render
from embervlm_specs.spec import PLOT_SCHEMA, VEGA_LITE_SCHEMA, check_schema, plain
from embervlm_specs.theme import CONFIG


def drawn(chart: Any, animate: str | None = None, **data: pd.DataFrame) -> ElementTree.Element:
    """The picture of a chart over these tables, as SVG; the document is checked on the way."""
    sets = {name: [plain(row) for row in frame.to_dict("records")] for name, frame in data.items()}
    moving = {"animation": {"by": animate}} if animate else {}
    document = {
        **(chart if isinstance(chart, dict) else chart.to_dict()),
        "$schema": PLOT_SCHEMA if isinstance(chart, dict) else VEGA_LITE_SCHEMA,
        "title": "t",
        "description": "d",
        "usermeta": {"figure": "f", "stage": "stage1", "tables": [], **moving},
        **({} if isinstance(chart, dict) else {"config": CONFIG}),
        "datasets": {**sets, "description": [{"text": "words"}]},
    }
    check_schema(document)
    return ElementTree.fromstring(render(document, ["svg"])["svg"])


def items(picture: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """The drawn items of the view of that name."""
    groups = (
        e
        for e in picture.iter()
        if f"{name}" in e.get("class", "") and "role-mark" in e.get("class", "")
    )
    return [item for group in groups for item in group]


def texts(picture: ElementTree.Element) -> list[str]:
    return [
        text
        for element in picture.iter()
        if element.tag.endswith("text")
        for text in element.itertext()
    ]


def matrix(**more: Any) -> Any:
    return annotated_heatmap(
        "cells",
        name="matrix",
        x=alt.X("origin:N", sort=None),
        y=alt.Y("cylinders:N", sort=None),
        value="mean",
        scale=alt.Scale(scheme="viridis"),
        legend=None,
        label="label",
        light_on="datum.mean < 20",
        **more,
    )


def test_heatmap_of_cars_with_gaps() -> None:
    cars = pd.read_json(local_data.cars.filepath)
    cars["Name"] = cars["Name"].str.replace("citroen", "Citroën")
    grouped = cars.groupby(["Origin", "Cylinders"])["Miles_per_Gallon"].mean()
    every = pd.MultiIndex.from_product(
        [cars["Origin"].unique(), sorted(cars["Cylinders"].unique())]
    )
    cells = grouped.reindex(every).rename_axis(["origin", "cylinders"]).reset_index(name="mean")
    cells["origin"] = cells["origin"].replace("Europe", "Größe 欧洲")
    cells["label"] = cells["mean"].map("{:.0f}\nmpg".format).where(cells["mean"].notna(), "")
    picture = drawn(matrix(), cells=cells)
    boxes = items(picture, "matrix_0_marks") or items(picture, "matrix_marks")
    assert len(boxes) == len(cells)
    grey = [box for box in boxes if box.get("fill") == "#d5d9de"]
    assert len(grey) == cells["mean"].isna().sum() > 0
    assert "Größe 欧洲" in texts(picture)


def test_band_bars_and_reference_over_dates() -> None:
    stocks = local_data.stocks(parse_dates=["date"])
    yearly = stocks.groupby([stocks["date"].dt.year.rename("year"), "symbol"])["price"]
    table = yearly.agg(["min", "max", "mean"]).reset_index()
    apple = table[table["symbol"] == "AAPL"]
    x = alt.X("year:Q", scale=alt.Scale(zero=False))
    y = alt.Y("mean:Q", title="price")
    ends = (apple["year"].min(), 0.0), (apple["year"].max(), 250.0)
    chart = alt.layer(
        interval_band(
            "apple", name="band", x=x, y=y, low="min", high="max", color=alt.value("red")
        ),
        error_bars("apple", name="bars", x=x, y=y, low="min", high="max"),
        reference_line("ideal", x=x, y=y),
    )
    picture = drawn(
        noted(chart, lines=2),
        apple=apple,
        ideal=reference_rows(*ends),
        note=note_rows("one", "", "two"),
    )
    assert len(items(picture, "bars")) == len(apple)
    assert len(items(picture, "band")) == 1
    assert len(items(picture, "ideal")) == 1
    assert {"one", "two"} <= set(texts(picture))


def test_panels_show_the_marked_frames_and_sort_by_step() -> None:
    cars = pd.read_json(local_data.cars.filepath)
    cars["step"] = pd.to_datetime(cars["Year"]).dt.year
    counted = cars.groupby(["step", "Origin", "Cylinders"]).size().reset_index(name="mean")
    counted = counted.rename(columns={"Origin": "origin", "Cylinders": "cylinders"}).assign(
        label="x"
    )
    cells = pd.concat([frame_columns(counted["step"], panels=3), counted], axis="columns")
    chart = matrix()
    for layer in chart.layer:
        layer.data = alt.Undefined
    chart.data = alt.Undefined
    picture = drawn(step_panels("cells", chart, columns=2), animate="frame", cells=cells)
    shown = [text for text in texts(picture) if text.startswith("step ")]
    years = sorted(cells["step"].unique())
    assert shown == [f"step {year:,}" for year in (years[0], years[len(years) // 2], years[-1])]
    assert len(items(picture, "matrix")) == 2 * cells["panel"].sum()


def test_surface_of_weather_with_holes() -> None:
    weather = local_data.seattle_weather()
    weather["month"] = weather["date"].dt.month
    weather["year"] = weather["date"].dt.year
    table = weather.groupby(["year", "month"])["temp_max"].mean().reset_index()
    table = table[(table["year"] != 2013) | (table["month"] < 6)]
    chart = surface("t", x=("month", "month"), y=("year", "year"), z=("temp_max", "°C"))
    picture = drawn(chart, t=table, note=note_rows("hälf of 2013 is a hole"))
    assert picture.get("role") == "img"


def test_words() -> None:
    assert joined("a", "", "b") == "a · b"
    assert [span(pd.Series([3, 1, 2000])), span(pd.Series([7, 7]))] == ["1 to 2,000", "7"]
    assert note_rows("", "x")["y"].tolist() == [0]
