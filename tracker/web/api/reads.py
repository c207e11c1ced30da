"""The operations that read: lists and single things, search, and the pure functions on a text that is sent along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from tracker import extract, match, store
from tracker.desk import finding, history, showing
from tracker.desk.narrowing import claim_filters
from tracker.match.search_query import STATUSES
from tracker.models import ClaimKind, RelationKind
from tracker.store import claim_lists, claims, documents, events, speakers, threads, waiting
from tracker.store.rows import Row
from tracker.web.api.lists import LONGEST_PAGE, PAGE, paged
from tracker.web.api.operations import DATE, Body, Call, Operation, Schema, listing, number, ref, text, words
from tracker.web.connection import db

LONGEST_WORDS = 200
LONGEST_STATEMENT = 5_000
"""Characters of one statement to compare: a statement is about a sentence."""
LONGEST_TEXT = 200_000
"""Characters of a text to extract from in one call; longer ones are taken in as documents."""
CLAIM_FILTERS: dict[str, Schema] = {
    "q": text(finding.LONGEST_QUERY, "Words and figures to search for; the best answers come first."),
    "kind": {"type": "string", "enum": [kind.value for kind in ClaimKind]},
    "speaker": number("The number of a speaker."),
    "document": number("The number of a document."),
    "from": {**DATE, "description": "The earliest date, as 2018-01-14, 2018-01 or 2018."},
    "to": {**DATE, "description": "The latest date."},
    "figure": {"type": "boolean", "description": "Only claims with a figure."},
    "relation": {
        "type": "string",
        "enum": [kind.value for kind in RelationKind if kind is not RelationKind.NONE],
        "description": "Only claims that have a match of this kind.",
    },
    "publisher": text(LONGEST_WORDS, "The name of a publisher."),
    "topic": number("The number of a topic."),
    "before": {**DATE, "description": "The date before which they are."},
    "unit": text(LONGEST_WORDS, "Only claims with a figure in this unit."),
    "status": {"type": "string", "enum": list(STATUSES), "description": "What people decided on them."},
}
"""The filters of the list of claims, as its page has them."""


class Statements(Body, frozen=True):
    """Two statements to compare."""

    a: Annotated[str, words(LONGEST_STATEMENT)]
    b: Annotated[str, words(LONGEST_STATEMENT)]


class Relation(msgspec.Struct, frozen=True):
    """What two statements are to each other."""

    relation: RelationKind
    score: Annotated[float, Meta(ge=0, le=100)]
    reasons: tuple[str, ...]
    differences: Annotated[list[list[tuple[int, int]]], Meta(description="Start and end in the one and in the other.")]
    rules: str


class Text(Body, frozen=True):
    """A text to find claims in."""

    text: Annotated[str, words(LONGEST_TEXT)]


def as_written(query: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Return those of these parameters that were sent as an address writes them: 1 for yes, nothing for no."""
    sent = {name: query[name] for name in names if query.get(name) not in (None, False)}
    return {name: "1" if value is True else str(value) for name, value in sent.items()}


def _list_claims(call: Call[None]) -> Any:
    query, limit, offset = call.query, call.query["limit"], call.query["offset"]
    filters = claim_filters(as_written(query, CLAIM_FILTERS))
    if "q" not in query:
        rows = claim_lists.listed(db(), filters, limit=limit, offset=offset)
        count = claim_lists.counted(db(), filters)
    else:
        found = [row["claim_id"] for row in finding.search(db(), query["q"], limit=LONGEST_PAGE, filters=filters)]
        rows, count = claims.several(db(), found[offset : offset + limit]), len(found)
    return {"claims": claims.with_quantities(db(), rows), "count": count}


def _waiting(call: Call[None]) -> Any:
    offset, limit = call.query["offset"], call.query["limit"]
    found = waiting.matches(db(), waiting.ANY, limit=limit, offset=offset)
    return {"matches": showing.pairs(db(), found), "count": waiting.matches_count(db())}


def _compare(call: Call[Statements]) -> Relation:
    relation = match.relation(match.features(call.body.a), match.features(call.body.b))
    differences = [[(one.start, one.end), (other.start, other.end)] for one, other in relation.differences]
    return Relation(relation.kind, relation.score, relation.reasons, differences, relation.rules)


def _extract(call: Call[Text]) -> Any:
    return {"claims": [asdict(claim) for claim in extract.extract(call.body.text).claims]}


def _events(db: store.Database, *, limit: int, offset: int) -> list[Row]:
    return [history.row(event) for event in events.every(db, limit=limit, offset=offset)]


def _one(noun: str, summary: str, shown: Any) -> Operation[None]:
    return Operation(
        f"get_{noun}", "GET", f"/{noun}s/{{{noun}_id}}", summary, f"{noun}s",
        lambda call: shown(db(), call.path[f"{noun}_id"]), ref(noun.capitalize()),
    )  # fmt: skip


OPERATIONS = (
    Operation("list_claims", "GET", "/claims", "List or search claims, dated ones first by date.", "claims",
              _list_claims, listing("claims", "Claim"), CLAIM_FILTERS | PAGE),
    _one("claim", "Give one claim with its context, figures, matches and threads.", showing.claim),
    paged("document", "List documents, dated ones first.", documents.every, documents.count),
    _one("document", "Give one document with its text, date ledger and claims.", showing.document),
    paged("thread", "List threads, those over most documents first.", threads.every, threads.count),
    _one("thread", "Give one thread with its claims in date order and those that revise or oppose it.", showing.thread),
    paged("speaker", "List speakers, most claims first.", speakers.every, speakers.count),
    _one("speaker", "Give one speaker with roles over time and claims in date order.", showing.speaker),
    Operation("list_waiting", "GET", "/matches/waiting", "List the suggested matches nobody has decided.", "matches",
              _waiting, listing("matches", "Match"), PAGE),
    paged("event", "List what was changed, oldest first.", _events, events.count),
    Operation("compare_statements", "POST", "/compare", "Say what two statements are to each other, and why.", "texts",
              _compare, Relation,
              body=Statements),
    Operation("extract_claims", "POST", "/extract", "Find the claims in a text; nothing is stored.", "texts",
              _extract, ref("Extracted"), body=Text),
)  # fmt: skip
"""The operations that change nothing."""
