"""The citation of a document in the style its reader used last, and the way to words on the web."""

from __future__ import annotations

from dataclasses import dataclass

import nh3
from flask import request, session
from markupsafe import Markup

from tracker.cite.anchors import text_fragment
from tracker.cite.citations import cite, styles
from tracker.cite.sources import Citable, date_remark
from tracker.desk.extracting import document_date
from tracker.store.rows import Row

FIRST_STYLE = "harvard"
"""The style shown to a reader who has not chosen one yet."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A document cited in one style, with every style there is to choose from; ``remark`` tells of an open date."""

    style: str
    styles: dict[str, str]
    entry: Markup
    in_text: str
    remark: str


def cited(document: Row) -> Cited:
    """Return a document's citation in the style the address names, else in the one used last."""
    offered = {key: style.name for key, style in styles().items()}
    wanted = request.args.get("style", "")
    if wanted in offered:
        session["style"] = wanted
    used = str(session.get("style", ""))
    style = used if used in offered else FIRST_STYLE
    date = document_date(document)
    source = Citable(
        name=document["name"],
        date=date,
        title=document["title"],
        publisher=document["publisher"],
        byline=document["byline"],
        url=document["url"],
        accessed=document["captured"],
    )
    citation = cite(source, style)
    entry = Markup(nh3.clean(citation.entry_html, tags={"b", "em", "i", "strong"}))
    return Cited(style, offered, entry, citation.in_text, date_remark(date))


def address_of_words(url: str | None, text: str, start: int, end: int) -> str | None:
    """Return the address that shows words in their web page, ``None`` where the document has no web address."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    return text_fragment(url, text, start, end)
