"""Notes on the pages: Markdown in, safe HTML out, its links looked up in this request's database."""

from __future__ import annotations

from typing import Any

from flask import g, url_for
from markupsafe import Markup

from tracker.cite.links import Resolve
from tracker.cite.markup import safe_html
from tracker.desk.linked import resolver
from tracker.web.connection import db


def note_html(source: str, prefix: int = 0) -> Markup:
    """Return a note's Markdown as HTML that holds no script, style, picture or form.

    ``prefix``, the note's number, keeps its footnotes apart from those of other notes on the page.
    """
    return Markup(safe_html(source, links(), prefix=prefix))


def links() -> Resolve:
    """Return what finds the links of notes, shared by all notes of a page."""
    if "note_links" not in g:
        g.note_links = resolver(db(), address_of)
    return g.note_links  # type: ignore[no-any-return]


def address_of(noun: str, number: int) -> str:
    """Return the address of a claim's, thread's or document's page."""
    values: dict[str, Any] = {f"{noun}_id": number}
    return url_for(f"{noun}s.show", **values)
