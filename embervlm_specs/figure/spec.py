"""A figure's document, frozen: JSON that can be versioned, embedded, compared and drawn."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embervlm_specs.document import (
    check_columns,
    check_schema,
    description_of,
    dumps,
    formats_of,
    template_of,
    title_of,
)
from embervlm_specs.errors import DocumentError
from embervlm_specs.files import write_atomically
from embervlm_specs.render import draws, render

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Spec"]


@dataclass(frozen=True, eq=True)
class Spec:
    """A figure's document.

    `document` is Vega-Lite, or JSON in Vega-Lite's vocabulary where matplotlib draws it. Treat it
    as read-only; `to_dict()` gives a copy to change.
    """

    document: dict[str, Any]

    @classmethod
    def from_json(cls, text: str) -> Spec:
        """Read a document and check it. Raises `DocumentError` where it is not valid."""
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            raise DocumentError(f"this is not JSON: {error}") from None
        if not isinstance(document, dict):
            raise DocumentError("a document is a JSON object")
        check_schema(document)
        check_columns(document)
        return cls(document)

    @property
    def id(self) -> str:
        """The figure's id, which is also its file name."""
        return str(self.document["usermeta"]["figure"])

    @property
    def stage(self) -> str:
        """The stage the figure belongs to: `stage1` ... `stage4` or `cross_stage`."""
        return str(self.document["usermeta"]["stage"])

    @property
    def title(self) -> str:
        """The title of the figure."""
        return title_of(self.document)

    @property
    def renderer(self) -> str:
        """What draws it: `vega` or `matplotlib`."""
        return draws(self.document)

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats it can be saved in."""
        return formats_of(self.document)

    @property
    def template(self) -> dict[str, Any]:
        """The design half: the document without its data, the same for every run."""
        return deepcopy(template_of(self.document))

    @property
    def datasets(self) -> dict[str, list[dict[str, Any]]]:
        """The data half: rows by the name of their data set."""
        return deepcopy(self.document["datasets"])

    @property
    def description(self) -> str:
        """What the picture says in numbers, as a text alternative."""
        return description_of(self.document)

    @property
    def chart(self) -> alt.TopLevelMixin:
        """The Altair chart, to go on from there; notebooks show it without a network.

        A figure of one view is one view (`alt.LayerChart`): `.properties(width=300)`, a title, a
        theme and a further layer work as for any other. One of several panels is a compound chart
        (`alt.HConcatChart`, `alt.VConcatChart`, `alt.ConcatChart`, `alt.FacetChart`): sizes and
        layers belong to its panels, `chart.vconcat[0].width` or `chart.spec.width`.

        Raises `DocumentError` for what matplotlib draws: change a copy of the document
        (`to_dict()`: sizes, colours and titles are there by name), or take its Vega-Lite twin from
        `embervlm_specs.web.web_document`.
        """
        if self.renderer != "vega":
            raise DocumentError(
                f"'{self.id}' is drawn by matplotlib and has no Altair chart; change a copy of the "
                "document (to_dict()), or take its twin from embervlm_specs.web.web_document"
            )
        from embervlm_specs.figure.chart import chart_of

        return chart_of(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """The whole document as plain data, yours to change."""
        return deepcopy(self.document)

    def to_json(self) -> str:
        """The whole document as text, byte for byte the same for the same document."""
        return dumps(self.document)

    def save(self, path: str | Path) -> Path:
        """Write the figure in the format of the file's suffix and return the path.

        One of `.json`, `.svg`, `.png` (300 DPI), `.pdf`, `.html` (a page that needs no network),
        and `.gif` for animated figures. The file is complete or not there. Raises `DocumentError`
        for another suffix, `RenderError` where the document cannot be drawn.
        """
        path = Path(path)
        suffix = path.suffix.removeprefix(".").lower()
        if suffix == "html":
            from embervlm_specs.web import figure_page

            return write_atomically(path, figure_page(self.document))
        if suffix not in self.formats:
            allowed = ", ".join(f".{name}" for name in (*self.formats, "html"))
            raise DocumentError(f"'{self.id}' can be saved as {allowed}, not '{path.name}'")
        content = render(self.document, [suffix])[suffix]
        return write_atomically(path, content)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """The picture in Jupyter, drawn here and offline."""
        picture = render(self.document, ["svg"])["svg"].decode()
        return {"image/svg+xml": picture, "text/plain": repr(self)}

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name}: {len(rows)}" for name, rows in self.datasets.items())
        return f"Spec({self.stage}/{self.id}, rows {{{sizes}}})"
