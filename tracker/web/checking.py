"""Checking a draft: is each quotation in it exactly what a stored document says?"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.cite.quotations import CheckedQuotation, Finding, check
from tracker.extract import extract
from tracker.models import Extraction, Span, TrackerError
from tracker.store import claims, documents
from tracker.store.rows import Row
from tracker.web.attributing import misattribution, named_speaker
from tracker.web.connection import db

pages = Blueprint("checking", __name__)

LONGEST_DRAFT = 200_000
"""Characters: a long article is a quarter of it, and each quotation is compared with every document."""
AROUND = 160
"""Characters of the source shown before and after the words found."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of a quotation stand: a document, the claim that holds them, and the passage in pieces.

    ``passage`` holds ``(text, whether it is part of the quotation)``; ``warning`` says that the source gives the words
    to somebody else, and is empty where it does not.
    """

    document: Row
    claim: Row | None
    passage: tuple[tuple[str, bool], ...]
    warning: str


@pages.get("/check")
def ask() -> ResponseReturnValue:
    """Show the form that takes a draft."""
    return render_template("check.html", draft="", checked=None, stored=documents.totals(db())["documents"])


@pages.post("/check")
def show() -> ResponseReturnValue:
    """Check a draft and show what became of each quotation; nothing is stored."""
    draft = request.form.get("draft", "").replace("\r\n", "\n")
    if not draft.strip():
        raise TrackerError("Paste a draft first; there is nothing to check.")
    if len(draft) > LONGEST_DRAFT:
        raise TrackerError(f"A draft has at most {LONGEST_DRAFT:,} characters; check it in parts.")
    texts = {str(document_id): documents.text_of(db(), document_id) for document_id in documents.ids(db())}
    read = extract(draft)
    checked = [(quotation, _place(quotation, read, texts)) for quotation in check(draft, texts)]
    counts = [(finding, sum(quotation.finding is finding for quotation, _ in checked)) for finding in Finding]
    return render_template(
        "check.html",
        draft=draft,
        checked=checked,
        counts=[(finding, count) for finding, count in counts if count],
        stored=len(texts),
    )


def _place(quotation: CheckedQuotation, draft: Extraction, texts: dict[str, str]) -> Place | None:
    if quotation.source is None or not quotation.parts:
        return None
    document = documents.get(db(), int(quotation.source))
    assert document is not None
    first = min(part.start for part in quotation.parts)
    holding = [c for c in claims.of_document(db(), document["id"]) if c["start"] <= first < c["end"]]
    named = named_speaker(draft, Span(quotation.start, quotation.end))
    return Place(
        document,
        next(iter(holding), None),
        _passage(texts[quotation.source], sorted(quotation.parts)),
        misattribution(quotation, named, [claim["speaker"] for claim in holding]),
    )


def _passage(text: str, parts: list[Span]) -> tuple[tuple[str, bool], ...]:
    """Return the words found with what stands around and between them."""
    at = max(0, parts[0].start - AROUND)
    pieces = [("… " + text[at : parts[0].start].partition(" ")[2] if at else text[: parts[0].start], False)]
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        pieces.append((part.of(text), True))
        until = following.start if following else min(len(text), part.end + AROUND)
        after = text[part.end : until]
        pieces.append((after if following or until == len(text) else after.rpartition(" ")[0] + " …", False))
    return tuple(pieces)
