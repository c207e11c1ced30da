"""The operations that write: one transaction and one event each, in the name of a token's holder."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tracker.ingest.fetch import LONGEST_ADDRESS
from tracker.ingest.reader import MAX_BYTES
from tracker.models import STANCES, ReadError
from tracker.services import captures, decisions, holdings, ingest, measures, undo
from tracker.services.decisions import CONFIRMED_AS, DECISIONS, LONGEST_NAME, LONGEST_NOTE
from tracker.services.holdings import LONGEST_FACT
from tracker.services.nouns import NOUNS
from tracker.web.api.description import (
    ISO_DATE,
    Body,
    Call,
    Changed,
    Empty,
    Number,
    Operation,
    Place,
    changed,
    given,
    line,
    one_of,
    words,
)
from tracker.web.request import db, fetch_settings

LONGEST_FILE_NAME = 200
LONGEST_DATE = 60
LONGEST_MEASURE = 500
"""Characters of a measure's key: what is counted, of whom, by what and where."""
BASE64_GROWTH = 4 / 3
IN_BASE64 = Meta(extra_json_schema={"contentEncoding": "base64"})
CONFIRMED = "What is confirmed: that one revises or reverses the other, or that they are the same."


class NewDocument(Body, frozen=True):
    """A document to be taken in: a file that is sent, or a page of the web that is fetched."""

    name: Annotated[str, words(LONGEST_FILE_NAME, "The file's name; its ending tells the format.")] | UnsetType = UNSET
    text: Annotated[str, words(MAX_BYTES, "The text of the document, or …")] | UnsetType = UNSET
    base64: (
        Annotated[str, line(int(MAX_BYTES * BASE64_GROWTH), "… the bytes of the file, or …"), IN_BASE64] | UnsetType
    ) = UNSET
    url: Annotated[str, words(LONGEST_ADDRESS, "… the address of a page; it needs no name.")] | UnsetType = UNSET
    archive: Annotated[str, line(LONGEST_ADDRESS, "With “url”: the page's address in a web archive.")] = ""
    title: Annotated[str, line(LONGEST_FACT, "Its title, where it does not show it.")] | UnsetType = UNSET
    publisher: Annotated[str, line(LONGEST_FACT, "Who published it.")] | UnsetType = UNSET
    author: Annotated[str, line(LONGEST_FACT, "Who wrote it.")] | UnsetType = UNSET
    date: Annotated[str, line(LONGEST_DATE, "Its date.")] | UnsetType = UNSET
    either: ClassVar = (("name", "text"), ("name", "base64"), ("url",))


class NewDate(Body, frozen=True):
    """The date of a document."""

    date: Annotated[str, Meta(pattern=ISO_DATE, description="2018-01-14, 2018-01 or 2018")]


class NewDescription(Body, frozen=True):
    """What a document is called, who published and wrote it, and where; what is left out stays as it is."""

    title: Annotated[str, line(LONGEST_FACT, "Its title; blank: it has none.")] | UnsetType = UNSET
    publisher: Annotated[str, line(LONGEST_FACT, "Who published it.")] | UnsetType = UNSET
    author: Annotated[str, line(LONGEST_FACT, "Who wrote it.")] | UnsetType = UNSET
    date: Annotated[str, line(LONGEST_DATE, "Its date, such as 12 June 2022 or 2022-06-12.")] | UnsetType = UNSET
    url: Annotated[str, line(LONGEST_FACT, "The address it was published at.")] | UnsetType = UNSET


class Erasure(Body, frozen=True):
    """What is erased, so that no wrong number erases anything."""

    name: Annotated[str, words(LONGEST_FILE_NAME, "The name of the document’s file, exactly.")]


class NewSpeaker(Body, frozen=True):
    """Who made a claim."""

    name: Annotated[str, line(LONGEST_NAME)] | None


class NewStance(Body, frozen=True):
    """What the source does with a claim's words."""

    stance: Annotated[str, one_of(STANCES)]


class NewSpan(Body, frozen=True):
    """Where a claim begins and ends in its document."""

    start: Place
    end: Number


class MatchDecision(Body, frozen=True):
    """What somebody decided on a match."""

    decision: Annotated[str, one_of(DECISIONS)]
    confirmed_as: Annotated[str, one_of(CONFIRMED_AS, CONFIRMED)] | UnsetType = UNSET


class NewLead(Body, frozen=True):
    """Which claim leads a thread."""

    claim: Annotated[Number, Meta(description="The number of a claim of the thread.")]


class JoinedMeasures(Body, frozen=True):
    """Two measures of one unit that are one, each by its key as figures have it, or by the words that are counted."""

    measure: Annotated[str, words(LONGEST_MEASURE, "The measure that is joined.")]
    unit: Annotated[str, words(LONGEST_MEASURE, "The unit of both.")]
    into: Annotated[str, words(LONGEST_MEASURE, "The measure that it is joined with, whose name is kept.")]


class FigureMeasure(Body, frozen=True):
    """What a figure measures."""

    name: Annotated[str, words(measures.LONGEST_NAME, "In a few words, or the key of a measure.")]


class Merger(Body, frozen=True):
    """What something is merged into."""

    into: Annotated[Number, Meta(description="The number of the one that is kept.")]


class NewNote(Body, frozen=True):
    """A note, and what it is about."""

    noun: Annotated[str, one_of(sorted(NOUNS))]
    noun_id: Number
    markdown: Annotated[str, words(LONGEST_NOTE)]


class TakenIn(msgspec.Struct, frozen=True):
    """What became of a document that was sent."""

    document_id: int
    already: Annotated[bool, Meta(description="The same bytes, or the same text of a page, were stored before.")]
    unchanged: Annotated[bool, Meta(description="The page was fetched before, and reads as it did then.")]
    supersedes: Annotated[int | None, Meta(description="The version before it; /documents/{id}/changes.json compares.")]
    claims: int
    notes: tuple[str, ...]


class DocumentDescribed(Changed, frozen=True):
    """What a description of a document changed."""

    events: Annotated[tuple[int, ...], Meta(description="An event for each fact that changed; “event” is the last.")]


def _take_in(call: Call[NewDocument]) -> TakenIn:
    sent = call.body
    if sent.url is not UNSET:
        taken = captures.take_in_page(
            db(), sent.url, fetch_settings(), who=call.who, archive=sent.archive, given=_facts(sent)
        )
    else:
        taken = ingest.take_in(db(), _bytes(sent), sent.name or "", who=call.who, given=_facts(sent))
    return TakenIn(taken.document_id, taken.already, taken.unchanged, taken.supersedes, taken.claims, taken.notes)


def _facts(sent: NewDocument | NewDescription) -> dict[str, str]:
    """Return what was sent of a document, by the names of its facts."""
    names = ("title", "publisher", "author", "date", *(("url",) if isinstance(sent, NewDescription) else ()))
    return {"byline" if name == "author" else name: value for name, value in given(sent, *names).items()}


def _describe(call: Call[NewDescription]) -> DocumentDescribed:
    events = holdings.describe(db(), call.path["document_id"], _facts(call.body), who=call.who)
    return DocumentDescribed(events[-1] if events else None, bool(events), tuple(events))


def _bytes(sent: NewDocument) -> bytes:
    if sent.text is not UNSET:
        return sent.text.encode()
    try:
        return base64.b64decode(sent.base64 or "", validate=True)
    except (binascii.Error, ValueError):
        raise ReadError("“base64” holds no bytes in base64.") from None


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "take_in", "POST", "/documents",
        "Add a document, or the page at an address; the same bytes are never stored twice.", "documents",
        _take_in, TakenIn, body=NewDocument, writes=True, adds=True,
    ),
    Operation(
        "pick_date", "PUT", "/documents/{document_id}/date", "Set the date of a document.", "documents",
        lambda call: changed(
            decisions.pick_date(db(), call.path["document_id"], call.body.date, who=call.who)
        ),
        Changed, body=NewDate, writes=True,
    ),
    Operation(
        "describe_document", "PATCH", "/documents/{document_id}",
        "Enter what a document is called, who published and wrote it, its date and its address.", "documents",
        _describe, DocumentDescribed, body=NewDescription, writes=True,
    ),
    Operation(
        "delete_document", "DELETE", "/documents/{document_id}",
        "Put a document with its claims into the trash, from where it can come back.", "documents",
        lambda call: changed(holdings.delete(db(), call.path["document_id"], who=call.who)),
        Changed, writes=True,
    ),
    Operation(
        "restore_document", "POST", "/documents/{document_id}/restore", "Take a document out of the trash.",
        "documents",
        lambda call: changed(holdings.restore(db(), call.path["document_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
    Operation(
        "erase_document", "POST", "/documents/{document_id}/erase",
        "Erase a document for good: its words and bytes leave the file of the database.", "documents",
        lambda call: changed(holdings.erase(db(), call.path["document_id"], call.body.name, who=call.who)),
        Changed, body=Erasure, writes=True,
    ),
    Operation(
        "pick_speaker", "PUT", "/claims/{claim_id}/speaker", "Set who made a claim; null for nobody known.", "claims",
        lambda call: changed(
            decisions.pick_speaker(db(), call.path["claim_id"], call.body.name, who=call.who)
        ),
        Changed, body=NewSpeaker, writes=True,
    ),
    Operation(
        "pick_span", "PUT", "/claims/{claim_id}/span", "Set where a claim begins and ends in its document.", "claims",
        lambda call: changed(
            decisions.pick_span(db(), call.path["claim_id"], call.body.start, call.body.end, who=call.who)
        ),
        Changed, body=NewSpan, writes=True,
    ),
    Operation(
        "pick_stance", "PUT", "/claims/{claim_id}/stance", "Set what the source does with a claim's words.", "claims",
        lambda call: changed(
            decisions.pick_stance(db(), call.path["claim_id"], call.body.stance, who=call.who)
        ),
        Changed, body=NewStance, writes=True,
    ),
    Operation(
        "decide_match", "PUT", "/matches/{a}/{b}", "Confirm or refuse that two claims belong together, and as what.",
        "matches",
        lambda call: changed(
            decisions.decide_pair(
                db(), call.path["a"], call.path["b"], call.body.decision, who=call.who,
                **given(call.body, "confirmed_as"),
            )
        ),
        Changed, body=MatchDecision, writes=True,
    ),
    Operation(
        "pick_lead", "PUT", "/threads/{thread_id}/lead", "Make one of a thread's claims its lead.", "threads",
        lambda call: changed(
            decisions.pick_lead(db(), call.path["thread_id"], call.body.claim, who=call.who)
        ),
        Changed, body=NewLead, writes=True,
    ),
    Operation(
        "join_measures", "POST", "/measures/join", "Say that two measures of one unit are one.", "figures",
        lambda call: changed(
            measures.join(db(), call.body.measure, call.body.unit, call.body.into, who=call.who)
        ),
        Changed, body=JoinedMeasures, writes=True,
    ),
    Operation(
        "part_figure", "PUT", "/claims/{claim_id}/figures/{place}/measure", "Say what one figure measures.", "figures",
        lambda call: changed(
            measures.part(db(), call.path["claim_id"], call.path["place"], call.body.name, who=call.who)
        ),
        Changed, body=FigureMeasure, writes=True,
    ),
    Operation(
        "merge_speakers", "POST", "/speakers/{speaker_id}/merge", "Say that this speaker is another one.", "speakers",
        lambda call: changed(
            decisions.merge_speakers(db(), call.path["speaker_id"], call.body.into, who=call.who)
        ),
        Changed, body=Merger, writes=True,
    ),
    Operation(
        "add_note", "POST", "/notes", "Add a Markdown note.", "notes",
        lambda call: changed(
            decisions.add_note(db(), call.body.noun, call.body.noun_id, call.body.markdown, who=call.who)
        ),
        Changed, body=NewNote, writes=True, status=201,
    ),
    Operation(
        "undo", "POST", "/events/{event_id}/undo", "Take one decision back.", "events",
        lambda call: changed(undo.undo(db(), call.path["event_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
)  # fmt: skip
"""The operations that change something."""
