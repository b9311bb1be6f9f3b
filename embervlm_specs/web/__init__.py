"""Web pages: a figure or a whole run in one file, and documents for pages of others.

Everything is offline: a page brings Vega with it, asks for nothing, and needs no `unsafe-eval`.
"""

from embervlm_specs.web.pages import figure_page, gallery
from embervlm_specs.web.separate import INDEX, Data, document_files, index_entry, index_text
from embervlm_specs.web.twins import web_document
from embervlm_specs.web.watching import watch

__all__ = [
    "INDEX",
    "Data",
    "document_files",
    "figure_page",
    "gallery",
    "index_entry",
    "index_text",
    "watch",
    "web_document",
]
