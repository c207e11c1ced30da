"""The operations that write, on claims, notes and the queue too: one transaction and event each, for a token's name."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from tracker.ingest.fetch import LONGEST_ADDRESS
from tracker.ingest.reader import MAX_BYTES
from tracker.models import STANCES, ClaimKind, ReadError, TrackerError
from tracker.services import decisions, documents, earlier_texts, figures, ingest, notes, undo
from tracker.services.decisions import CONFIRMED_AS, DECISIONS, LONGEST_CLAIM, LONGEST_NAME, LONGEST_NOTE, LONGEST_TOLD
from tracker.services.documents import LONGEST_FACT, pick_date
from tracker.services.nouns import NOUNS
from tracker.services.undo import MOST_AT_ONCE
from tracker.web.api.description import (
    ISO_DATE,
    Body,
    Call,
    Changed,
    Done,
    Empty,
    Made,
    Number,
    Operation,
    Place,
    changed,
    decides,
    done,
    given,
    line,
    made,
    one_of,
    ref,
    words,
)
from tracker.web.api.description import words as words_of_description
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

    name: Annotated[str, words(figures.LONGEST_NAME, "In a few words, or the key of a measure.")]


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
        taken = ingest.take_in_page(
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
    events = documents.describe(db(), call.path["document_id"], _facts(call.body), who=call.who)
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
    decides(
        "pick_date", "PUT", "/documents/{document_id}/date", "Set the date of a document.", "documents", pick_date,
        NewDate,
    ),
    Operation(
        "describe_document", "PATCH", "/documents/{document_id}",
        "Enter what a document is called, who published and wrote it, its date and its address.", "documents",
        _describe, DocumentDescribed, body=NewDescription, writes=True,
    ),
    decides(
        "delete_document", "DELETE", "/documents/{document_id}",
        "Put a document with its claims into the trash, from where it can come back.", "documents", documents.delete,
    ),
    decides(
        "restore_document", "POST", "/documents/{document_id}/restore", "Take a document out of the trash.",
        "documents", documents.restore,
    ),
    decides(
        "erase_document", "POST", "/documents/{document_id}/erase",
        "Erase a document for good: its words and bytes leave the file of the database.", "documents", documents.erase,
        Erasure,
    ),
    decides(
        "pick_speaker", "PUT", "/claims/{claim_id}/speaker", "Set who made a claim; null for nobody known.", "claims",
        decisions.pick_speaker, NewSpeaker,
    ),
    decides(
        "pick_span", "PUT", "/claims/{claim_id}/span", "Set where a claim begins and ends in its document.", "claims",
        decisions.pick_span, NewSpan,
    ),
    decides(
        "pick_stance", "PUT", "/claims/{claim_id}/stance", "Set what the source does with a claim's words.", "claims",
        decisions.pick_stance, NewStance,
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
    decides(
        "pick_lead", "PUT", "/threads/{thread_id}/lead", "Make one of a thread's claims its lead.", "threads",
        decisions.pick_lead, NewLead,
    ),
    decides(
        "join_measures", "POST", "/measures/join", "Say that two measures of one unit are one.", "figures",
        figures.join, JoinedMeasures,
    ),
    decides(
        "part_figure", "PUT", "/claims/{claim_id}/figures/{place}/measure", "Say what one figure measures.", "figures",
        figures.part, FigureMeasure,
    ),
    decides(
        "merge_speakers", "POST", "/speakers/{speaker_id}/merge", "Say that this speaker is another one.", "speakers",
        decisions.merge_speakers, Merger,
    ),
    decides("add_note", "POST", "/notes", "Add a Markdown note.", "notes", decisions.add_note, NewNote, status=201),
    decides("undo", "POST", "/events/{event_id}/undo", "Take one decision back.", "events", undo.undo),
)  # fmt: skip
"""The operations that change something."""


Kind = Annotated[str, one_of(kind.value for kind in ClaimKind)]
SPEAKER = line(LONGEST_NAME, "Who said it; null: unknown.")


class NewClaim(Body, frozen=True):
    """A claim, made of words of a document."""

    kind: Kind
    words: Annotated[
        str, words_of_description(LONGEST_CLAIM, "The words as they stand in the document, where they stand once, or …")
    ] = ""
    start: Annotated[Place, Meta(description="… where they begin in its text …")] | UnsetType = UNSET
    end: Annotated[Number, Meta(description="… and end.")] | UnsetType = UNSET
    speaker: Annotated[str, SPEAKER] | UnsetType | None = UNSET
    stance: Annotated[str, one_of(STANCES, "What the source does with the words.")] | UnsetType = UNSET
    either: ClassVar = (("words",), ("start", "end"))


class Clip(Body, frozen=True):
    """Words of a page that is not stored, with what is known of it."""

    words: Annotated[str, words_of_description(LONGEST_CLAIM, "The words as the page has them.")]
    kind: Kind
    url: Annotated[str, line(LONGEST_TOLD, "The page's address.")] = ""
    title: Annotated[str, line(LONGEST_TOLD, "Its title.")] = ""
    date: Annotated[str, line(LONGEST_TOLD, "The day it was published, as 2018-01-14.")] = ""
    publisher: Annotated[str, line(LONGEST_TOLD, "Who published it.")] = ""
    speaker: Annotated[str, SPEAKER] | None = None


class Label(Body, frozen=True):
    """A label of a document, and who stands behind it."""

    label: Annotated[str, line(LONGEST_NAME, "The label as printed.")] | None
    name: Annotated[str, line(LONGEST_NAME, "The speaker's name; null: the label stays as printed.")] | None
    speaker_id: Annotated[Number, Meta(description="The speaker it was taken for, if any.")] | None = None


def _make(call: Call[NewClaim]) -> Made:
    document_id, sent = call.path["document_id"], call.body
    if sent.start is UNSET or sent.end is UNSET:
        start, end = _place(document_id, sent.words)
    else:
        start, end = sent.start, sent.end
    claim_id, event = decisions.make_claim(
        db(), document_id, start, end, kind=sent.kind, who=call.who, **given(sent, "speaker", "stance")
    )
    return made("claim", claim_id, event)


def _place(document_id: int, words: str) -> tuple[int, int]:
    places = decisions.places_of(db(), document_id, words)
    if len(places) > 1:
        starts = ", ".join(str(place.start) for place in places)
        raise TrackerError(f"These words stand there more than once (at {starts}); send start and end.")
    return places[0].start, places[0].end


def _clip(call: Call[Clip]) -> Made:
    sent = call.body
    facts = {"url": sent.url, "title": sent.title, "publisher": sent.publisher, "speaker": sent.speaker or ""}
    return made("claim", *decisions.clip_claim(db(), sent.words, **facts, day=sent.date, kind=sent.kind, who=call.who))


def _name_label(call: Call[Label]) -> Done:
    sent = call.body
    return done(
        undo.name_label(db(), call.path["document_id"], sent.label, sent.speaker_id, sent.name or "", who=call.who)
    )


OPERATIONS_ON_CLAIMS = (
    Operation(
        "make_claim", "POST", "/documents/{document_id}/claims", "Make a claim of words of a document.", "claims",
        _make, Made, body=NewClaim, writes=True,
    ),
    Operation(
        "clip_claim", "POST", "/claims", "Store words of a page that is not stored, and make them a claim.", "claims",
        _clip, Made,
        body=Clip, writes=True, adds=True,
    ),
    decides(
        "confirm_attribution", "POST", "/claims/{claim_id}/confirm",
        "Confirm that a claim is one, with the speaker and the words it has.", "claims", decisions.confirm_attribution,
    ),
    decides(
        "reject_claim", "POST", "/claims/{claim_id}/reject", "Say that what was taken for a claim is none.", "claims",
        decisions.reject_claim,
    ),
    Operation(
        "name_label", "POST", "/documents/{document_id}/labels",
        "Say who stands behind a label in one document, for all of its claims.", "claims",
        _name_label, Done,
        body=Label, writes=True,
    ),
)  # fmt: skip
"""The operations on single claims."""


JUDGEMENTS = ("confirmed", "rejected")


SEVERAL = Meta(min_length=1, max_length=MOST_AT_ONCE)


class OtherSpeaker(Body, frozen=True):
    """A speaker who is not this one."""

    other: Annotated[Number, Meta(description="The number of the other speaker.")]


class Pair(Body, frozen=True):
    """The claims of a match."""

    a: Number
    b: Number


class MatchDecisions(Body, frozen=True):
    """What somebody decided on several matches."""

    pairs: Annotated[list[Pair], SEVERAL]
    decision: Annotated[str, one_of(DECISIONS)]


class Judgement(Body, frozen=True):
    """What somebody says of several claims."""

    claims: Annotated[list[Number], SEVERAL]
    judgement: Annotated[str, one_of(JUDGEMENTS)]


def _decide_matches(call: Call[MatchDecisions]) -> Done:
    pairs = [(pair.a, pair.b) for pair in call.body.pairs]
    return done(undo.decide_pairs(db(), pairs, call.body.decision, who=call.who))


class LaterVersion(Body, frozen=True):
    """A later version of a document."""

    document: Annotated[Number, Meta(description="The number of the later version.")]


REVIEW = (
    Operation(
        "reread", "POST", "/documents/{document_id}/reread",
        "Read a stored original again by the readers of today; what people decided is kept by its words.", "documents",
        lambda call: changed(earlier_texts.reread(db(), call.path["document_id"], who=call.who)[1]),
        Changed, body=Empty, writes=True,
    ),
    decides(
        "let_go", "POST", "/claims/{claim_id}/let-go",
        "Say that a claim which lost its place, when its document was read again, need not be placed.", "claims",
        earlier_texts.let_go,
    ),
    decides(
        "carry_decisions", "POST", "/claims/{claim_id}/carry",
        "Decide on the words in a later version as was decided on this claim; one action, with the event's number.",
        "claims", earlier_texts.carry, LaterVersion,
    ),
    decides(
        "leave_decisions", "POST", "/claims/{claim_id}/leave",
        "Leave what was decided on this claim with the earlier version.", "claims", earlier_texts.leave, LaterVersion,
    ),
    decides(
        "leave_date_open", "POST", "/documents/{document_id}/leave-open",
        "Say that nothing at hand settles a document's date.", "documents", decisions.leave_date_open,
    ),
    decides(
        "keep_apart", "POST", "/speakers/{speaker_id}/apart", "Say that two speakers are two.", "speakers",
        decisions.keep_apart, OtherSpeaker,
    ),
    Operation(
        "decide_matches", "POST", "/matches/decide", "Confirm several matches as suggested, or refuse them.", "matches",
        _decide_matches, Done, body=MatchDecisions, writes=True,
    ),
    Operation(
        "judge_claims", "POST", "/claims/judge", "Confirm the attribution of several claims, or reject them.", "claims",
        lambda call: done(undo.judge_claims(db(), call.body.claims, call.body.judgement, who=call.who)),
        Done, body=Judgement, writes=True,
    ),
    Operation(
        "undo_batch", "POST", "/batches/{batch_id}/undo", "Take back all that one action decided.", "events",
        lambda call: done(undo.undo_batch(db(), call.path["batch_id"], who=call.who)),
        Done, body=Empty, writes=True,
    ),
)  # fmt: skip
"""The operations of the review queue."""


class NewVersion(Body, frozen=True):
    """A new version of a note."""

    markdown: Annotated[str, words_of_description(LONGEST_NOTE)]


NOTES = (
    Operation[None](
        "get_note", "GET", "/notes/{note_id}", "Give all versions of a note, the first one first.", "notes",
        lambda call: {"versions": notes.versions(db(), call.path["note_id"])},
        {
            "type": "object", "required": ["versions"],
            "properties": {"versions": {"type": "array", "minItems": 1, "items": ref("Note")}},
        },
    ),
    decides(
        "edit_note", "PUT", "/notes/{note_id}", "Write a new version of a note; the one before is kept.", "notes",
        notes.edit, NewVersion,
    ),
)  # fmt: skip
"""The operations on notes; one is added by ``add_note``."""
