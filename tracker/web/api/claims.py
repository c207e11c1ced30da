"""The operations on single claims: made by hand, judged, and labels given to those behind them."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from tracker.desk import bulk, clipping, hand_made, judging
from tracker.desk.clipping import LONGEST_FACT
from tracker.desk.deciding import LONGEST_NAME
from tracker.desk.hand_made import LONGEST_CLAIM
from tracker.models import ClaimKind, TrackerError
from tracker.web.api.lists import Changed, Done, Made, changed, done, given, made
from tracker.web.api.operations import Body, Call, Empty, Number, Operation, Place, line, one_of, words
from tracker.web.connection import db

Kind = Annotated[str, one_of(kind.value for kind in ClaimKind)]
SPEAKER = line(LONGEST_NAME, "Who said it; null: unknown.")


class NewClaim(Body, frozen=True):
    """A claim, made of words of a document."""

    kind: Kind
    words: Annotated[
        str, words(LONGEST_CLAIM, "The words as they stand in the document, where they stand once, or …")
    ] = ""
    start: Annotated[Place, Meta(description="… where they begin in its text …")] | UnsetType = UNSET
    end: Annotated[Number, Meta(description="… and end.")] | UnsetType = UNSET
    speaker: Annotated[str, SPEAKER] | UnsetType | None = UNSET
    denied: Annotated[bool, Meta(description="Whether the speaker denies the words.")] | UnsetType = UNSET
    either: ClassVar = (("words",), ("start", "end"))


class Clip(Body, frozen=True):
    """Words of a page that is not stored, with what is known of it."""

    words: Annotated[str, words(LONGEST_CLAIM, "The words as the page has them.")]
    kind: Kind
    url: Annotated[str, line(LONGEST_FACT, "The page's address.")] = ""
    title: Annotated[str, line(LONGEST_FACT, "Its title.")] = ""
    date: Annotated[str, line(LONGEST_FACT, "The day it was published, as 2018-01-14.")] = ""
    publisher: Annotated[str, line(LONGEST_FACT, "Who published it.")] = ""
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
    claim_id, event = hand_made.make(
        db(), document_id, start, end, kind=sent.kind, who=call.who, **given(sent, "speaker", "denied")
    )
    return made("claim", claim_id, event)


def _place(document_id: int, words: str) -> tuple[int, int]:
    places = hand_made.places(db(), document_id, words)
    if len(places) > 1:
        starts = ", ".join(str(place.start) for place in places)
        raise TrackerError(f"These words stand there more than once (at {starts}); send start and end.")
    return places[0].start, places[0].end


def _clip(call: Call[Clip]) -> Made:
    sent = call.body
    facts = {"url": sent.url, "title": sent.title, "publisher": sent.publisher, "speaker": sent.speaker or ""}
    return made("claim", *clipping.clip(db(), sent.words, **facts, day=sent.date, kind=sent.kind, who=call.who))


def _name_label(call: Call[Label]) -> Done:
    sent = call.body
    return done(
        bulk.name_label(db(), call.path["document_id"], sent.label, sent.speaker_id, sent.name or "", who=call.who)
    )


OPERATIONS = (
    Operation(
        "make_claim", "POST", "/documents/{document_id}/claims", "Make a claim of words of a document.", "claims",
        _make, Made, body=NewClaim, writes=True,
    ),
    Operation(
        "clip_claim", "POST", "/claims", "Store words of a page that is not stored, and make them a claim.", "claims",
        _clip, Made,
        body=Clip, writes=True,
    ),
    Operation(
        "confirm_attribution", "POST", "/claims/{claim_id}/confirm",
        "Confirm that a claim is one, with the speaker and the words it has.", "claims",
        lambda call: changed(judging.confirm_attribution(db(), call.path["claim_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
    Operation(
        "reject_claim", "POST", "/claims/{claim_id}/reject", "Say that what was taken for a claim is none.", "claims",
        lambda call: changed(judging.reject_claim(db(), call.path["claim_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
    Operation(
        "name_label", "POST", "/documents/{document_id}/labels",
        "Say who stands behind a label in one document, for all of its claims.", "claims",
        _name_label, Done,
        body=Label, writes=True,
    ),
)  # fmt: skip
"""The operations on single claims."""
