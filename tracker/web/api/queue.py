"""The operations of the review queue: open dates, two speakers who stay two, many decisions in one action."""

from __future__ import annotations

from typing import Any

from tracker.desk import bulk, judging
from tracker.desk.bulk import MOST_AT_ONCE
from tracker.desk.deciding import DECISIONS
from tracker.web.api.lists import CHANGED, DONE, changed, done
from tracker.web.api.operations import Call, Operation, Schema, body, number
from tracker.web.connection import db

JUDGEMENTS = ("confirmed", "rejected")


def _several(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": MOST_AT_ONCE}


def _decide_matches(call: Call) -> Any:
    pairs = [(pair["a"], pair["b"]) for pair in call.body["pairs"]]
    return done(bulk.decide_pairs(db(), pairs, call.body["decision"], who=call.who))


OPERATIONS = (
    Operation(
        "leave_date_open", "POST", "/documents/{document_id}/leave-open",
        "Say that nothing at hand settles a document's date.", "documents",
        lambda call: changed(judging.leave_date_open(db(), call.path["document_id"], who=call.who)),
        CHANGED, body=body({}), writes=True,
    ),
    Operation(
        "keep_apart", "POST", "/speakers/{speaker_id}/apart", "Say that two speakers are two.", "speakers",
        lambda call: changed(judging.keep_apart(db(), call.path["speaker_id"], call.body["other"], who=call.who)),
        CHANGED, body=body({"other": number("The number of the other speaker.")}), writes=True,
    ),
    Operation(
        "decide_matches", "POST", "/matches/decide", "Confirm several matches as suggested, or refuse them.", "matches",
        _decide_matches, DONE,
        body=body({
            "pairs": _several(body({"a": number(), "b": number()})),
            "decision": {"type": "string", "enum": list(DECISIONS)},
        }),
        writes=True,
    ),
    Operation(
        "judge_claims", "POST", "/claims/judge", "Confirm the attribution of several claims, or reject them.", "claims",
        lambda call: done(bulk.judge_claims(db(), call.body["claims"], call.body["judgement"], who=call.who)),
        DONE,
        body=body({"claims": _several(number()), "judgement": {"type": "string", "enum": list(JUDGEMENTS)}}),
        writes=True,
    ),
    Operation(
        "undo_batch", "POST", "/batches/{batch_id}/undo", "Take back all that one action decided.", "events",
        lambda call: done(bulk.undo_batch(db(), call.path["batch_id"], who=call.who)),
        DONE, body=body({}), writes=True,
    ),
)  # fmt: skip
"""The operations of the review queue."""
