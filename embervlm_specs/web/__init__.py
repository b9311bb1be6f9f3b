"""Web pages: figures in one file, and documents for pages of others.

Everything is offline: a page brings Vega with it, asks for nothing, and needs no `unsafe-eval`.
"""

from embervlm_specs.web.pages import figure_page
from embervlm_specs.web.separate import (
    CATALOGUE,
    INDEX,
    document_files,
    index_entry,
    index_text,
    template_hash,
)
from embervlm_specs.web.twins import web_document

__all__ = [
    "CATALOGUE",
    "INDEX",
    "document_files",
    "figure_page",
    "index_entry",
    "index_text",
    "template_hash",
    "web_document",
]
