"""The operations of the review queue: open dates, two speakers who stay two, many decisions in one action."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from tracker.desk import bulk, judging
from tracker.desk.bulk import MOST_AT_ONCE
from tracker.desk.deciding import DECISIONS
from tracker.web.api.lists import Changed, Done, changed, done
from tracker.web.api.operations import Body, Call, Empty, Number, Operation, one_of
from tracker.web.connection import db

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
    return done(bulk.decide_pairs(db(), pairs, call.body.decision, who=call.who))


OPERATIONS = (
    Operation(
        "leave_date_open", "POST", "/documents/{document_id}/leave-open",
        "Say that nothing at hand settles a document's date.", "documents",
        lambda call: changed(judging.leave_date_open(db(), call.path["document_id"], who=call.who)),
        Changed, body=Empty, writes=True,
    ),
    Operation(
        "keep_apart", "POST", "/speakers/{speaker_id}/apart", "Say that two speakers are two.", "speakers",
        lambda call: changed(judging.keep_apart(db(), call.path["speaker_id"], call.body.other, who=call.who)),
        Changed, body=OtherSpeaker, writes=True,
    ),
    Operation(
        "decide_matches", "POST", "/matches/decide", "Confirm several matches as suggested, or refuse them.", "matches",
        _decide_matches, Done, body=MatchDecisions, writes=True,
    ),
    Operation(
        "judge_claims", "POST", "/claims/judge", "Confirm the attribution of several claims, or reject them.", "claims",
        lambda call: done(bulk.judge_claims(db(), call.body.claims, call.body.judgement, who=call.who)),
        Done, body=Judgement, writes=True,
    ),
    Operation(
        "undo_batch", "POST", "/batches/{batch_id}/undo", "Take back all that one action decided.", "events",
        lambda call: done(bulk.undo_batch(db(), call.path["batch_id"], who=call.who)),
        Done, body=Empty, writes=True,
    ),
)  # fmt: skip
"""The operations of the review queue."""
