"""Making a claim by hand, and mending where one begins and ends: by selecting, by words, by paragraph."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.cite.anchors import occurrences
from tracker.desk import hand_made
from tracker.desk.nouns import need
from tracker.extract.zones import ZoneKind
from tracker.language.characters import fold
from tracker.models import ClaimKind, Span, TrackerError
from tracker.models.documents import StoredDocument
from tracker.store import documents, in_text
from tracker.web.acting import finished, form_number
from tracker.web.connection import db
from tracker.web.parts import parts
from tracker.web.reading import set_for_reading
from tracker.web.span_steps import in_paragraphs, likely_kind, steps, to_whole_words
from tracker.web.who import who

pages = Blueprint("hand_made", __name__)

MOST_PLACES = 20
"""Places offered where words stand more than once; words that stand more often say nothing."""
CONTEXT = 90
"""Characters shown on either side of such a place."""
HEADER = ZoneKind.HEADER.value
"""What a Markdown file says of itself: nobody makes a claim of that."""
SUGGESTED = 60
"""Speakers of the document that the form suggests."""


@pages.get("/documents/<int:document_id>/claims/new")
def ask(document_id: int) -> ResponseReturnValue:
    """Show the form for words given by place or by themselves, or ask which words make the claim."""
    document = need(db(), "document", document_id)
    text = documents.text_of(db(), document_id)
    words = request.args.get("words", "").replace("\r\n", "\n")
    try:
        found = _places(document_id, text, words)
        place = hand_made.trimmed(text, found[0].start, found[0].end) if len(found) == 1 else None
    except TrackerError as error:
        return _page(document, text, words=words, problem=error.message), error.status
    if place is None:
        return _page(document, text, words=words, choices=_in_context(text, found))
    return render_template(
        "claim_new.html",
        document=document,
        place=place,
        words=place.of(text),
        context=in_paragraphs(text, place),
        steps=steps(text, place),
        likely=likely_kind(text, place),
        kinds=[kind.value for kind in ClaimKind],
        names=[row["name"] for row in in_text.speakers_in(db(), document_id, limit=SUGGESTED)],
    )


def _page(
    document: StoredDocument,
    text: str,
    *,
    words: str = "",
    problem: str = "",
    choices: list[tuple[Span, str, str, str]] | None = None,
) -> str:
    """Return the page that asks which words are meant."""
    spans = parts(text, in_text.starts(db(), document.id))
    number = min(max(1, request.args.get("part", 1, type=int)), len(spans))
    offered = [] if choices else [each for each in set_for_reading(text, [], spans[number - 1]) if each.zone != HEADER]
    return render_template(
        "claim_words.html",
        document=document,
        words=words,
        problem=problem,
        choices=choices or [],
        paragraphs=offered,
        part_number=number,
        parts=len(spans),
    )


def _places(document_id: int, text: str, words: str) -> list[Span]:
    """Return the place an address names, or every place where its words stand; none where it names neither.

    A browser counts some line ends otherwise than the stored text does, so words that come with a place are held
    against it, and looked for near it where they differ.
    """
    start, end = request.args.get("start", type=int), request.args.get("end", type=int)
    if start is None or end is None:
        return list(hand_made.places(db(), document_id, words)[:MOST_PLACES]) if words else []
    selected = Span(start, end)
    if words and _folded(text[max(0, start) : max(0, end)]) != _folded(words):
        near = sorted(occurrences(text, words), key=lambda span: abs(span.start - start))
        selected = (near or hand_made.places(db(), document_id, words))[0]
    return [to_whole_words(text, selected) if words else selected]


def _folded(words: str) -> str:
    return " ".join(fold(words).split())


def _in_context(text: str, found: list[Span]) -> list[tuple[Span, str, str, str]]:
    """Return places with the words before, inside and after each."""
    shown = []
    for span in found:
        around = to_whole_words(text, Span(max(0, span.start - CONTEXT), min(len(text), span.end + CONTEXT)))
        shown.append((span, text[around.start : span.start], span.of(text), text[span.end : around.end]))
    return shown


@pages.post("/documents/<int:document_id>/claims/new")
def make(document_id: int) -> ResponseReturnValue:
    """Make the claim."""
    claim_id, event = hand_made.make(
        db(),
        document_id,
        form_number("start", "The first character"),
        form_number("end", "The last character"),
        kind=request.form.get("kind", ""),
        speaker=request.form.get("speaker", ""),
        denied=request.form.get("denied") == "1",
        who=who(),
    )
    said = f"Claim {claim_id} was made; its figures and matches were read."
    return finished(said, event, url_for("claims.show", claim_id=claim_id))


@pages.get("/claims/<int:claim_id>/span")
def mend(claim_id: int) -> ResponseReturnValue:
    """Show a claim with its ends to be moved, by words or by selecting; nothing changes until it is sent."""
    claim = need(db(), "claim", claim_id)
    text = documents.text_of(db(), claim["document_id"])
    try:
        found = _places(claim["document_id"], text, request.args.get("words", ""))
        place = hand_made.trimmed(text, found[0].start, found[0].end) if found else Span(claim["start"], claim["end"])
        problem = ""
    except TrackerError as error:
        place, problem = Span(claim["start"], claim["end"]), error.message
    page = render_template(
        "span.html",
        claim=claim,
        place=place,
        words=place.of(text),
        context=in_paragraphs(text, place),
        steps=steps(text, place),
        problem=problem,
        moved=(place.start, place.end) != (claim["start"], claim["end"]),
    )
    return page, 400 if problem else 200
