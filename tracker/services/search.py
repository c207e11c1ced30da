"""Search in the database: what a query asks, the claims it finds best first, and help where it finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from tracker.db import claim_lists, claims, documents, speakers, topics
from tracker.db import search as stored_search
from tracker.db.claim_lists import Filters
from tracker.db.rows import Database, Row
from tracker.search import ranking
from tracker.search.query import Query, parse
from tracker.search.ranking import holds
from tracker.search.terms import phrase_terms, placed_terms, query_terms
from tracker.services import retrieval
from tracker.services.retrieval import Found, Within

LONGEST_QUERY: Final = 1_000
"""Characters of a query that are read; a longer one is a document, and belongs on the page that checks drafts."""

PLAIN: Final = {"kind": "kind", "relation": "relation", "status": "status", "unit": "unit", "before": "before",
                "after": "since", "from": "since", "to": "until"}  # fmt: skip
"""The fields whose value goes into a filter as it is."""
HAS: Final = {"figure": "figure", "date": "dated", "speaker": "named"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search ready to be answered.

    ``filters`` are those of the list with those of the query; ``words`` rank what is left; ``query`` is the query as
    understood; ``told`` says what was not.
    """

    query: Query
    filters: Filters
    words: str
    told: tuple[str, ...]


def asked(db: Database, text: str, filters: Filters | None = None) -> Asked:
    """Return what a query asks beside the filters of a list, which come first where both say something."""
    query = parse(text[:LONGEST_QUERY])
    base = filters or Filters()
    wanted: dict[str, Any] = {PLAIN[field.key]: field.value for field in query.fields if field.key in PLAIN}
    wanted |= {HAS[value]: True for value in query.values("has")}
    for year in query.values("year"):
        wanted |= {"since": year, "until": year}
    for number in query.values("document"):
        wanted["document"] = int(number)
    told, words = list(query.told), [query.words]
    for key, find in _NAMES.items():
        if values := query.values(key):
            found, missing = _found(db, find, values)
            if found:
                wanted |= _one_or_several(key, found)
            for value in missing:
                told.append(f"No {key} is called “{value}”; it is searched as words.")
                words.append(value)
    if len(topic_ids := wanted.pop("topics", ())) > 1:
        wanted["topic"] = topic_ids[0]
        told.append(f"{len(topic_ids)} topics fit; the first one is used.")
    free = {key: value for key, value in wanted.items() if getattr(base, key) in (None, False)}
    if base.speaker is not None:
        free.pop("speakers", None)
    if base.publisher is not None:
        free.pop("publishers", None)
    narrowed = replace(
        base,
        **free,
        phrases=base.phrases + _expressions(query.phrases),
        without=base.without + _expressions(query.without),
    )
    return Asked(query, narrowed, " ".join(filter(None, words)), tuple(told))


Find = Callable[[Database, str], list[Any]]


def _found(db: Database, find: Find, values: list[str]) -> tuple[list[Any], list[str]]:
    """Return what names find, each once, and the names that find nothing."""
    found = {value: find(db, value) for value in values}
    every = dict.fromkeys(one for ones in found.values() for one in ones)
    return list(every), [value for value, ones in found.items() if not ones]


def _one_or_several(key: str, found: list[Any]) -> dict[str, Any]:
    return {key: found[0]} if len(found) == 1 else {f"{key}s": tuple(found)}


_NAMES: Final[dict[str, Find]] = {
    "speaker": speakers.called,
    "publisher": documents.publishers_called,
    "topic": topics.called,
}
"""The fields whose value is a name, and who is called so."""


def _expressions(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return phrases as the full-text index is asked for them: side by side, in the words of the claim."""
    return tuple(stored_search.side_by_side(terms) for phrase in phrases if (terms := phrase_terms(phrase)))


__all__ = ["LONGEST_QUERY", "SEARCH_DEPTH", "found", "narrowed", "ranked", "search"]

SEARCH_DEPTH: Final = 300
"""Most claims that words find: nobody reads further, and better words find it sooner."""


def search(db: Database, query: str, *, limit: int, filters: Filters | None = None) -> list[Row]:
    """Return the claims that answer a query (``search.query``), best first; without words, in order of date.

    Each row is ``{"claim_id", "text", "speaker", "document", "date", "score"}``.
    """
    wanted = asked(db, query, filters)
    if wanted.words:
        scores = dict(ranked(db, wanted, limit=limit))
    elif query.strip():
        scores = dict.fromkeys(claim_lists.ordered_ids(db, wanted.filters, limit=limit), 0.0)
    else:
        scores = {}
    return [
        {
            "claim_id": row["id"],
            "text": row["text"],
            "speaker": row["speaker"],
            "document": row["document_title"] or row["document"],
            "date": row["date"],
            "score": round(scores[row["id"]], 4),
        }
        for row in claims.several(db, list(scores))
    ]


def ranked(db: Database, wanted: Asked, *, limit: int = SEARCH_DEPTH) -> list[tuple[int, float]]:
    """Return the ids of the claims that answer the words of a search, with scores, best first."""
    return found(db, wanted, limit=limit).ranked


def found(db: Database, wanted: Asked, *, limit: int = SEARCH_DEPTH) -> Found:
    """Return what answers the words of a search, and what would without its filters where that was read."""
    where, values = claim_lists.ids_query(replace(wanted.filters, phrases=(), without=()))
    within = Within(where, values, wanted.filters.phrases, wanted.filters.without)
    answers = retrieval.found(db, wanted.words, limit, within, retrieval.by_speaker)
    if not wanted.query.phrases:
        return answers
    every = {claim_id for claim_id, _ in answers.ranked} | set(answers.anywhere)
    held = {one for one, text in claims.live_texts(db, list(every)) if holds(text, wanted.query.phrases)}
    return Found(
        [each for each in answers.ranked if each[0] in held],
        [one for one in answers.anywhere if one in held],
        answers.known,
    )


def narrowed(db: Database, query: str, filters: Filters) -> Filters:
    """Return the filters of a list with all that a query asks; words narrow it to the claims they find."""
    wanted = asked(db, query, filters)
    if not wanted.words:
        return wanted.filters
    return replace(wanted.filters, ids=tuple(claim_id for claim_id, _ in ranked(db, wanted)))


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


def help_with(db: Database, wanted: Asked, known: Collection[str], *, found_any: bool) -> Help | None:
    """Return what may help with a search, ``None`` where nothing is needed; ``known`` are terms that claims have."""
    instead = tuple(_instead(db, wanted.words, known))
    if found_any:
        return Help(instead) if instead else None
    dropped = [_count(db, wanted, names) for names in _in_force(wanted.filters)]
    if len(dropped) > 1:
        dropped.append(_count(db, wanted, ()))
    unquoted = 0
    if wanted.query.phrases:
        loose = replace(wanted, query=replace(wanted.query, phrases=()), filters=replace(wanted.filters, phrases=()))
        unquoted = len(ranked(db, loose))
    return Help(instead, tuple(each for each in dropped if each.claims), unquoted)


def _in_force(filters: Filters) -> list[tuple[str, ...]]:
    """Return the names of the filters that narrow a list, those together that are one thing to a reader."""
    free = Filters()
    set_ = [field.name for field in fields(filters) if getattr(filters, field.name) != getattr(free, field.name)]
    set_ = [name for name in set_ if name not in ("ids", "phrases", "without")]
    groups = [group for group in GROUPS if not set(group).isdisjoint(set_)]
    alone = [(name,) for name in set_ if not any(name in group for group in GROUPS)]
    return [*alone, *groups]


def _count(db: Database, wanted: Asked, names: Sequence[str]) -> Without:
    """Return how many claims are found without some filters."""
    free = Filters(phrases=wanted.filters.phrases, without=wanted.filters.without)
    changes: dict[str, Any] = {name: getattr(free, name) for name in names}
    filters = replace(wanted.filters, **changes) if names else free
    if wanted.words:
        return Without(tuple(names), len(ranked(db, replace(wanted, filters=filters))))
    return Without(tuple(names), claim_lists.counted(db, filters))


def _instead(db: Database, words: str, known: Collection[str]) -> list[Instead]:
    """Return likely words for those of a query that no claim has."""
    query = query_terms(words)
    written = {term: words[start:end] for start, end, term in placed_terms(words)}
    found = []
    for term in [term for term in query.heavy if term.isalpha() and term not in known and term in written]:
        near = ranking.nearest(term, stored_search.beginning_like(db, term))
        meant = _as_printed(db, near) if near else None
        if meant:
            found.append(Instead(written[term], meant))
    return found[:WORDS_HELPED_WITH]


def _as_printed(db: Database, term: str) -> str | None:
    """Return a word that claims have as one of them prints it: terms are stems, which nobody writes."""
    best = stored_search.candidates(db, stored_search.match_expression([term]), 1)
    for claim in claims.several(db, [one.claim_id for one in best]):
        for start, end, own in placed_terms(claim.text):
            if own == term:
                return claim.text[start:end].lower()
    return None
