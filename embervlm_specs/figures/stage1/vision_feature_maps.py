"""What the layers of the vision encoder respond to, and where they look."""

import narwhals.stable.v2 as nw
import pandas as pd

from embervlm_specs import marks as m
from embervlm_specs.figure import Facts, Shown, figure
from embervlm_specs.rows import fetch
from embervlm_specs.selection.evenly import few_layers
from embervlm_specs.stats.feature_maps import coarse_maps, maps_of
from embervlm_specs.tables import FEATURE_MAPS
from embervlm_specs.theme import EMPTY, LABEL_SIZE, STAGE1_RANGE, STAGE3_RANGE
from embervlm_specs.vocabulary import class_order
from embervlm_specs.words import few_of, flowing, joined, listed, shortened

SIDE = 92
KINDS = {"activation": STAGE1_RANGE, "attention": STAGE3_RANGE}


@figure(FEATURE_MAPS, steps=None)
def vision_feature_maps(
    maps: Shown, *, sample: str | int | None = None, step: int | None = None
) -> Facts:
    """Feature maps of the vision encoder.

    Activation and attention of each layer over one image, from the first layer to the last, on one
    colour scale a kind for all layers. A map fills its panel whatever its grid. What was not
    recorded is grey. Grids of more than 16 rows or columns are averaged over square blocks; at most
    eight layers are drawn, evenly spaced, and fewer where their grids are large.

    Parameters
    ----------
    sample
        The image shown; the first one by default.

    """
    one, image = _of_sample(maps, sample)
    shown = one.at(step)
    recorded = shown.collect()
    every = coarse_maps(recorded)
    layers = few_layers(every)
    cells = every[every["layer"].isin(layers)]
    kinds = {kind: maps_of(kind, cells, layers) for kind in KINDS}
    gaps = any(each["value"].isna().any() for each in kinds.values())
    ends = cells.groupby("kind", as_index=False)["value"].agg(["min", "max"])
    ends["over"] = cells.groupby("kind")["layer"].nunique().map("{} layer(s)".format).array
    block = cells["block"].max()
    return Facts(
        **kinds,
        about=listed(ends, "{kind} from {min:.3g} to {max:.3g} over {over}"),
        say=flowing(
            joined(image, shown.words, _grids(recorded)),
            few_of(len(layers), every["layer"].nunique(), "layers"),
            f"averaged over blocks of up to {block} × {block}" if block > 1 else "",
            "grey: not recorded" if gaps else "",
            *(f"{kind}: not recorded" for kind, each in kinds.items() if each.empty),
        ),
    )


def _of_sample(maps: Shown, sample: str | int | None) -> tuple[Shown, str]:
    """The rows of one image and its name; all rows where images were not recorded."""
    recorded = fetch(maps.rows.select("sample").unique())["sample"].dropna()
    named = {str(image): image for image in recorded}
    images = [named[name] for name in class_order(named)]
    chosen = [image for image in images if sample is None or str(image) == str(sample)]
    if sample is not None and not chosen:
        raise maps.lacks(f"has no sample '{sample}'")
    if not images:
        return maps, ""
    others = f" ({len(images):,} recorded)" if len(images) > 1 else ""
    name = f"sample {shortened(str(chosen[0]), most=32)}{others}"
    return maps.where(nw.col("sample") == chosen[0]), name


def _grids(recorded: pd.DataFrame) -> str:
    """The sizes of the maps as they were recorded, from the smallest to the largest."""
    sizes = recorded.groupby(["layer", "kind"])[["row", "column"]].max() + 1
    ends = sizes.sort_values(["row", "column"]).iloc[[0, -1]].drop_duplicates()
    return f"maps of {listed(ends, '{row} × {column}', between=' to ')}"


@vision_feature_maps.design
def design() -> m.Design:
    kinds = _maps("activation", "activation"), _maps("attention", "attention weight")
    return m.column(*kinds, spacing=16, **m.APART)


def _maps(kind: str, title: str) -> m.Panel:
    # a legend that is not seen where the kind was not recorded, as it has no scale then
    there = m.expr(f"length(data('{kind}')) > 0 ? 1 : 0")
    seen = {"titleOpacity": there, "gradientOpacity": there}
    numbers = "isFinite(datum.value) ? format(datum.value, '.3~g') : ''"
    # the description of the figure gives the range, where there is one, and so not the legend
    legend = m.legend_of(title, orient="top", labelExpr=numbers, aria=False, **seen)
    color, tip = m.ramp("value", KINDS[kind], legend, EMPTY), "layer row:Q column:Q value"
    cells = m.rect(("x", "x2"), ("y", "y2"), color=color, tip=tip, strokeWidth=0, invalid="show")
    edges = [
        {"calculate": f"(datum.{column} + {i}) / datum.size", "as": f"{axis}{end}"}
        for axis, column in (("x", "column"), ("y", "row"))
        for i, end in enumerate(("", "2"))
    ]
    return m.facet(
        m.panel(kind, m.hidden(0, 1), m.hidden(1, 0), (SIDE, SIDE)).draw(**{kind: cells}),
        "layer",
        columns=4,
        spacing={"row": 8, "column": 10},
        header={"labelFontSize": LABEL_SIZE, "labelLimit": SIDE + 8},
        transform=edges,
    )
