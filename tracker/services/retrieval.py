"""Search: of the claims in a database, and of files of texts without one. Both find and rank by the same code."""

from __future__ import annotations

import gzip
import zlib
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

from tracker.db import claims, speakers
from tracker.db import search as stored_search
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.models.claims import IndexedClaim, StoredClaim
from tracker.search.ranking import PROLIFIC, Statistics, rank
from tracker.search.terms import ClaimTerms, QueryTerms, claim_terms, halves, query_terms, unfinished

POOL: Final = 300
"""Claims that FTS5 hands over to be ranked: 500 held hardly more right answers and took half as long again."""

AFFORDABLE: Final = 200_000
"""Entries of the index read for one query: FTS5 scores more than a million a second."""

HALVES_TRIED: Final = 3
"""Ways to read a word as two that are looked for side by side, those of commoner halves first."""

READ_AT_ONCE: Final = 1000
"""Claims read for indexing in one query: SQLite bounds the parameters of a statement."""

RUN_DEPTH: Final = 100
"""Answers written for each query of a bulk run."""

Progress = Callable[[int, int], None]
"""Called with the number of queries answered and their number in all."""


@dataclass(frozen=True, slots=True)
class Within:
    """What the claims ranked must be among: see ``search``."""

    where: str = ""
    args: Sequence[object] = ()
    every: Sequence[str] = ()
    none: Sequence[str] = ()


ANYWHERE: Final = Within()

Spoken = Callable[[Database, Sequence[int], Sequence[ClaimTerms]], Mapping[tuple[str, ...], int]]
"""Returns for the speakers of some claims, given with their terms, how many claims each has on record."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What is ranked: the query as the index understands it, the claims' ids and terms, and the corpus in numbers.

    ``anywhere`` are the ids that the words find without a filter, where those were read.
    """

    query: QueryTerms
    ids: list[int]
    terms: list[ClaimTerms]
    statistics: Statistics
    anywhere: list[int]


def reindex(db: Database, claim_ids: Sequence[int], gone: Iterable[int] = ()) -> None:
    """Write claims into the full-text index as they are stored now, and take out those that are ``gone``."""
    stored_search.remove(db, [*gone, *claim_ids])
    for start in range(0, len(claim_ids), READ_AT_ONCE):
        index(db, claims.several(db, claim_ids[start : start + READ_AT_ONCE]))


def index(db: Database, rows: Iterable[StoredClaim]) -> None:
    """Write claims into the full-text index that are not in it."""
    stored_search.write(db, index_rows(rows))
    stored_search.merge(db)


def index_rows(rows: Iterable[StoredClaim]) -> Iterator[IndexedClaim]:
    """Yield what the index holds of claims; of those that are not live, nothing."""
    return (_index_row(claim) for claim in rows if claim.live)


def _index_row(claim: StoredClaim) -> IndexedClaim:
    """Return a claim's row; a document without a title is found by its file's name."""
    where = f"{claim.document_title or Path(claim.document).stem} {claim.publisher or ''}"
    terms = claim_terms(claim.text, title=where, speaker=claim.speaker or "", polarity=claim.polarity)
    return IndexedClaim(claim.id, *terms.row())


def search(
    db: Database,
    query: str,
    *,
    limit: int,
    where: str = "",
    args: Sequence[object] = (),
    every: Sequence[str] = (),
    none: Sequence[str] = (),
) -> list[tuple[int, float]]:
    """Return the ids of the claims that answer ``query``, with scores, best first.

    ``where`` is a SELECT of the claim ids allowed, in a column named ``id``, with its ``args``:
    ``"SELECT id FROM claims WHERE speaker_id = ?"``. ``every`` and ``none`` are expressions of the index that a claim
    must answer and must not. Any text is a query; one without words or figures answers nothing.
    """
    return [(hit.claim_id, hit.score) for hit in found(db, query, limit, Within(where, args, every, none)).hits]


class Hit(NamedTuple):
    """A claim that answers a query; ``weak`` is one to be folded behind sure answers.

    ``words`` are its terms: two answers with the same ones may be one statement, printed twice.
    """

    claim_id: int
    score: float
    weak: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The answers to a query, the sure ones first, each best first; what its words find without a filter, if read.

    ``unknown`` are those of its words, as they were read, that no claim has.
    """

    hits: list[Hit]
    anywhere: list[int]
    unknown: tuple[str, ...] = ()


def by_index(db: Database, ids: Sequence[int], terms: Sequence[ClaimTerms]) -> Mapping[tuple[str, ...], int]:
    """Count the claims of speakers by their names in the full-text index: all there is without a database of claims."""
    counts = stored_search.spoken(db, (" ".join(claim.speaker) for claim in terms), PROLIFIC)
    return {tuple(speaker.split()): count for speaker, count in counts.items()}


def by_speaker(db: Database, ids: Sequence[int], terms: Sequence[ClaimTerms]) -> Mapping[tuple[str, ...], int]:
    """Count the claims of speakers by who they are: a tenth of the time, and no namesake is counted with them."""
    counts = speakers.on_record(db, ids, most=PROLIFIC)
    return {claim.speaker: counts[claim_id] for claim_id, claim in zip(ids, terms, strict=True) if claim_id in counts}


def found(db: Database, text: str, limit: int, within: Within, spoken: Spoken = by_index) -> Found:
    """Return the answers to a query within some claims."""
    asked = query_terms(text)
    known = _frequencies(db, asked)
    query = _completed(db, asked, text, known)
    read = pool(db, query, max(limit, POOL), within, spoken, known if query is asked else None)
    unknown = tuple(word for word in dict.fromkeys(read.query.words) if word not in read.statistics.frequencies)
    return Found(sorted(_hits(read), key=lambda hit: hit.weak)[:limit], read.anywhere, unknown)


def _frequencies(db: Database, query: QueryTerms) -> dict[str, int]:
    """Return in how many claims each term of a query stands."""
    return stored_search.document_frequencies(db, dict.fromkeys((*query.words, *query.figures)))


def _completed(db: Database, query: QueryTerms, text: str, known: Collection[str]) -> QueryTerms:
    """Return the terms of a query, its last word completed if it is one that no claim has."""
    typed = unfinished(text)
    if not typed or any(word in known for word in query.words[-1:]):
        return query
    last = stored_search.completion(db, typed[0], typed[1:])
    return query.reading({query.words[-1]: [last]}) if last else query


def _split(db: Database, query: QueryTerms, known: Collection[str]) -> QueryTerms:
    """Return the query with words that no claim has read as two that stand side by side in one: hyphens get lost."""
    read = {}
    for word in query.words:
        if word not in known and (ways := halves(word)):
            often = stored_search.document_frequencies(db, dict.fromkeys(half for way in ways for half in way))
            rarest = {way: min(often.get(half, 0) for half in way) for way in ways}
            likely = sorted(filter(rarest.__getitem__, rarest), key=lambda way: -rarest[way])[:HALVES_TRIED]
            if way := next((way for way in likely if stored_search.stand_side_by_side(db, way)), None):
                read[word] = way
    return query.reading(read) if read else query


def _hits(read: Pool) -> list[Hit]:
    return [
        Hit(read.ids[place], score, weak, read.terms[place].text)
        for place, score, weak in rank(read.query, read.terms, read.statistics)
    ]


def pool(
    db: Database,
    query: QueryTerms,
    size: int,
    within: Within = ANYWHERE,
    spoken: Spoken = by_index,
    known: Mapping[str, int] | None = None,
) -> Pool:
    """Return the claims to rank for a query, at most ``size``; ``known`` has the claims of its terms, if counted."""
    frequencies = _frequencies(db, query) if known is None else known
    split = _split(db, query, frequencies)
    if split is not query:
        query, frequencies = split, _frequencies(db, split)
    ids: list[int] = []
    anywhere: list[int] = []
    for expression in _expressions(query, frequencies):
        narrowed = stored_search.narrowed(expression, within.every, within.none)
        ids, anywhere = stored_search.found(db, narrowed, size, within.where, within.args)
        if ids:
            break
    indexed, size = stored_search.rows(db, ids)
    terms = [ClaimTerms.from_row(row[1:]) for row in indexed]
    return Pool(query, ids, terms, Statistics(size, frequencies, spoken(db, ids, terms)), anywhere)


def _expressions(query: QueryTerms, frequencies: Mapping[str, int]) -> Iterator[str]:
    """Yield what to ask the index, until something is found: any of the rarer words, or all words if all are common.

    Reading a common word's claims takes time and says little, so words are taken rarest first while they can be
    afforded. Ranking weighs all of them, whichever were asked for.
    """
    known = sorted((term for term in query.heavy if term in frequencies), key=lambda term: frequencies[term])
    read = list(accumulate(frequencies[term] for term in known))
    affordable = known[: bisect_right(read, AFFORDABLE)]
    if affordable:
        yield stored_search.match_expression(affordable)
    elif known:
        yield stored_search.match_expression(known, every=True)
        yield stored_search.match_expression(known[:1])


def run_bulk(targets: Path, queries: Path, run: Path, progress: Progress | None = None) -> int:
    """Answer every query of a file from the texts of another, and write the answers; return the number of queries.

    ``targets`` has lines of ``id, text[, title[, speaker]]`` (further fields are passed over), ``queries`` of
    ``id, text``, ``run`` gets ``query id, target id, score``, best first: all tab-separated UTF-8 without a header,
    read compressed where the name ends in ``.gz``. No database is opened; the index is made in memory.
    """
    asked = list(tab_separated(queries))
    index, names = memory_index(targets)
    try:
        out = run.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise TrackerError(f"{run} cannot be written: {error.strerror}.") from error
    with out:
        for done, (name, text, *_) in enumerate(asked, start=1):
            for hit in _hits(pool(index, query_terms(text), max(RUN_DEPTH, POOL)))[:RUN_DEPTH]:
                out.write(f"{name}\t{names[hit.claim_id - 1]}\t{hit.score}\n")
            if progress is not None:
                progress(done, len(asked))
    return len(asked)


def memory_index(targets: Path) -> tuple[Database, list[str]]:
    """Return an index in memory of a file of texts, and their names in order: the index numbers them from 1."""
    names: list[str] = []
    index = Database()
    with transaction(index):  # each row by itself would take many times as long
        stored_search.create(index)
        stored_search.write(index, _target_rows(targets, names))
    return index, names


def _target_rows(targets: Path, names: list[str]) -> Iterator[IndexedClaim]:
    """Yield the index rows of a file of texts, numbered from 1, and put down their names in that order."""
    for number, (name, text, *more) in enumerate(tab_separated(targets), start=1):
        names.append(name)
        title, speaker = (*more, "", "")[:2]
        yield IndexedClaim(number, *claim_terms(text, title=title, speaker=speaker).row())


def tab_separated(path: Path) -> Iterator[list[str]]:
    """Yield the fields of each line, blank lines left out; a line without a text is an error that names it."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                fields = line.rstrip("\r\n").split("\t")
                if len(fields) < len(("id", "text")):
                    raise TrackerError(f"{path.name}, line {number}: an id and a text are wanted, with a tab between.")
                yield fields
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise TrackerError(f"{path.name} cannot be read as lines of UTF-8 text: {error}.") from error
