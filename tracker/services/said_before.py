"""What was said before: claims of a document that others say already, each with the earliest place and its words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from tracker.db import claims, relations
from tracker.db.rows import Database
from tracker.matching.threads import may_be_one_day
from tracker.models import RelationKind, told_as
from tracker.models.claims import StoredClaim
from tracker.models.relations import Narrowed, PairOutside, SaidBefore, SaidBeforeIn, SaidEarlier, SaidInShort, SaidWhen
from tracker.services import copies
from tracker.services.groups import GroupLane

ON_PAGE: Final = 12
"""Claims told on the page of a document, and of the unsure ones as many: two screens; the review queue has the rest."""

ORDER: Final = (RelationKind.VARIANT, RelationKind.REVISED, RelationKind.REVERSED)
"""What an earlier claim may be to one, as readers are told it: the same, a changed figure, opposite.

The first that there is tells how a claim was said before; the others are told beside it."""

Pairs = dict[int, list[PairOutside]]
"""Pairs by the claim that is asked about."""


class Said(NamedTuple):
    """What of a document was said before, and in short of each such claim, for the margin of its text."""

    told: SaidBeforeIn
    in_short: Mapping[int, SaidInShort]


class Count(NamedTuple):
    """How many claims of a document were said before."""

    said: int
    claims: int


def of_document(db: Database, document_id: int, *, limit: int = -1) -> Said:
    """Return what of a document was said before, the surest first: all of it, or at most ``limit`` claims.

    Before is what is dated earlier; where the dates do not tell, what was added earlier. Other versions of a document
    and prints of the same text say nothing before it: they are one source.
    """
    sure, unsure, since = _sorted(_by_claim(db, [document_id]))
    most = None if limit < 0 else limit
    rows = [*sure.items()][:most]
    told = _told(db, rows + [*unsure.items()][:most])
    return Said(
        SaidBeforeIn(
            claims=len(claims.starts(db, document_id)),
            said=len(sure),
            rows=told[: len(rows)],
            unsure=told[len(rows) :],
            unsure_count=len(unsure),
            since=since,
            waiting=GroupLane().count(db, Narrowed(document=document_id)),
        ),
        {claim: SaidInShort(first.kind, first.decision is not None) for claim, (first, *_) in sure.items()},
    )


def counts(db: Database, document_ids: Collection[int]) -> dict[int, Count]:
    """Return for documents how many of their claims were said before."""
    found = {each: Pairs() for each in document_ids}
    for claim, pairs in _by_claim(db, document_ids).items():
        found[pairs[0].near_document][claim] = pairs
    return {each: Count(len(_sorted(pairs)[0]), len(claims.starts(db, each))) for each, pairs in found.items()}


def when(date: str | None, other: str | None) -> SaidWhen:
    """Say whether the other of two ISO dates is earlier or later, the same day, or which is not known.

    >>> [when("2022-05-03", other) for other in ("2021", "2022-05-03", "2022-05", None, "2023")]
    ['before', 'same day', 'open', 'open', 'since']
    """
    if date is None or other is None:
        return "open"
    if date == other and date.count("-") == len(("month", "day")):
        return "same day"
    if may_be_one_day(date, other):
        return "open"
    return "before" if other < date else "since"


def _is_before(pair: PairOutside) -> bool:
    told = when(pair.near_date, pair.far_date)
    return told == "before" or (told != "since" and pair.far_document < pair.near_document)


def _by_claim(db: Database, document_ids: Collection[int]) -> Pairs:
    """Return by claim its pairs with claims of other documents that have another source."""
    pairs = relations.to_others(db, document_ids)
    documents = {each: each for pair in pairs for each in (pair.near_document, pair.far_document)}
    sources, _ = copies.sources(db, documents) if documents else ({}, {})
    found = Pairs()
    for pair in pairs:
        if sources[pair.near_document] != sources[pair.far_document]:
            found.setdefault(pair.near, []).append(pair)
    return found


def _sorted(by_claim: Mapping[int, Sequence[PairOutside]]) -> tuple[Pairs, Pairs, int]:
    """Return the claims said before with their pairs, the unsure ones, and how many were only said since.

    The pairs that tell how a claim was said before come first, the earliest of them at the head. Surer claims come
    first, then those that stand earlier in the text.
    """
    sure, unsure, since = Pairs(), Pairs(), 0
    for claim, pairs in by_claim.items():
        certain = [pair for pair in pairs if not pair.unsure]
        if before := [pair for pair in certain if _is_before(pair)]:
            sure[claim] = sorted(before, key=lambda pair: (ORDER.index(told_as(pair.kind)), *_earliest(pair)))
        elif certain:
            since += 1
        elif doubtful := [pair for pair in pairs if _is_before(pair)]:
            unsure[claim] = sorted(doubtful, key=_surest)
    return _in_order(sure), _in_order(unsure), since


def _in_order(found: Pairs) -> Pairs:
    return dict(sorted(found.items(), key=lambda each: (-(each[1][0].sureness or 0), each[1][0].start, each[0])))


def _earliest(pair: PairOutside) -> tuple[object, ...]:
    return (pair.far_date is None, pair.far_date or "", *_surest(pair))


def _surest(pair: PairOutside) -> tuple[object, ...]:
    return (pair.decision is None, -(pair.sureness or 0), -pair.score, pair.far)


def _told(db: Database, shown: Sequence[tuple[int, Sequence[PairOutside]]]) -> list[SaidBefore]:
    """Return claims, given with their pairs, with the claims that were said before them."""
    firsts = [[pairs[0], *_others(pairs)] for _, pairs in shown]
    ids = sorted({pair.far for each in firsts for pair in each} | {claim for claim, _ in shown})
    known = {claim.id: claim for claim in claims.several(db, ids)}
    threads = claims.threads_of(db, [claim for claim, _ in shown])
    return [
        SaidBefore(
            claim=known[claim],
            earlier=_said(first, known),
            also=tuple(_said(pair, known) for pair in others),
            more=len(pairs) - 1 - len(others),
            threads=tuple(threads.get(claim, ())),
        )
        for (claim, pairs), (first, *others) in zip(shown, firsts, strict=True)
    ]


def _others(pairs: Sequence[PairOutside]) -> list[PairOutside]:
    """Return the first pair of each kind that readers are told but that of the first."""
    found: dict[RelationKind, PairOutside] = {}
    for pair in pairs:
        found.setdefault(told_as(pair.kind), pair)
    found.pop(told_as(pairs[0].kind))
    return [*found.values()]


def _said(pair: PairOutside, known: Mapping[int, StoredClaim]) -> SaidEarlier:
    told = {name: getattr(pair, name) for name in ("a", "b", "kind", "score", "sureness", "decision")}
    return SaidEarlier(**told, when=when(pair.near_date, pair.far_date), claim=known[pair.far])
