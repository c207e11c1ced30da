"""Documents that print the same text: found when a document is taken in or read again, and counted as one source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tracker.check.places import document_keys
from tracker.db import claims, documents, indexes
from tracker.db.rows import Database
from tracker.matching.copies import date_order, hold_claims, is_copy, passages, sample
from tracker.matching.copies import shared as shared_passages
from tracker.matching.copies import sources as sources_of
from tracker.matching.threads import may_be_one_day

LEAST_SAMPLED: Final = 0.25
"""Share of the shorter text's passages, as the sample tells it, from which on two texts are compared: a copy shares
more, and a sample may fall short."""


def renew(db: Database, document_id: int) -> None:
    """Find the copies of a document among all that are stored; to be called inside a transaction, its claims written.

    Nothing is found of documents that were stored before passages were; ``renew_all`` brings these in.
    """
    words = document_keys(documents.text_of(db, document_id))
    hashes = sample(passages(words))
    indexes.put_passages(db, document_id, hashes)
    near = indexes.copy_candidates(db, document_id, hashes)
    sizes = indexes.passages_of(db, near)
    found = {}
    for other, common in near.items():
        if common < LEAST_SAMPLED * min(len(hashes), sizes[other]):
            continue
        theirs = document_keys(documents.text_of(db, other))
        count, share = shared_passages(words, theirs)
        if is_copy(count, share):
            shorter, longer = (document_id, theirs) if len(words) <= len(theirs) else (other, words)
            said = [document_keys(claim.text) for claim in claims.of_document(db, shorter)]
            if hold_claims(said, longer):
                found[other] = share
    indexes.put_copies(db, document_id, found)


def renew_all(db: Database) -> None:
    """Find all copies anew, to be called inside a transaction."""
    indexes.clear_copies(db)
    for document_id in documents.ids(db):
        renew(db, document_id)


def shown(db: Database, document_id: int, date: str | None) -> dict[str, Any]:
    """Return what a page of a document of some date says of its copies: these, and which print is the earliest.

    The earliest is ``None`` where there is no copy, or where the dates do not tell.
    """
    found = indexes.copies_of(db, document_id)
    return {"copies": found, "earliest_print": _earliest({document_id: date} | {one.id: one.date for one in found})}


def _earliest(dates: Mapping[int, str | None]) -> int | None:
    first, *others = sorted(dates, key=lambda one: date_order(one, dates[one]))
    known = dates[first]
    if known is None or not others:
        return None
    return None if any((date := dates[one]) is None or may_be_one_day(known, date) for one in others) else first


def in_short(db: Database, document_id: int) -> str:
    """Return in words which documents print the same text as one, blank where none does."""
    found = indexes.copies_of(db, document_id)
    if not found:
        return ""
    best = max(found, key=lambda one: one.share)
    further = len(found) - 1
    more = f", and with {further} more" if further else ""
    return f"it shares {best.share:.0%} of the shorter one’s words with document {best.id}, {best.heading}{more}"


def sources(db: Database, documents_of: Mapping[int, int]) -> tuple[dict[int, int], Mapping[int, str | None]]:
    """Return for claims, given with their documents, what these come from: the earliest print, by its first version.

    Also returns the dates of the documents, by their ids.
    """
    dates, before, pairs = indexes.copies_around(db, {*documents_of.values()})
    found = sources_of(dates, before, pairs)
    return {claim: found[document] for claim, document in documents_of.items()}, dates
