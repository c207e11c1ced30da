"""The citation of a claim in the form its reader used last, and the way to its words on the web."""

from __future__ import annotations

from dataclasses import dataclass

import nh3
from flask import request, session
from markupsafe import Markup, escape

from tracker.cite.anchors import text_fragment
from tracker.cite.citations import cite
from tracker.cite.exports import Quoted, bibtex, quotation, ris
from tracker.cite.sources import date_remark
from tracker.cite.styles import styles
from tracker.desk.citing import citable
from tracker.models import ClaimKind
from tracker.store.rows import Row

QUOTATION = "quotation"
"""The form shown to a reader who has not chosen one yet: the words, who said them, and where they stand."""
RECORDS = {"ris": ("RIS record", ris), "bibtex": ("BibTeX entry", bibtex)}
"""Forms for reference managers, by key."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A claim cited in one form, with every form there is to choose from.

    ``in_text`` is the short citation in the text, where the form is a style; ``record`` says that line breaks count;
    ``remark`` tells of an open date.
    """

    form: str
    forms: dict[str, str]
    entry: Markup
    in_text: str
    record: bool
    remark: str


def cited(claim: Row, document: Row, web_address: str | None) -> Cited:
    """Return a claim's citation in the form the address names, else in the one used last."""
    forms = {QUOTATION: "Quotation with its source"}
    forms |= {key: style.name for key, style in styles().items()}
    forms |= {key: name for key, (name, _) in RECORDS.items()}
    wanted = request.args.get("style", "")
    if wanted in forms:
        session["style"] = wanted
    used = str(session.get("style", ""))
    form = used if used in forms else QUOTATION
    source = citable(document)
    remark = date_remark(source.date)
    if form == QUOTATION:
        return Cited(form, forms, escape(quotation(_quoted(claim, web_address), source)), "", False, "")
    if form in RECORDS:
        return Cited(form, forms, escape(RECORDS[form][1](source)), "", True, "")
    citation = cite(source, form)
    entry = Markup(nh3.clean(citation.entry_html, tags={"b", "em", "i", "strong"}))
    return Cited(form, forms, entry, citation.in_text, False, remark)


def _quoted(claim: Row, web_address: str | None) -> Quoted:
    """Return the words of a claim as they are cited."""
    return Quoted(
        text=claim["text"],
        kind=ClaimKind(claim["kind"]),
        speaker=claim["speaker"],
        denied=claim["polarity"] < 0,
        said=claim["date"] if claim["date_kind"] == "said" else None,
        link=web_address,
    )


def address_of_words(url: str | None, text: str, start: int, end: int) -> str | None:
    """Return the address that shows words in their web page, ``None`` where the document has no web address."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    return text_fragment(url, text, start, end)
