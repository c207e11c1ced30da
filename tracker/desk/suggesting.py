"""Help with a search that finds nothing: which filter to drop, which word may have been meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from tracker import store
from tracker.desk import finding
from tracker.desk.asking import Asked
from tracker.match import spelling
from tracker.match.search_terms import placed_terms, query_terms
from tracker.store import claim_lists, claims, search_index
from tracker.store.claim_lists import Filters

WORDS_HELPED_WITH: Final = 3
"""Unknown words of one query that likely ones are looked up for."""

GROUPS: Final = (("speaker", "speakers"), ("publisher", "publishers"), ("since", "until", "before"))
"""Filters that are one thing to a reader; every other stands alone."""


@dataclass(frozen=True, slots=True)
class Instead:
    """A word of the query that no claim has, and one like it that claims have."""

    written: str
    meant: str


@dataclass(frozen=True, slots=True)
class Without:
    """What would be found without some filters, by their names in ``Filters``; ``()`` is without all of them."""

    filters: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Help:
    """What may help: other words, filters to drop, and how many claims hold a phrase's words in another order."""

    instead: tuple[Instead, ...] = ()
    without: tuple[Without, ...] = ()
    unquoted: int = 0


def help_with(db: store.Database, wanted: Asked, *, found_any: bool) -> Help | None:
    """Return what may help with a search, ``None`` where nothing is needed."""
    instead = tuple(_instead(db, wanted.words))
    if found_any:
        return Help(instead) if instead else None
    dropped = [_count(db, wanted, names) for names in _in_force(wanted.filters)]
    if len(dropped) > 1:
        dropped.append(_count(db, wanted, ()))
    unquoted = 0
    if wanted.query.phrases:
        loose = replace(wanted, query=replace(wanted.query, phrases=()), filters=replace(wanted.filters, phrases=()))
        unquoted = len(finding.ranked(db, loose))
    return Help(instead, tuple(each for each in dropped if each.claims), unquoted)


def _in_force(filters: Filters) -> list[tuple[str, ...]]:
    """Return the names of the filters that narrow a list, those together that are one thing to a reader."""
    free = Filters()
    set_ = [field.name for field in fields(filters) if getattr(filters, field.name) != getattr(free, field.name)]
    set_ = [name for name in set_ if name not in ("ids", "phrases", "without")]
    groups = [group for group in GROUPS if not set(group).isdisjoint(set_)]
    alone = [(name,) for name in set_ if not any(name in group for group in GROUPS)]
    return [*alone, *groups]


def _count(db: store.Database, wanted: Asked, names: Sequence[str]) -> Without:
    """Return how many claims are found without some filters."""
    free = Filters(phrases=wanted.filters.phrases, without=wanted.filters.without)
    changes: dict[str, Any] = {name: getattr(free, name) for name in names}
    filters = replace(wanted.filters, **changes) if names else free
    if wanted.words:
        return Without(tuple(names), len(finding.ranked(db, replace(wanted, filters=filters))))
    return Without(tuple(names), claim_lists.counted(db, filters))


def _instead(db: store.Database, words: str) -> list[Instead]:
    """Return likely words for those of a query that no claim has."""
    query = query_terms(words)
    known = search_index.document_frequencies(db, query.words)
    written = {term: words[start:end] for start, end, term in placed_terms(words)}
    found = []
    for term in [term for term in query.heavy if term.isalpha() and term not in known and term in written]:
        near = spelling.nearest(term, search_index.beginning_like(db, term))
        meant = _as_printed(db, near) if near else None
        if meant:
            found.append(Instead(written[term], meant))
    return found[:WORDS_HELPED_WITH]


def _as_printed(db: store.Database, term: str) -> str | None:
    """Return a word that claims have as one of them prints it: terms are stems, which nobody writes."""
    best = search_index.candidates(db, search_index.match_expression([term]), 1)
    for claim in claims.several(db, [one.claim_id for one in best]):
        for start, end, own in placed_terms(claim.text):
            if own == term:
                return claim.text[start:end].lower()
    return None
