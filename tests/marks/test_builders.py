"""The shared builders on real tables that have nothing to do with robots."""

from __future__ import annotations

from xml.etree import ElementTree

import pandas as pd
from vega_datasets import local_data

from embervlm_specs import marks as m
from embervlm_specs.document import check_schema, plain
from embervlm_specs.figure.template import make_template
from embervlm_specs.layout.frames import in_frames
from embervlm_specs.render import render
from embervlm_specs.theme import EMPTY


def drawn(
    design: m.Design, animate: str | None = None, **data: pd.DataFrame
) -> ElementTree.Element:
    """The picture of a design over these tables, as SVG; the document is checked on the way."""
    sets = {name: [plain(row) for row in frame.to_dict("records")] for name, frame in data.items()}
    moving = {"animation": {"by": animate}} if animate else {}
    told = {"figure": "f", "stage": "stage1", "tables": [], "version": "1.0.0", **moving}
    template = make_template(design, title="t", usermeta=told)
    words = {"note": [{"text": "one"}, {"text": "two"}], "description": [{"text": "words"}]}
    document = {**template, "datasets": {**words, **sets}}
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


def matrix() -> m.Panel:
    return m.annotated_heatmap(
        "matrix",
        ("origin", m.names()),
        ("cylinders", m.names()),
        m.ramp("mean", "viridis", None, EMPTY),
        light_on="datum.mean < 20",
        tip="origin mean",
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
    ideal = pd.DataFrame({"x": [1999, 2010], "y": [0, 250]})
    chart = m.panel("apple", m.axis("year", scale=m.DATA_SPAN), m.axis("price")).draw(
        band=m.band("year", ("min", "max"), fill="red"),
        bars=m.interval("year", ("min", "max")),
        ideal=m.reference("x", "y", data="ideal"),
    )
    picture = drawn(chart, apple=apple, ideal=ideal)
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
    cells = in_frames(counted, panels=3)
    panels = m.step_panels(matrix(), columns=2)
    picture = drawn(panels, animate="frame", cells=cells)
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
    chart = m.surface("t", x=("month", "month"), y=("year", "year"), z=("temp_max", "°C"))
    picture = drawn(chart, t=table)
    assert picture.get("role") == "img"
