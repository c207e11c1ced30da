"""The operations that write: the verbs of the desk, one transaction and one event each, in a token holder's name."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from tracker.desk import deciding, intake, undoing
from tracker.desk.deciding import CONFIRMED_AS, DECISIONS, LONGEST_NAME, LONGEST_NOTE
from tracker.desk.nouns import NOUNS
from tracker.models import ReadError
from tracker.read import MAX_BYTES
from tracker.web.api.lists import CHANGED, changed, given
from tracker.web.api.operations import DATE, Call, Operation, Schema, body, number, ref, text
from tracker.web.connection import db

LONGEST_FILE_NAME = 200
BASE64_GROWTH = 4 / 3

DOCUMENT_BODY: Schema = {
    "oneOf": [{"required": ["text"]}, {"required": ["base64"]}],
    **body(
    {"name": text(LONGEST_FILE_NAME, "The file's name; its ending tells the format (.txt, .md, .html, .pdf, .docx).")},
    {
        "text": text(MAX_BYTES, "The text of the document, or …"),
        "base64": {
            "type": "string", "maxLength": int(MAX_BYTES * BASE64_GROWTH), "contentEncoding": "base64",
            "description": "… the bytes of the file.",
        },
    },
),
}  # fmt: skip


def _take_in(call: Call) -> Any:
    taken = intake.take_in(db(), _bytes(call.body), call.body["name"], who=call.who)
    return {"document_id": taken.document_id, "already": taken.already, "claims": taken.claims, "notes": taken.notes}


def _bytes(sent: Any) -> bytes:
    if "text" in sent:
        return str(sent["text"]).encode()
    try:
        return base64.b64decode(sent["base64"], validate=True)
    except (binascii.Error, ValueError):
        raise ReadError("“base64” holds no bytes in base64.") from None


OPERATIONS = (
    Operation(
        "take_in", "POST", "/documents", "Take in a document; the same bytes are never stored twice.", "documents",
        _take_in, ref("TakenIn"), body=DOCUMENT_BODY, writes=True,
    ),
    Operation(
        "pick_date", "PUT", "/documents/{document_id}/date", "Set the date of a document.", "documents",
        lambda call: changed(
            deciding.pick_date(db(), call.path["document_id"], call.body["date"], who=call.who)
        ),
        CHANGED, body=body({"date": {**DATE, "description": "2018-01-14, 2018-01 or 2018"}}), writes=True,
    ),
    Operation(
        "pick_speaker", "PUT", "/claims/{claim_id}/speaker", "Set who made a claim; null for nobody known.", "claims",
        lambda call: changed(
            deciding.pick_speaker(db(), call.path["claim_id"], call.body["name"], who=call.who)
        ),
        CHANGED, body=body({"name": {"type": ["string", "null"], "maxLength": LONGEST_NAME}}), writes=True,
    ),
    Operation(
        "pick_span", "PUT", "/claims/{claim_id}/span", "Set where a claim begins and ends in its document.", "claims",
        lambda call: changed(
            deciding.pick_span(db(), call.path["claim_id"], call.body["start"], call.body["end"], who=call.who)
        ),
        CHANGED, body=body({"start": number(least=0), "end": number()}), writes=True,
    ),
    Operation(
        "decide_match", "PUT", "/matches/{a}/{b}", "Confirm or refuse that two claims belong together, and as what.",
        "matches",
        lambda call: changed(
            deciding.decide_pair(
                db(), call.path["a"], call.path["b"], call.body["decision"], who=call.who,
                **given(call.body, "confirmed_as"),
            )
        ),
        CHANGED,
        body=body(
            {"decision": {"type": "string", "enum": list(DECISIONS)}},
            {"confirmed_as": {
                "type": "string", "enum": list(CONFIRMED_AS),
                "description": "What is confirmed: that one revises or reverses the other, or that they are the same.",
            }},
        ),
        writes=True,
    ),
    Operation(
        "pick_lead", "PUT", "/threads/{thread_id}/lead", "Make one of a thread's claims its lead.", "threads",
        lambda call: changed(
            deciding.pick_lead(db(), call.path["thread_id"], call.body["claim"], who=call.who)
        ),
        CHANGED, body=body({"claim": number("The number of a claim of the thread.")}), writes=True,
    ),
    Operation(
        "merge_speakers", "POST", "/speakers/{speaker_id}/merge", "Say that this speaker is another one.", "speakers",
        lambda call: changed(
            deciding.merge_speakers(db(), call.path["speaker_id"], call.body["into"], who=call.who)
        ),
        CHANGED, body=body({"into": number("The number of the speaker that is kept.")}), writes=True,
    ),
    Operation(
        "add_note", "POST", "/notes", "Add a Markdown note.", "notes",
        lambda call: changed(
            deciding.add_note(db(), call.body["noun"], call.body["noun_id"], call.body["markdown"], who=call.who)
        ),
        CHANGED,
        body=body({
            "noun": {"type": "string", "enum": sorted(NOUNS)},
            "noun_id": number(),
            "markdown": text(LONGEST_NOTE),
        }),
        writes=True, status=201,
    ),
    Operation(
        "undo", "POST", "/events/{event_id}/undo", "Take one decision back.", "events",
        lambda call: changed(undoing.undo(db(), call.path["event_id"], who=call.who)),
        CHANGED, body=body({}), writes=True,
    ),
)  # fmt: skip
"""The operations that change something."""
