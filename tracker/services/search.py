"""Search in the database: what a query asks, the claims it finds best first, and help where it finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from msgspec.structs import asdict

from tracker.db import claim_lists, claims, documents, speakers, threads, topics
from tracker.db import search as stored_search
from tracker.db.rows import Database
from tracker.models import Direction, Listed, Record, Stance
from tracker.models.claims import ClaimWithQuantities, FacetValue, StoredClaim
from tracker.models.documents import StoredDocument, StoredSpeaker
from tracker.models.threads import ADDED, NEWEST, OLDEST, Filters, ThreadOfClaim, Topic
from tracker.search import ranking
from tracker.search.ranking import holds
from tracker.search.terms import Query, direction_term, parse_query, phrase_terms, placed_terms, query_terms
from tracker.services import retrieval
from tracker.services.retrieval import Found, Hit, Within
from tracker.text.normal import printed_words
from tracker.text.normal import words as words_of

LONGEST_QUERY: Final = 1_000
"""Characters of a query that are read; a longer one is a document, and belongs on the page that checks drafts."""

PLAIN: Final = {"kind": "kind", "relation": "relation", "status": "status", "unit": "unit", "before": "before",
                "after": "since", "from": "since", "to": "until"}  # fmt: skip
"""The fields whose value goes into a filter as it is."""
HAS: Final = {"figure": "figure", "date": "dated", "speaker": "named"}


@dataclass(frozen=True, slots=True)
class ResolvedQuery:
    """A search ready to be answered.

    ``filters`` are those of the list with those of the query; ``words`` rank what is left; ``query`` is the query as
    understood; ``told`` says what was not.
    """

    query: Query
    filters: Filters
    words: str
    told: tuple[str, ...]


def resolve_query(db: Database, text: str, filters: Filters | None = None) -> ResolvedQuery:
    """Return what a query asks beside the filters of a list, which come first where both say something."""
    query = parse_query(text[:LONGEST_QUERY])
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
                wanted |= {key: found[0]} if len(found) == 1 else {f"{key}s": tuple(found)}
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
    return ResolvedQuery(query, narrowed, " ".join(filter(None, words)), tuple(told))


Find = Callable[[Database, str], list[Any]]


def _found(db: Database, find: Find, values: list[str]) -> tuple[list[Any], list[str]]:
    """Return what names find, each once, and the names that find nothing."""
    found = {value: find(db, value) for value in values}
    every = dict.fromkeys(one for ones in found.values() for one in ones)
    return list(every), [value for value, ones in found.items() if not ones]


_NAMES: Final[dict[str, Find]] = {
    "speaker": speakers.called,
    "publisher": documents.publishers_called,
    "topic": topics.called,
}
"""The fields whose value is a name, and who is called so."""


def _expressions(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return phrases as the full-text index is asked for them: side by side, in the words of the claim."""
    return tuple(stored_search.side_by_side(terms) for phrase in phrases if (terms := phrase_terms(phrase)))


SEARCH_DEPTH: Final = 300
"""Most claims that words find: nobody reads further, and better words find it sooner."""


class Answer(Record, frozen=True):
    """A claim that answers a query, in brief.

    ``weak`` says that it lacks words which other answers have; ``repeats`` is the answer before it in the same words.
    """

    claim_id: int
    text: str
    stance: Stance
    speaker: str | None
    document: str
    date: str | None
    score: float
    weak: bool
    repeats: int | None


def search(db: Database, query: str, *, limit: int, filters: Filters | None = None) -> list[Answer]:
    """Return the claims that answer a query (``search.terms``), best first; without words, in order of date."""
    hits = answers(db, resolve_query(db, query, filters), limit=limit) if query.strip() else []
    before = _repeats(db, hits)
    rows = claims.several(db, [hit.claim_id for hit in hits])
    return [
        Answer(
            claim_id=claim.id,
            text=claim.text,
            stance=claim.stance,
            speaker=claim.speaker,
            document=claim.document_title or claim.document,
            date=claim.date,
            score=round(hit.score, 4),
            weak=hit.weak,
            repeats=before.get(claim.id),
        )
        for claim, hit in zip(rows, hits, strict=True)
    ]


NAMES_OF_EACH: Final = 4
"""Speakers, topics, documents and threads offered while somebody types: a list that is taken in at a glance."""
FEWEST_LETTERS: Final = 2
"""Fewer letters name nothing."""


class Named(Record, frozen=True):
    """Something that a few typed letters may mean: its noun, its id and what it is called."""

    noun: str
    id: int
    name: str


def names(db: Database, words: str) -> list[Named]:
    """Return the speakers, topics, documents and threads that words typed into the search may mean, in that order.

    Each is named by all of the words, wherever they stand in its name; threads are those of the claims found best.
    """
    words = words[:LONGEST_QUERY].strip()
    if len(words) < FEWEST_LETTERS:
        return []
    people = speakers.sorted_by(db, "claims", words=words, limit=NAMES_OF_EACH)
    about = [topics.get(db, topic_id) for topic_id in topics.called(db, words)[:NAMES_OF_EACH]]
    titled = documents.titled(db, words, limit=NAMES_OF_EACH)
    hits = answers(db, resolve_query(db, words), limit=NAMES_OF_EACH)
    homes = threads.homes(db, [hit.claim_id for hit in hits if not hit.weak])
    told = threads.several(db, {thread_id for those in homes.values() for thread_id in those})
    return [
        *(Named("speaker", row.id, row.name) for row in people),
        *(Named("topic", row.id, row.name) for row in about if row is not None),
        *(Named("document", row.id, row.name) for row in titled),
        *(Named("thread", row.id, " ".join(row.lead.split())) for row in list(told.values())[:NAMES_OF_EACH]),
    ]


def answers(db: Database, wanted: ResolvedQuery, *, limit: int = SEARCH_DEPTH) -> list[Hit]:
    """Return the claims that answer a search, sure ones first; without words all that its filters leave, by date."""
    if wanted.words:
        return found(db, wanted, limit=limit).hits
    return [Hit(one, 0.0, False, ()) for one in claim_lists.ordered_ids(db, wanted.filters, limit=limit)]


def _repeats(db: Database, hits: Iterable[Hit]) -> dict[int, int]:
    """Return for each answer that has the same words as one before it, in the same stance, the first such one."""
    by_terms: dict[tuple[str, ...], list[int]] = {}
    for hit in hits:
        by_terms.setdefault(hit.words, []).append(hit.claim_id)
    alike = [ids for terms, ids in by_terms.items() if terms and len(ids) > 1]
    of_alike = claims.in_lasting_order(db, [one for ids in alike for one in ids]) if alike else ()
    said = {claim.id: (claim.text, claim.stance) for claim in of_alike}
    found: dict[int, int] = {}
    for ids in alike:
        first: dict[tuple[str, Stance], int] = {}
        for one in ids:
            text, stance = said[one]
            printed = printed_words(text, words_of(text)), stance
            if first.setdefault(printed, one) != one:
                found[one] = first[printed]
    return found


def found(db: Database, wanted: ResolvedQuery, *, limit: int = SEARCH_DEPTH) -> Found:
    """Return what answers the words of a search, and what would without its filters where that was read."""
    filters = replace(wanted.filters, phrases=(), without=())
    where, values = claim_lists.ids_query(filters) if filters != Filters() else ("", [])  # only live ones are indexed
    within = Within(where, values, wanted.filters.phrases, wanted.filters.without)
    answers = retrieval.found(db, wanted.words, limit, within, retrieval.by_speaker)
    if not wanted.query.phrases:
        return answers
    every = {hit.claim_id for hit in answers.hits} | set(answers.anywhere)
    held = {one for one, text in claims.live_texts(db, list(every)) if holds(text, wanted.query.phrases)}
    return Found(
        [hit for hit in answers.hits if hit.claim_id in held],
        [one for one in answers.anywhere if one in held],
        answers.unknown,
    )


def narrowed(db: Database, query: str, filters: Filters) -> Filters:
    """Return the filters of a list with all that a query asks; words narrow it to the claims they find."""
    wanted = resolve_query(db, query, filters)
    if not wanted.words:
        return wanted.filters
    return replace(wanted.filters, ids=tuple(hit.claim_id for hit in answers(db, wanted)))


def every(db: Database, query: str | None, filters: Filters, *, most: int) -> Listed[ClaimWithQuantities]:
    """Return the claims that filters leave, or with a query those that answer it, of which ``most`` are counted."""
    if query is None:
        return Listed(
            claim_lists.counted(db, filters),
            lambda limit, offset: claims.with_quantities(
                db, claim_lists.listed(db, filters, limit=limit, offset=offset)
            ),
        )
    hits = answers(db, resolve_query(db, query, filters), limit=most) if query.strip() else []

    def rows(limit: int, offset: int = 0) -> list[ClaimWithQuantities]:
        return [*_marked(db, hits, hits[offset : None if limit < 0 else offset + limit])]

    return Listed(len(hits), rows)


class ClaimFound(ClaimWithQuantities, frozen=True):
    """A claim that answers a query.

    ``weak`` says that it lacks words which other answers have; ``repeats`` is the answer before it in the same words.
    """

    weak: bool
    repeats: int | None


def _marked(db: Database, hits: Sequence[Hit], shown: Sequence[Hit]) -> list[ClaimFound]:
    before = _repeats(db, hits)
    rows = several(db, [hit.claim_id for hit in shown])
    return [
        ClaimFound(**asdict(claim), weak=hit.weak, repeats=before.get(claim.id))
        for claim, hit in zip(rows, shown, strict=True)
    ]


def several(db: Database, claim_ids: Sequence[int]) -> list[ClaimWithQuantities]:
    """Return the claims with these ids and their quantities, in the order given."""
    return claims.with_quantities(db, claims.several(db, claim_ids))


BEST: Final = "best"
"""The order of a search: the best first, where there are words to be met."""


class ClaimInList(ClaimWithQuantities, frozen=True):
    """A claim as a list shows it; ``hits`` are its words on one line, in stretches, each with whether it was found.

    ``again`` are other claims in the same words, which the search found too.
    """

    hits: tuple[tuple[str, bool], ...] = ()
    again: tuple[StoredClaim, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """What filters name by number, where there are such."""

    speaker: StoredSpeaker | None = None
    document: StoredDocument | None = None
    topic: Topic | None = None


@dataclass(frozen=True, slots=True)
class ClaimList:
    """One page of the claims that filters and a search leave, of ``count``, with the facets of all of them.

    ``weaker`` are further ones that lack words which these have. ``names`` are what all filters name, ``given`` what
    those beside the query do; ``only_best`` tells whether words find more than was read, ``any_claims`` whether the
    database has any. ``threads`` are those of more than one claim, by the claim.
    """

    wanted: ResolvedQuery
    order: str
    count: int
    weaker: int
    rows: Sequence[ClaimWithQuantities]
    threads: Mapping[int, Sequence[ThreadOfClaim]]
    facets: dict[str, list[FacetValue]]
    names: Names
    given: Names
    help: Help | None
    only_best: bool
    any_claims: bool


Cut = Callable[[int], tuple[int, int]]
"""Given how many claims there are, returns how many of them are shown and how many are passed over."""


def listed(
    db: Database,
    query: str,
    given: Filters,
    cut: Cut,
    *,
    order: str | None = None,
    more: str | None = None,
    weak: bool = False,
) -> ClaimList:
    """Return one page of the claims that filters and a query leave; the facet named by ``more`` is given at length.

    An order that there is not, or ``BEST`` without words, gives the usual one. Claims in the same words are one entry;
    the weak answers are left out unless they are asked for.
    """
    wanted = resolve_query(db, query, given)
    orders = (BEST, NEWEST, OLDEST, ADDED) if wanted.words else (OLDEST, NEWEST, ADDED)
    chosen = order if order in orders and order is not None else orders[0]
    unknown: Collection[str] = ()
    again: dict[int, list[int]] = {}
    weaker, only_best = 0, False
    if wanted.words:
        answers = found(db, wanted)
        unknown, only_best = answers.unknown, len(answers.hits) >= SEARCH_DEPTH
        before = _repeats(db, answers.hits)
        for one, first in before.items():
            again.setdefault(first, []).append(one)
        entries = [hit for hit in answers.hits if hit.claim_id not in before]
        weaker = sum(hit.weak for hit in entries)
        ids = [hit.claim_id for hit in entries if weak or not hit.weak]
        count = len(ids)
        limit, offset = cut(count)
        every = {hit.claim_id for hit in answers.hits} | {*answers.anywhere}
        everything = replace(wanted.filters, phrases=(), without=(), ids=tuple(every))
        values = claim_lists.facets(db, everything, more)
        if chosen == BEST:
            ids = ids[offset : offset + limit]
        else:
            ids = claim_lists.ordered_ids(db, Filters(ids=tuple(ids)), limit=limit, offset=offset, order=chosen)
    else:
        everything = claim_lists.with_sets_aside(db, wanted.filters)
        count, values = claim_lists.counted_by_facet(db, everything, more)
        limit, offset = cut(count)
        ids = claim_lists.ordered_ids(db, everything, limit=limit, offset=offset, order=chosen)
    names = _named(db, wanted.filters)
    return ClaimList(
        wanted=wanted,
        order=chosen,
        count=count,
        weaker=weaker,
        rows=_entries(db, wanted, ids, again),
        threads=claims.threads_of(db, ids),
        facets=values,
        names=names,
        given=names if given == wanted.filters else _named(db, given),
        help=help_with(db, wanted, unknown, found_any=count > 0),
        only_best=only_best,
        any_claims=count > 0 or claim_lists.latest_id(db) > 0,
    )


def _named(db: Database, filters: Filters) -> Names:
    """Return the speaker, the document and the topic that filters name."""
    return Names(
        speakers.get(db, filters.speaker) if filters.speaker is not None else None,
        documents.get(db, filters.document) if filters.document is not None else None,
        topics.get(db, filters.topic) if filters.topic is not None else None,
    )


def _entries(
    db: Database, wanted: ResolvedQuery, ids: Sequence[int], again: Mapping[int, Sequence[int]]
) -> Sequence[ClaimWithQuantities]:
    """Return claims with what the words of a search found in them, and the others in the same words."""
    rows = several(db, ids)
    if not wanted.words:
        return rows
    others = [other for claim_id in ids for other in again.get(claim_id, ())]
    known = {claim.id: claim for claim in claims.several(db, others)} if others else {}
    return [
        ClaimInList(
            **asdict(claim),
            hits=tuple(ranking.parts(" ".join(claim.text.split()), wanted.words, wanted.query.phrases)),
            again=tuple(known[other] for other in again.get(claim.id, ())),
        )
        for claim in rows
    ]


class ClaimInFeed(StoredClaim, frozen=True):
    """A claim as a feed tells it: when its document was stored, and when it was last decided on if that is later."""

    stored_at: str
    changed_at: str


def latest(db: Database, query: str, filters: Filters, *, most: int) -> list[ClaimInFeed]:
    """Return the claims that filters and a query leave, the last taken in first."""
    wanted = narrowed(db, query, filters) if query else filters
    return _in_feed(db, claim_lists.ordered_ids(db, wanted, limit=most, order=ADDED))


def latest_of_thread(db: Database, thread_id: int, *, most: int) -> list[ClaimInFeed]:
    """Return the claims of a thread, the last taken in first."""
    return _in_feed(db, sorted(threads.members(db, thread_id), reverse=True)[:most])


def _in_feed(db: Database, ids: list[int]) -> list[ClaimInFeed]:
    stored, changed = claim_lists.stored_at(db, ids), claim_lists.changed_at(db, ids)
    return [
        ClaimInFeed(**asdict(claim), stored_at=stored[claim.id], changed_at=changed[claim.id])
        for claim in claims.several(db, ids)
    ]


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


def help_with(db: Database, wanted: ResolvedQuery, unknown: Collection[str], *, found_any: bool) -> Help | None:
    """Return what may help with a search, ``None`` where nothing is needed; ``unknown`` are terms that no claim has."""
    instead = tuple(_instead(db, wanted.words, unknown))
    if found_any:
        return Help(instead) if instead else None
    dropped = [_count(db, wanted, names) for names in _in_force(wanted.filters)]
    if len(dropped) > 1:
        dropped.append(_count(db, wanted, ()))
    unquoted = 0
    if wanted.query.phrases:
        loose = replace(wanted, query=replace(wanted.query, phrases=()), filters=replace(wanted.filters, phrases=()))
        unquoted = len(answers(db, loose))
    return Help(instead, tuple(each for each in dropped if each.claims), unquoted)


def _in_force(filters: Filters) -> list[tuple[str, ...]]:
    """Return the names of the filters that narrow a list, those together that are one thing to a reader."""
    free = Filters()
    set_ = [field.name for field in fields(filters) if getattr(filters, field.name) != getattr(free, field.name)]
    set_ = [name for name in set_ if name not in ("ids", "phrases", "without")]
    groups = [group for group in GROUPS if not set(group).isdisjoint(set_)]
    alone = [(name,) for name in set_ if not any(name in group for group in GROUPS)]
    return [*alone, *groups]


def _count(db: Database, wanted: ResolvedQuery, names: Sequence[str]) -> Without:
    """Return how many claims are found without some filters."""
    free = Filters(phrases=wanted.filters.phrases, without=wanted.filters.without)
    changes: dict[str, Any] = {name: getattr(free, name) for name in names}
    filters = replace(wanted.filters, **changes) if names else free
    if wanted.words:
        return Without(tuple(names), len(answers(db, replace(wanted, filters=filters))))
    return Without(tuple(names), claim_lists.counted(db, filters))


def _instead(db: Database, words: str, unknown: Collection[str]) -> list[Instead]:
    """Return likely words for those of a query that no claim has; of figures there is no likely other one."""
    light = query_terms(words).light
    written = {term: words[start:end] for start, end, term in placed_terms(words)}
    found = []
    for term in [term for term in unknown if term.isalpha() and term not in light and term in written]:
        alike = ((known, often) for known, often in stored_search.beginning_like(db, term) if known not in DIRECTIONS)
        near = ranking.nearest(term, alike)
        meant = _as_printed(db, near) if near else None
        if meant:
            found.append(Instead(written[term], meant))
    return found[:WORDS_HELPED_WITH]


DIRECTIONS: Final = frozenset(direction_term(direction) for direction in Direction)
"""Terms of the index that are no words."""


def _as_printed(db: Database, term: str) -> str | None:
    """Return a word that claims have as one of them prints it: terms are stems, which nobody writes."""
    best = stored_search.candidates(db, stored_search.match_expression([term]), 1)
    for claim in claims.several(db, [one.claim_id for one in best]):
        for start, end, own in placed_terms(claim.text):
            if own == term:
                return claim.text[start:end].lower()
    return None
