"""The operations on single claims: made by hand, judged, and labels given to those behind them."""

from __future__ import annotations

from typing import Any

from tracker.desk import bulk, clipping, hand_made, judging
from tracker.desk.clipping import LONGEST_FACT
from tracker.desk.deciding import LONGEST_NAME
from tracker.desk.hand_made import LONGEST_CLAIM
from tracker.models import ClaimKind, TrackerError
from tracker.web.api.lists import CHANGED, DONE, MADE, changed, done, given, made
from tracker.web.api.operations import Call, Operation, Schema, body, number, text
from tracker.web.connection import db

KIND: Schema = {"type": "string", "enum": [kind.value for kind in ClaimKind]}
SPEAKER: Schema = {"type": ["string", "null"], "maxLength": LONGEST_NAME, "description": "Who said it; null: unknown."}
CLAIM_BODY: Schema = {
    "oneOf": [{"required": ["words"]}, {"required": ["start", "end"]}],
    **body(
        {"kind": KIND},
        {
            "words": text(LONGEST_CLAIM, "The words as they stand in the document, where they stand once, or …"),
            "start": number("… where they begin in its text …", least=0),
            "end": number("… and end."),
            "speaker": SPEAKER,
            "denied": {"type": "boolean", "description": "Whether the speaker denies the words."},
        },
    ),
}


def _make(call: Call) -> Any:
    document_id, sent = call.path["document_id"], call.body
    start, end = _place(document_id, sent["words"]) if "words" in sent else (sent["start"], sent["end"])
    claim_id, event = hand_made.make(
        db(), document_id, start, end, kind=sent["kind"], who=call.who, **given(sent, "speaker", "denied")
    )
    return made("claim", claim_id, event)


def _place(document_id: int, words: str) -> tuple[int, int]:
    places = hand_made.places(db(), document_id, words)
    if len(places) > 1:
        starts = ", ".join(str(place.start) for place in places)
        raise TrackerError(f"These words stand there more than once (at {starts}); send start and end.")
    return places[0].start, places[0].end


def _clip(call: Call) -> Any:
    sent = call.body
    facts = {name: sent.get(name) or "" for name in ("url", "title", "publisher", "speaker")}
    return made(
        "claim",
        *clipping.clip(db(), sent["words"], **facts, day=sent.get("date", ""), kind=sent["kind"], who=call.who),
    )


def _fact(description: str) -> Schema:
    return {"type": "string", "maxLength": LONGEST_FACT, "description": description}


def _name_label(call: Call) -> Any:
    sent = call.body
    return done(
        bulk.name_label(
            db(), call.path["document_id"], sent["label"], sent.get("speaker_id"), sent["name"] or "", who=call.who
        )
    )


OPERATIONS = (
    Operation(
        "make_claim", "POST", "/documents/{document_id}/claims", "Make a claim of words of a document.", "claims",
        _make, MADE, body=CLAIM_BODY, writes=True,
    ),
    Operation(
        "clip_claim", "POST", "/claims", "Store words of a page that is not stored, and make them a claim.", "claims",
        _clip, MADE,
        body=body(
            {"words": text(LONGEST_CLAIM, "The words as the page has them."), "kind": KIND},
            {
                "url": _fact("The page's address."),
                "title": _fact("Its title."),
                "date": _fact("The day it was published, as 2018-01-14."),
                "publisher": _fact("Who published it."),
                "speaker": SPEAKER,
            },
        ),
        writes=True,
    ),
    Operation(
        "confirm_attribution", "POST", "/claims/{claim_id}/confirm",
        "Confirm that a claim is one, with the speaker and the words it has.", "claims",
        lambda call: changed(judging.confirm_attribution(db(), call.path["claim_id"], who=call.who)),
        CHANGED, body=body({}), writes=True,
    ),
    Operation(
        "reject_claim", "POST", "/claims/{claim_id}/reject", "Say that what was taken for a claim is none.", "claims",
        lambda call: changed(judging.reject_claim(db(), call.path["claim_id"], who=call.who)),
        CHANGED, body=body({}), writes=True,
    ),
    Operation(
        "name_label", "POST", "/documents/{document_id}/labels",
        "Say who stands behind a label in one document, for all of its claims.", "claims",
        _name_label, DONE,
        body=body(
            {
                "label": {**SPEAKER, "description": "The label as printed."},
                "name": {**SPEAKER, "description": "The speaker's name; null: the label stays as printed."},
            },
            {"speaker_id": {**number("The speaker it was taken for, if any."), "type": ["integer", "null"]}},
        ),
        writes=True,
    ),
)  # fmt: skip
"""The operations on single claims."""
