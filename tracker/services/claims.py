"""What a page or a program is told of one claim, and of two that a relation links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from msgspec.structs import asdict

from tracker.db import claims, documents, earlier_texts, events, relations, review, speakers, threads
from tracker.db.rows import Database
from tracker.models import Listed, RecordKind, RelationKind
from tracker.models.claims import ClaimWithQuantities, StoredAttribution, StoredClaim, StoredReferent, StoredSpeech
from tracker.models.documents import StoredDocument, StoredRole
from tracker.models.events import Event, EventKind, Note
from tracker.models.relations import ANY, UNSURE, StoredRelation
from tracker.models.threads import ThreadSummary
from tracker.models.topics import LinkedFrom
from tracker.services.nouns import need, talk, text_of_claim
from tracker.services.versions import LaterWords, later_words
from tracker.text.layout import file_header

CONTEXT: Final = 300
"""Characters of the document shown before and after a claim."""
OPPOSED: Final = (RelationKind.REVISED, RelationKind.REVERSED)
"""Relations that link threads without merging them."""
MOST_RELATED: Final = 10
"""Claims on the same subject that a page shows; the JSON has them all."""
MOST_NAMES: Final = 300
"""Speakers offered while a name is typed; any other name can be typed in full."""


class Match(StoredRelation, frozen=True):
    """A relation with both claims in it."""

    claim_a: ClaimWithQuantities
    claim_b: ClaimWithQuantities


class MatchOfClaim(Match, frozen=True):
    """A match as seen from one of its claims, whose spans come first in the differences; ``other`` is the far side."""

    other: ClaimWithQuantities


class ClaimShown(ClaimWithQuantities, frozen=True):
    """A claim with its context, attribution, figures, matches with reasons, threads, notes and events.

    ``before`` and ``after`` are the document's characters around it, ``roles`` those its own document prints for its
    speaker, ``previous`` and ``next`` the claims beside it in the text; ``made_by`` is the event by which a person
    made it. ``record`` is the kind of record in which its words stand, ``speech`` what a record that says itself who
    speaks tells of the speech it stands in. ``later`` tells where its words stand in the newest version of its
    document, ``referents`` what the words it leans on stand for, ``earlier_text`` names the text it stands in where
    its document was read again and lacks its words.
    """

    before: str
    after: str
    record: RecordKind | None
    attribution: StoredAttribution | None
    roles: list[StoredRole]
    matches: list[MatchOfClaim]
    threads: list[ThreadSummary]
    made_by: Event | None
    speech: StoredSpeech | None
    linked_from: list[LinkedFrom]
    previous: int | None
    next: int | None
    later: LaterWords | None
    earlier_text: int | None
    referents: list[StoredReferent]
    notes_on: list[Note]
    events: list[Event]


def shown(db: Database, claim_id: int) -> ClaimShown:
    """Return a claim with everything known of it."""
    claim = need(db, "claim", claim_id)
    return _shown(db, claim, text_of_claim(db, claim), relations.of_claim(db, claim_id))


Cut = Callable[[int], tuple[int, int]]
"""Given how many entries a list has, returns how many of them are shown and how many are passed over."""


@dataclass(frozen=True, slots=True)
class ClaimRead:
    """What the page of a claim shows: the claim with one page of its matches, and the document it is cited from.

    ``page_starts`` are the places of its ``text`` where the pages of the original begin. ``matches`` and
    ``related`` count all; ``decided`` has the events that decided the pairs shown; ``names`` are those that may be
    picked for the speaker.
    """

    claim: ClaimShown
    document: StoredDocument
    text: str
    page_starts: list[int]
    matches: int
    related: int
    decided: Mapping[tuple[int, int], int]
    names: list[str]


def read(db: Database, claim_id: int, cut: Cut) -> ClaimRead:
    """Return what the page of a claim shows."""
    claim, counted = need(db, "claim", claim_id), relations.counted_of(db, claim_id)
    limit, offset = cut(counted.matches)
    found = relations.of_claim(db, claim_id, matches=True, limit=limit, offset=offset) if counted.matches else []
    found += relations.of_claim(db, claim_id, matches=False, limit=MOST_RELATED) if counted.related else []
    text = text_of_claim(db, claim)
    return ClaimRead(
        claim=(shown := _shown(db, claim, text, found)),
        document=need(db, "document", claim.document_id),
        text=text,
        page_starts=[] if shown.earlier_text else documents.page_starts_of(db, claim.document_id),
        matches=counted.matches,
        related=counted.related,
        decided=events.decisions_on(db, [(match.a, match.b) for match in found if match.decision]),
        names=speakers.names(db, limit=MOST_NAMES),
    )


def _shown(db: Database, claim: StoredClaim, text: str, found: Sequence[StoredRelation]) -> ClaimShown:
    others = {relation.b if relation.a == claim.id else relation.a for relation in found} - {claim.id}
    (own, *far) = claims.with_quantities(db, [claim, *claims.several(db, sorted(others))])
    by_id = {each.id: each for each in (own, *far)}
    before, after = around(text, claim.start, claim.end)
    beside = claims.beside(db, claim) if claim.live else None
    said = talk(db, "claim", claim.id)
    return ClaimShown(
        **asdict(own),
        before=before,
        after=after,
        record=documents.record_of(db, claim.document_id),
        attribution=claims.attribution_of(db, claim.attribution_id) if claim.attribution_id else None,
        roles=_roles_in(db, claim),
        matches=[_seen_from(claim.id, relation, by_id) for relation in found],
        threads=threads.of_claim(db, claim.id),
        made_by=_made_by(said["events"]) if claim.hand_made else None,
        speech=documents.speeches_at(db, claim.document_id, [claim.start]).get(claim.start),
        linked_from=events.linked_from(db, "claim", claim.id),
        previous=beside.previous if beside else None,
        next=beside.following if beside else None,
        later=later_words(db, claim, text),
        referents=claims.referents_of(db, [claim.id]).get(claim.id, []),
        earlier_text=earlier.id if (earlier := earlier_texts.of_claim(db, claim.id)) else None,
        **said,
    )


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a place: of each side ``CONTEXT`` characters at most.

    What a Markdown file says of itself is no context of the words below it.
    """
    body = file_header(text)
    before = text[max(0, start - CONTEXT) : start]
    if start - len(before) < body <= start:
        before = text[body:start].lstrip()
    return before, text[end : end + CONTEXT]


def _roles_in(db: Database, claim: StoredClaim) -> list[StoredRole]:
    """Return the roles the claim's own document prints for its speaker."""
    if claim.speaker_id is None:
        return []
    return [role for role in speakers.roles_of(db, claim.speaker_id) if role.document_id == claim.document_id]


def _made_by(found: Iterable[Event]) -> Event | None:
    """Return the event by which a person made a claim, ``None`` where nobody did or it was taken back."""
    return next((each for each in found if each.kind is EventKind.CLAIM_MADE and each.undone_by is None), None)


def _seen_from(claim_id: int, relation: StoredRelation, by_id: Mapping[int, ClaimWithQuantities]) -> MatchOfClaim:
    """Return a relation as seen from one of its claims."""
    a, b = by_id[relation.a], by_id[relation.b]
    values = asdict(relation)
    if relation.a != claim_id:
        values["differences"] = tuple((mine, theirs) for theirs, mine in relation.differences)
    return MatchOfClaim(**values, claim_a=a, claim_b=b, other=b if relation.a == claim_id else a)


def pairs(db: Database, found: Sequence[StoredRelation]) -> list[Match]:
    """Return relations with both claims in them."""
    rows = sides(db, found)
    return [Match(**asdict(each), claim_a=rows[each.a], claim_b=rows[each.b]) for each in found]


def waiting(db: Database) -> Listed[Match]:
    """Return the suggested matches that nobody has decided, the surest first, those that are unsure last."""
    sure = review.matches_count(db)

    def rows(limit: int, offset: int = 0) -> list[Match]:
        found = review.matches(db, ANY, limit=limit, offset=offset)
        if len(found) != limit:
            left = limit if limit < 0 else limit - len(found)
            found += review.matches(db, UNSURE, limit=left, offset=max(0, offset - sure))
        return pairs(db, found)

    return Listed(sure + review.matches_count(db, UNSURE), rows)


def sides(db: Database, found: Iterable[Any]) -> dict[int, ClaimWithQuantities]:
    """Return the claims that any relations (records with ``a`` and ``b``) link, by their ids."""
    ids = {claim_id for each in found for claim_id in (each.a, each.b)}
    return {row.id: row for row in claims.with_quantities(db, claims.several(db, sorted(ids)))}
