"""What a page or a program is told of one claim, and of two that a relation links."""

from __future__ import annotations

from tracker.db import claims, documents, events, relations, speakers, threads
from tracker.db.rows import Database, Row
from tracker.extract.zones import file_header
from tracker.models import RelationKind
from tracker.models.speakers import StoredRole
from tracker.services import hand_made, nouns
from tracker.services.nouns import need

CONTEXT = 300
"""Characters of the document shown before and after a claim."""
OPPOSED = (RelationKind.REVISED, RelationKind.REVERSED)
"""Relations that link threads without merging them."""


def pairs(db: Database, found: list[Row]) -> list[Row]:
    """Return relations with both claims in them, as ``claim_a`` and ``claim_b``."""
    ids = {r["a"] for r in found} | {r["b"] for r in found}
    rows = {row["id"]: row for row in claims.with_quantities(db, claims.several(db, sorted(ids)))}
    return [r | {"claim_a": rows[r["a"]], "claim_b": rows[r["b"]]} for r in found]


def shown(db: Database, claim_id: int, matches: list[Row] | None = None) -> Row:
    """Return a claim with its context, attribution, figures, matches with reasons, threads, notes and events.

    A page gives the relations that it shows as ``matches``; without them every one is told.
    ``before`` and ``after`` are the document's characters around it; each match is a relation with ``other``, the
    claim on its far side, and ``differences`` turned so that this claim's span comes first.
    """
    stored = need(db, "claim", claim_id)
    row = claims.with_quantities(db, [stored])[0]
    text = documents.text_of(db, row["document_id"])
    previous, following = claims.beside(db, stored) if row["live"] else (None, None)
    found = pairs(db, relations.of_claim(db, claim_id) if matches is None else matches)
    return row | {
        **around(text, row["start"], row["end"]),
        "attribution": claims.attribution_of(db, row["attribution_id"]) if row["attribution_id"] else None,
        "roles": _roles_in(db, row),
        "matches": [seen_from(claim_id, relation) for relation in found],
        "threads": threads.of_claim(db, claim_id),
        "made_by": hand_made.made_by(db, claim_id) if row["hand_made"] else None,
        "linked_from": events.to(db, "claim", claim_id),
        "previous": previous,
        "next": following,
        **nouns.talk(db, "claim", claim_id),
    }


def around(text: str, start: int, end: int) -> Row:
    """Return as ``before`` and ``after`` what stands around a place: of each side ``CONTEXT`` characters at most.

    What a Markdown file says of itself is no context of the words below it.
    """
    body = file_header(text)
    before = text[max(0, start - CONTEXT) : start]
    if start - len(before) < body <= start:
        before = text[body:start].lstrip()
    return {"before": before, "after": text[end : end + CONTEXT]}


def _roles_in(db: Database, row: Row) -> list[StoredRole]:
    """Return the roles the claim's own document prints for its speaker."""
    if row["speaker_id"] is None:
        return []
    return [role for role in speakers.roles_of(db, row["speaker_id"]) if role.document_id == row["document_id"]]


def seen_from(claim_id: int, relation: Row) -> Row:
    """Return a relation as seen from one of its claims."""
    if relation["a"] == claim_id:
        return relation | {"other": relation["claim_b"]}
    turned = [[theirs, mine] for mine, theirs in relation["differences"]]
    return relation | {"other": relation["claim_a"], "differences": turned}
