"""What the layers of the vision encoder respond to, and where they look."""

from __future__ import annotations

import altair as alt
import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from embervlm_specs.errors import MissingDataError
from embervlm_specs.figure import Drawing, figure
from embervlm_specs.marks import joined, note_rows, noted
from embervlm_specs.rows import Rows, collect, fetch
from embervlm_specs.stats.feature_maps import coarse_maps, few_layers
from embervlm_specs.stats.moment import select_moment
from embervlm_specs.tables import FEATURE_MAPS
from embervlm_specs.theme import EMPTY, LABEL_SIZE, STAGE1_RANGE, STAGE3_RANGE
from embervlm_specs.wording import few_of, flowing, shortened

__all__ = ["vision_feature_maps"]

SIDE = 92
COLUMNS = 4
LIMIT = SIDE + 8
KINDS = {"activation": STAGE1_RANGE, "attention": STAGE3_RANGE}
TITLES = {"activation": "activation", "attention": "attention weight"}


@figure(FEATURE_MAPS)
def vision_feature_maps(
    maps: Rows, /, *, sample: str | int | None = None, step: int | None = None
) -> Drawing:
    """Feature maps of the vision encoder.

    Activation and attention of each layer over one image, from the first layer to the last, on one
    colour scale a kind for all layers. A map fills its panel whatever its grid. What was not
    recorded is grey. Grids of more than 16 rows or columns are averaged over square blocks; at most
    eight layers are drawn, evenly spaced, and fewer where their grids are large.

    Parameters
    ----------
    maps
        `feature_maps`; of a repeated key the last row counts.
    sample
        The image shown; the first one by default.
    step
        The moment shown; the last one by default.

    """
    rows, image = _of_sample(maps, sample)
    shown = select_moment(FEATURE_MAPS.name, rows, FEATURE_MAPS.key, step=step)
    recorded = fetch(shown.rows)
    every = coarse_maps(recorded)
    layers = few_layers(every)
    cells = every[every["layer"].isin(layers)]

    block = int(cells["block"].max())
    data = {kind: _panels(cells[cells["kind"] == kind], layers) for kind in KINDS}
    gaps = any(table["value"].isna().any() for table in data.values())
    lines = flowing(
        joined(image, shown.words, _grids(recorded)),
        few_of(len(layers), every["layer"].nunique(), "layers"),
        f"averaged over blocks of up to {block} × {block}" if block > 1 else "",
        "grey: not recorded" if gaps else "",
        *(f"{kind}: not recorded" for kind, table in data.items() if table.empty),
    )
    words = f"{_ranges(cells)}, over {len(layers)} layers. {' · '.join(lines)}"
    return Drawing(noted(_chart(), lines=2), data | {"note": note_rows(*lines)}, description=words)


def _of_sample(maps: Rows, sample: str | int | None) -> tuple[Rows, str]:
    """The rows of one image and its name; all rows where images were not recorded."""
    images = sorted(collect(maps.select("sample").unique()).drop_nulls()["sample"].to_list())
    if not images and sample is None:
        return maps, ""
    chosen = [image for image in images if sample is None or str(image) == str(sample)]
    if not chosen:
        raise MissingDataError(FEATURE_MAPS.name, [f"has no sample '{sample}'"])
    name = f"sample {shortened(str(chosen[0]), most=32)}"
    others = f" ({len(images):,} recorded)" if len(images) > 1 else ""
    return maps.filter(nw.col("sample") == chosen[0]), name + others


def _grids(recorded: pd.DataFrame) -> str:
    """The sizes of the maps as they were recorded, from the smallest to the largest."""
    sizes = recorded.groupby(["layer", "kind"])[["row", "column"]].max() + 1
    different = sorted(set(sizes.itertuples(index=False, name=None)))
    ends = dict.fromkeys(f"{rows} × {columns}" for rows, columns in (different[0], different[-1]))
    return f"maps of {' to '.join(ends)}"


def _panels(cells: pd.DataFrame, layers: list[str]) -> pd.DataFrame:
    """The cells of one kind; a layer without it gets one cell that is as large as its panel."""
    gaps = [layer for layer in layers if layer not in set(cells["layer"])]
    empty = pd.DataFrame({"layer": gaps, "row": 0, "column": 0, "size": 1, "value": np.nan})
    table = pd.concat([cells[empty.columns], empty]) if len(cells) else cells[empty.columns]
    place = {layer: i for i, layer in enumerate(layers)}
    return table.assign(order=table["layer"].map(place)).sort_values(["order", "row", "column"])


def _ranges(cells: pd.DataFrame) -> str:
    ends = cells.groupby("kind")["value"].agg(["min", "max"])
    return ", ".join(
        f"{end.Index} from {end.min:.3g} to {end.max:.3g}" for end in ends.itertuples()
    )


def _chart() -> alt.VConcatChart:
    kinds = alt.vconcat(*(_maps(kind) for kind in KINDS), spacing=16)
    kinds.resolve = alt.Resolve(legend={"color": "independent"}, scale={"color": "independent"})
    return kinds


def _maps(kind: str) -> alt.FacetChart:
    color = alt.Color(
        "value:Q",
        scale=alt.Scale(range=KINDS[kind]),
        legend=_legend(kind),
        condition={"test": "datum.value === null", "value": EMPTY},
    )
    mark = alt.MarkDef(type="rect", strokeWidth=0, invalid="show")
    cells = alt.Chart(name=kind, mark=mark, width=SIDE, height=SIDE).encode(
        x=alt.X("x:Q", scale=alt.Scale(domain=[0, 1]), axis=None),
        x2=alt.X2("x2"),
        y=alt.Y("y:Q", scale=alt.Scale(domain=[1, 0]), axis=None),
        y2=alt.Y2("y2"),
        color=color,
        tooltip=[alt.Tooltip(name) for name in ("layer:N", "row:Q", "column:Q", "value:Q")],
    )
    header = alt.Header(title=None, labelAnchor="start", labelFontSize=LABEL_SIZE, labelLimit=LIMIT)
    panels = alt.FacetChart(
        data=alt.NamedData(kind),
        spec=cells,
        facet=alt.Facet("layer:N", header=header, sort=alt.EncodingSortField("order", op="min")),
        columns=COLUMNS,
        spacing={"row": 8, "column": 10},
    )
    return panels.transform_calculate(
        x="datum.column / datum.size",
        x2="(datum.column + 1) / datum.size",
        y="datum.row / datum.size",
        y2="(datum.row + 1) / datum.size",
    )


def _legend(kind: str) -> alt.Legend:
    """A legend that is not seen where the kind was not recorded, as it has no scale then."""
    there = alt.ExprRef(f"length(data('{kind}')) > 0 ? 1 : 0")
    return alt.Legend(
        title=TITLES[kind],
        aria=False,  # the description of the figure gives the range, where there is one
        orient="top",
        gradientLength=140,
        labelExpr="isFinite(datum.value) ? format(datum.value, '.3~g') : ''",
        titleOpacity=there,
        gradientOpacity=there,
    )
