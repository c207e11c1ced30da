"""The operations on single claims, on the review queue and on notes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import UNSET, Meta, UnsetType

from tracker.models import STANCES, ClaimKind, TrackerError
from tracker.services import decisions, earlier_texts, hand_made, notes, undo
from tracker.services.decisions import DECISIONS, LONGEST_NAME, LONGEST_NOTE
from tracker.services.hand_made import LONGEST_CLAIM, LONGEST_TOLD
from tracker.services.undo import MOST_AT_ONCE
from tracker.web.api.description import (
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
    done,
    given,
    line,
    made,
    one_of,
    ref,
)
from tracker.web.api.description import words as words_of_description
from tracker.web.request import db

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
    claim_id, event = hand_made.make(
        db(), document_id, start, end, kind=sent.kind, who=call.who, **given(sent, "speaker", "stance")
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
    return made("claim", *hand_made.clip(db(), sent.words, **facts, day=sent.date, kind=sent.kind, who=call.who))


def _name_label(call: Call[Label]) -> Done:
    sent = call.body
    return done(
        undo.name_label(db(), call.path["document_id"], sent.label, sent.speaker_id, sent.name or "", who=call.who)
    )


OPERATIONS = (
    Operation(
        "make_claim", "POST", "/documents/{document_id}/claims", "Make a claim of words of a document.", "claims",
        _make, Made, body=NewClaim, writes=True,
    ),
    Operation(
        "clip_claim", "POST", "/claims", "Store words of a page that is not stored, and make them a claim.", "claims",
        _clip, Made,
        body=Clip, writes=True, adds=True,
    ),
    Operation(
        "confirm_attribution", "POST", "/claims/{claim_id}/confirm",
        "Confirm that a claim is one, with the speaker and the words it has.", "claims",
        lambda call: changed(decisions.confirm_attribution(db(), call.path["claim_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
    Operation(
        "reject_claim", "POST", "/claims/{claim_id}/reject", "Say that what was taken for a claim is none.", "claims",
        lambda call: changed(decisions.reject_claim(db(), call.path["claim_id"], who=call.who)),
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
    Operation(
        "let_go", "POST", "/claims/{claim_id}/let-go",
        "Say that a claim which lost its place, when its document was read again, need not be placed.", "claims",
        lambda call: changed(earlier_texts.let_go(db(), call.path["claim_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
    Operation(
        "carry_decisions", "POST", "/claims/{claim_id}/carry",
        "Decide on the words in a later version as was decided on this claim; one action, with the event's number.",
        "claims",
        lambda call: changed(earlier_texts.carry(db(), call.path["claim_id"], call.body.document, who=call.who)),
        Changed, body=LaterVersion, writes=True,
    ),
    Operation(
        "leave_decisions", "POST", "/claims/{claim_id}/leave",
        "Leave what was decided on this claim with the earlier version.", "claims",
        lambda call: changed(earlier_texts.leave(db(), call.path["claim_id"], call.body.document, who=call.who)),
        Changed, body=LaterVersion, writes=True,
    ),
    Operation(
        "leave_date_open", "POST", "/documents/{document_id}/leave-open",
        "Say that nothing at hand settles a document's date.", "documents",
        lambda call: changed(decisions.leave_date_open(db(), call.path["document_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
    Operation(
        "keep_apart", "POST", "/speakers/{speaker_id}/apart", "Say that two speakers are two.", "speakers",
        lambda call: changed(decisions.keep_apart(db(), call.path["speaker_id"], call.body.other, who=call.who)),
        Changed, body=OtherSpeaker, writes=True,
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
    Operation(
        "edit_note", "PUT", "/notes/{note_id}", "Write a new version of a note; the one before is kept.", "notes",
        lambda call: changed(notes.edit(db(), call.path["note_id"], call.body.markdown, who=call.who)),
        Changed, body=NewVersion, writes=True,
    ),
)  # fmt: skip
"""The operations on notes; one is added by ``add_note``."""
