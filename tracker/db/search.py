"""The full-text index of claims, an FTS5 table of ready-made terms, written and asked; and searches that are kept.

The terms (stems, figures, see ``tracker.search.terms``) are made in Python, so the table is written explicitly
and has no triggers: nothing is lost when ``transform()`` rebuilds ``claims``, and a trigger could not make a stem or a
figure. The table keeps its terms (a contentless table could not delete before SQLite 3.43), because ranking reads them
back for the best few hundred claims and need not analyse their texts again."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence

from tracker.db.rows import IN_LIST, Database, to_list
from tracker.models.claims import BestClaims, IndexedClaim
from tracker.models.threads import SavedSearch

COLUMNS = ("text", "title", "speaker", "figures")
"""What is indexed of a claim, each as terms with spaces between."""

COLUMN_WEIGHTS = (1.0, 0.6, 0.6, 1.5)
"""How much a hit in each column counts while candidates are collected: a figure is the surest sign, a title a hint."""

AHEAD = 8
"""How many times as many claims as wanted are tried before a filter is handed to the index: a look-up each is cheap."""

NARROW = 5_000
"""A filter that leaves fewer claims is handed to the index at once."""

SMALL = 1_000
"""Claims of an index that is merged whole after each document; it takes some milliseconds."""

MERGED_PAGES = 16
"""Pages of a larger index that are merged after each document: a look-up asks every part that is not merged."""

TABLE = "claim_search"
VOCABULARY = "claim_search_terms"
CONTENT = f"{TABLE}_content"
"""Where FTS5 keeps the terms it was given: the rowid and the columns in their order, read in one walk."""

SCHEMA = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5({', '.join(COLUMNS)}, tokenize = \"unicode61 tokenchars '._'\")",
    f"CREATE VIRTUAL TABLE {VOCABULARY} USING fts5vocab({TABLE}, row)",
)


def create(db: Database) -> None:
    """Create the index (empty) in ``db``."""
    for statement in SCHEMA:
        db.execute(statement)


def write(db: Database, claims: Iterable[tuple[int, str, str, str, str]]) -> None:
    """Put claims into the index that are not in it; one that changed is removed before."""
    db.insert_rows(TABLE, ("rowid", *COLUMNS), claims)


def merge(db: Database) -> None:
    """Merge the parts of the index, of which each writing adds one; of a large index a little at a time."""
    if size(db) <= SMALL:
        db.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")
    else:
        db.execute(f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('merge', {MERGED_PAGES})")


def remove(db: Database, claim_ids: Collection[int]) -> None:
    """Take claims out of the index; ids that are not in it are passed over."""
    if claim_ids:
        db.execute(f"DELETE FROM {TABLE} WHERE rowid {IN_LIST}", [to_list(claim_ids)])


def size(db: Database) -> int:
    """Return about how many claims are indexed (the highest id: counting would read the whole table)."""
    return db.number(f"SELECT max(id) FROM {CONTENT}")


def document_frequencies(db: Database, terms: Iterable[str]) -> dict[str, int]:
    """Return in how many claims each term stands; terms that stand in none are left out."""
    terms = list(terms)
    found = dict(db.execute(f"SELECT term, doc FROM {VOCABULARY} WHERE term {IN_LIST}", [to_list(terms)]).fetchall())
    return {term: int(found[term]) for term in terms if term in found}


def spoken(db: Database, speakers: Iterable[str], most: int) -> dict[str, int]:
    """Return how many claims each speaker (as terms) has in the index, counting no further than ``most``."""
    ask = f"SELECT count(*) FROM (SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH ? LIMIT ?)"
    return {
        speaker: int(db.execute(ask, (f"speaker : {_quoted(speaker)}", most)).fetchone()[0])
        for speaker in dict.fromkeys(speakers)
        if speaker
    }


def completion(db: Database, typed: str, others: Iterable[str] = ()) -> str | None:
    """Return the commonest indexed term that begins with ``typed`` or is among ``others``; ``None`` if none does."""
    ask = f"SELECT term FROM {VOCABULARY} WHERE term >= ? AND term < ? ORDER BY doc DESC, term LIMIT 1"
    found = db.execute(ask, (typed, typed + chr(sys.maxunicode))).fetchone()
    known = document_frequencies(db, (*others, *(found or ())))
    return max(known, key=lambda term: known[term], default=None)


def beginning_like(db: Database, term: str) -> list[tuple[str, int]]:
    """Return the indexed terms with the same first letter, each with how many claims have it: slips come later."""
    ask = f"SELECT term, doc FROM {VOCABULARY} WHERE term >= ? AND term < ?"
    return [(str(row[0]), int(row[1])) for row in db.execute(ask, (term[:1], term[:1] + chr(sys.maxunicode)))]


def match_expression(terms: Iterable[str], *, every: bool = False) -> str:
    """Return the FTS5 expression "any of these terms" (or ``every`` one), each term quoted.

    >>> match_expression(["routin", "not"])
    '"routin" OR "not"'
    """
    return (" AND " if every else " OR ").join(_quoted(term) for term in terms)


def side_by_side(terms: Sequence[str]) -> str:
    """Return the FTS5 expression "these terms in this order in the words of the claim"; no terms match nothing.

    >>> side_by_side(["not", "routin"])
    'text : "not routin"'
    """
    return f"text : {_quoted(' '.join(terms))}"


def stand_side_by_side(db: Database, terms: Sequence[str]) -> bool:
    """Whether any claim has these terms in this order, with nothing between them."""
    ask = f"SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH ? LIMIT 1"
    return db.execute(ask, [side_by_side(terms)]).fetchone() is not None


def narrowed(expression: str, every: Iterable[str], none: Iterable[str]) -> str:
    """Return an expression that must answer ``every`` one of others too, and ``none`` of some."""
    wanted = " AND ".join(f"({part})" for part in (expression, *every) if part)
    left_out = " OR ".join(f"({part})" for part in none)
    return f"({wanted}) NOT ({left_out})" if left_out and wanted else wanted


def _quoted(term: str) -> str:
    return '"' + term.replace("\x00", "").replace('"', '""') + '"'


def candidates(
    db: Database, expression: str, limit: int, where: str = "", args: Sequence[object] = ()
) -> list[IndexedClaim]:
    """Return the ``limit`` claims that match ``expression`` best by FTS5's BM25, best first.

    ``where`` is a SELECT of the claim ids allowed, in a column named ``id``, with its ``args``; empty allows all.
    """
    return rows(db, found(db, expression, limit, where, args).ids)[0]


def found(db: Database, expression: str, limit: int, where: str = "", args: Sequence[object] = ()) -> BestClaims:
    """Return the ids of ``candidates``, and those of the best claims whether allowed or not where these were read.

    What is best of all is tried first, and held against ``where`` step by step: most filters let enough of it through,
    and need not be worked out for a million claims. Only a narrow filter is handed to the index at once.
    """
    if not expression:
        return BestClaims([], [])
    if not where:
        best = _best(db, expression, limit)
        return BestClaims(best, best)
    within = f"AND +rowid IN (SELECT id FROM ({where}))"
    (allowed,) = db.execute(f"SELECT count(*) FROM (SELECT id FROM ({where}) LIMIT {NARROW})", list(args)).fetchone()
    if allowed < NARROW:
        return BestClaims(_best(db, expression, limit, within, args), [])
    best = _best(db, expression, limit * AHEAD)
    ids: list[int] = []
    for start in range(0, len(best), limit):
        if len(ids) < limit:
            ids += _among(db, best[start : start + limit], where, args)
    if len(ids) < limit and len(best) == limit * AHEAD:
        ids = _best(db, expression, limit, within, args)
    return BestClaims(ids[:limit], best[:limit])


def rows(db: Database, claim_ids: Iterable[int]) -> tuple[list[IndexedClaim], int]:
    """Return the terms of these claims, in their order, and the ``size`` of the index."""
    sql = f"""
        SELECT (SELECT max(id) FROM {CONTENT}), c.* FROM json_each(?) v JOIN {CONTENT} c ON c.id = v.value
        ORDER BY v.key
    """
    stored = db.execute(sql, [to_list(claim_ids)]).fetchall()
    return [IndexedClaim._make(row[1:]) for row in stored], stored[0][0] if stored else 0


def _among(db: Database, ids: Sequence[int], where: str, args: Sequence[object]) -> list[int]:
    """Return those of these ids that ``where`` allows, in their order."""
    allowed = {row[0] for row in db.execute(f"SELECT id FROM ({where}) WHERE id {IN_LIST}", [*args, to_list(ids)])}
    return [claim_id for claim_id in ids if claim_id in allowed]


def _best(db: Database, expression: str, limit: int, within: str = "", args: Sequence[object] = ()) -> list[int]:
    """Return the ids of the best rows; the unary plus in ``within`` keeps SQLite from asking the index id by id."""
    weights = ", ".join(str(weight) for weight in COLUMN_WEIGHTS)
    ask = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ? {within} ORDER BY bm25({TABLE}, {weights}), rowid LIMIT ?"
    return [row[0] for row in db.execute(ask, (expression, *args, limit)).fetchall()]


SAVED = "id, name, query, seen_claim, seen_at, removed"


def saved(db: Database, *, limit: int = -1, offset: int = 0) -> list[SavedSearch]:
    """Return the searches that were not removed, by name."""
    sql = f"SELECT {SAVED} FROM saved_searches WHERE NOT removed ORDER BY name, id LIMIT ? OFFSET ?"
    return db.select(sql, [limit, offset], SavedSearch)


def saved_count(db: Database) -> int:
    """Return how many searches are saved."""
    return db.number("SELECT count(*) FROM saved_searches WHERE NOT removed")


def saved_search(db: Database, search_id: int) -> SavedSearch | None:
    """Return one search, or ``None``; also a removed one."""
    return db.first(f"SELECT {SAVED} FROM saved_searches WHERE id = ?", [search_id], SavedSearch)


def saved_named(db: Database, name: str) -> SavedSearch | None:
    """Return the saved search of this name."""
    return db.first(f"SELECT {SAVED} FROM saved_searches WHERE name = ? AND NOT removed", [name], SavedSearch)


def saved_asking(db: Database, query: str) -> SavedSearch | None:
    """Return the saved search that asks this."""
    return db.first(f"SELECT {SAVED} FROM saved_searches WHERE query = ? AND NOT removed", [query], SavedSearch)


def save(db: Database, name: str, query: str, *, seen_claim: int, seen_at: str) -> int:
    """Store a search and return its number."""
    return db.insert(
        "saved_searches", {"name": name, "query": query, "seen_claim": seen_claim, "seen_at": seen_at, "removed": 0}
    )


def rename_saved(db: Database, search_id: int, name: str) -> None:
    """Give a search another name."""
    db.update("saved_searches", search_id, {"name": name})


def set_saved_seen(db: Database, search_id: int, claim: int, at: str) -> None:
    """Remember which claim was the last there was when somebody looked."""
    db.update("saved_searches", search_id, {"seen_claim": claim, "seen_at": at})
