"""What a sound database holds, asked of its rows: counts that triggers keep, words at their places, sums of indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
import numpy as np

from tracker.db import indexes, search
from tracker.db.claim_lists import EXPRESSION
from tracker.db.claims import LIVE
from tracker.db.indexes import INT, PART_BITS, Parts
from tracker.db.rows import Database

_MEMBERS: Final = "FROM thread_members m JOIN claims c ON c.id = m.claim_id WHERE m.thread_id = threads.id"
_COUNTED_SPEAKERS: Final = """
    SELECT m.thread_id, c.speaker_id, count(*) FROM thread_members m JOIN claims c ON c.id = m.claim_id
    WHERE c.speaker_id IS NOT NULL GROUP BY 1, 2
"""
_DECIDED: Final = "EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = relations.a AND p.b = relations.b)"
_BOTH_LIVE: Final = f"(SELECT count(*) FROM claims c WHERE c.id IN (relations.a, relations.b) AND {LIVE}) = 2"

COUNTS: Final[Mapping[str, tuple[str, str]]] = {
    "The marks of claim {}": (
        f"SELECT id FROM claims WHERE marks != {EXPRESSION}",
        f"UPDATE claims SET marks = {EXPRESSION} WHERE marks != {EXPRESSION}",
    ),
    "The counts of thread {}": (
        f"SELECT id FROM threads WHERE claims != (SELECT count(*) {_MEMBERS})"
        f" OR documents != (SELECT count(DISTINCT c.document_id) {_MEMBERS})",
        f"UPDATE threads SET claims = (SELECT count(*) {_MEMBERS}),"
        f" documents = (SELECT count(DISTINCT c.document_id) {_MEMBERS})",
    ),
    "The speakers counted for thread {}": (
        f"SELECT DISTINCT thread_id FROM (SELECT * FROM ({_COUNTED_SPEAKERS}) EXCEPT SELECT * FROM thread_speakers)"
        f" UNION SELECT thread_id FROM (SELECT * FROM thread_speakers EXCEPT SELECT * FROM ({_COUNTED_SPEAKERS}))",
        f"INSERT INTO thread_speakers {_COUNTED_SPEAKERS}",
    ),
    "What waits of the matches of claim {}": (
        f"SELECT a FROM relations WHERE waits NOT IN (0, 1) OR waits AND {_DECIDED}"
        f" OR NOT waits AND NOT {_DECIDED} AND {_BOTH_LIVE}",
        f"UPDATE relations SET waits = NOT {_DECIDED} AND {_BOTH_LIVE}",
    ),
}
"""What triggers keep: a sentence's beginning, the query of what is not so, and the statement that counts it afresh."""

CLAIMS_AGREE: Final[Mapping[str, str]] = {
    "Claim {} begins or ends elsewhere than it was found, and nobody set that.": (
        'NOT span_picked AND NOT hand_made AND earlier_text_id IS NULL AND (start != found_start OR "end" != found_end)'
    ),
    "Claim {} has another speaker than was found, and nobody picked that.": (
        "NOT speaker_picked AND NOT hand_made AND speaker_id IS NOT found_speaker_id"
    ),
    "Claim {} has another stance than was found, and nobody picked that.": (
        "NOT stance_picked AND NOT hand_made AND stance != found_stance"
    ),
    "Claim {} has the date of its document, and another one.": (
        "(found OR touched) AND earlier_text_id IS NULL AND date_kind = 'document' AND date IS NOT"
        " (SELECT coalesce(d.picked_date, d.date_value) FROM documents d WHERE d.id = claims.document_id)"
    ),
}
"""Sentences about claims, each with the condition under which it is so."""


def miscounted(db: Database) -> list[str]:
    """Return what triggers should have kept and that is not so, the beginning of a sentence each."""
    return [said.format(row[0]) for said, (asked, _) in COUNTS.items() for row in db.execute(asked).fetchall()]


def count_afresh(db: Database) -> None:
    """Write what triggers keep anew; to be called inside a transaction."""
    db.execute("DELETE FROM thread_speakers")
    for _, statement in COUNTS.values():
        db.execute(statement)


def contradictions(db: Database) -> list[str]:
    """Return the sentences about claims, threads and numbers that should not be so, and are."""
    found = [
        said.format(row[0])
        for said, condition in CLAIMS_AGREE.items()
        for row in db.execute(f"SELECT id FROM claims WHERE {condition} ORDER BY id").fetchall()
    ]
    led = """
        SELECT id FROM threads t WHERE claims > 0 AND NOT EXISTS
            (SELECT 1 FROM thread_members m WHERE m.thread_id = t.id AND m.claim_id = t.lead_id)
    """
    found += [f"Thread {row[0]} does not hold its lead." for row in db.execute(led).fetchall()]
    for table, highest in db.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
        if db.number(f'SELECT max(id) FROM "{table}"') > highest:
            found.append(f"The numbers of {table} would be given twice.")
    counted = {name for (name,) in db.execute("SELECT name FROM sqlite_sequence").fetchall()}
    numbered = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
    for (table,) in db.execute(numbered).fetchall():
        if table not in counted and db.number(f'SELECT count(*) FROM "{table}"'):
            found.append(f"The numbers of {table} would be given twice.")
    return found


_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "Date {} is not what its document prints there": ("dates", "words"),
    "Fact {} is not what its document prints there": ("facts", "words"),
}
"""Tables of words that stand in a document's text, with the column that repeats them."""


def misplaced(db: Database, document_id: int, text: str) -> list[str]:
    """Return the sentences on what does not stand in the text of a document where it is said to stand.

    Dates, facts, roles, the sources, cues and contents of attributions, and where speeches begin and end.
    """
    found = []
    for said, (table, column) in _WORDS.items():
        rows = db.execute(
            f'SELECT id, start, "end", {column} FROM {table} WHERE document_id = ? AND start IS NOT NULL', [document_id]
        )
        found += [f"{said.format(row_id)}." for row_id, start, end, words in rows if text[start:end] != words]
    rows = db.execute('SELECT id, start, "end", title FROM roles WHERE document_id = ?', [document_id])
    found += [
        f"Role {row_id} is not what its document prints there."
        for row_id, start, end, title in rows
        if not _inside(text, start, end) or not _holds(text[start:end], title)
    ]
    columns = "id, spans, source_start, source_end, cue_start, cue_end, label"
    for row_id, spans, *places, label in db.execute(
        f"SELECT {columns} FROM attributions WHERE document_id = ?", [document_id]
    ):
        source, cue = places[:2], places[2:]
        inside = all(_inside(text, *span) for span in [*msgspec.json.decode(spans), source, cue] if span[0] is not None)
        if not inside or (label and source[0] is not None and not _holds(text[source[0] : source[1]], label)):
            found.append(f"Attribution {row_id} is not what its document prints there.")
    rows = db.execute(
        'SELECT start, "end", label_start, label_end, role_start, role_end FROM speeches WHERE document_id = ?',
        [document_id],
    )
    for start, end, *others in rows:
        pairs = [(start, end), others[:2], others[2:]]
        if not all(_inside(text, *pair) for pair in pairs if pair[0] is not None):
            found.append(f"The speech at {start} of document {document_id} does not stand inside its text.")
    return found


def _inside(text: str, start: int, end: int) -> bool:
    return 0 <= start <= end <= len(text)


def _holds(words: str, label: str) -> bool:
    return " ".join(label.split()).casefold() in " ".join(words.split()).casefold()


def misplaced_figures(db: Database) -> list[str]:
    """Return a sentence for every figure whose words do not stand where they should; texts are read one by one."""
    sql = """
        SELECT q.id, c.id, c.start, c."end", c.text, q.start, q."end", q.text
        FROM quantities q JOIN claims c ON c.id = q.claim_id ORDER BY q.id
    """
    return [
        f"Figure {row_id} of claim {claim_id} is not what its document prints there."
        for row_id, claim_id, start, end, text, first, last, words in db.execute(sql)
        if not start <= first <= last <= end or text[first - start : last - start] != words
    ]


_ODD: Final = tuple(np.uint64(value) for value in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
"""Odd 64-bit numbers (of xxHash) that spread what is multiplied with them."""


def mixed(key: int, ints: Any) -> int:
    """Return the sum of the hashes of a key with each of some integers, modulo 2^64: it tells sets of pairs apart."""
    seed = np.uint64(key & 0xFFFFFFFFFFFFFFFF)
    with np.errstate(over="ignore"):
        values = np.asarray(ints).astype(np.uint64) * _ODD[0] + seed * _ODD[1]
        values = (values ^ (values >> np.uint64(29))) * _ODD[2]
        return int((values ^ (values >> np.uint64(32))).sum(dtype=np.uint64))


def sum_of_parts(db: Database, parts: Parts) -> int:
    """Return the sum of ``mixed`` over all that an index holds."""
    total = 0
    for row_id, blob in db.execute(f"SELECT id, {parts.column} FROM {parts.table}"):
        total += mixed(row_id >> PART_BITS, np.frombuffer(blob, INT)) if len(blob) % INT.itemsize == 0 else 1
    return total % (1 << 64)


def sum_of_keys(entries: Iterable[tuple[int, Iterable[int]]]) -> tuple[int, int]:
    """Return how many claims there are, and the sum that the key index of them should have."""
    count = total = 0
    with np.errstate(over="ignore"):
        for claim_id, keys in entries:
            count += 1
            total += sum(mixed(key, [claim_id]) for key in keys)
    return count, total % (1 << 64)


def claims_counted(db: Database) -> int:
    """Return how many claims the key index says that it holds, -1 where it says nothing."""
    row = db.execute("SELECT claims FROM key_totals WHERE id = 1").fetchone()
    return -1 if row is None else int(row[0])


def places_of_documents(db: Database) -> list[tuple[int, int, int]]:
    """Return for each document in the word index the number of its first word, and how many words it has."""
    return db.execute("SELECT document_id, first, words FROM word_documents ORDER BY document_id").fetchall()


def sum_of_words(first: int, keys: Iterable[int]) -> int:
    """Return the sum that the word index of one document should have."""
    held: dict[int, list[int]] = {}
    for place, key in enumerate(keys, first):
        held.setdefault(key, []).append(place)
    return sum(mixed(key, places) for key, places in held.items()) % (1 << 64)


def indexed_claims(db: Database) -> Iterator[tuple[Any, ...]]:
    """Yield what the full-text index holds of each claim, in the order of their ids."""
    yield from db.execute(f"SELECT * FROM {search.CONTENT} ORDER BY id")


def full_text_agrees(db: Database) -> bool:
    """Whether the full-text index finds what it holds of each claim: each of its terms, as often as it was given."""
    vocabulary = f"SELECT sum(cnt) FROM {search.VOCABULARY}"
    counted = sum(len(str(column).split()) for row in indexed_claims(db) for column in row[1:])
    return db.number(vocabulary) == counted


def empty_indexes(db: Database) -> None:
    """Empty the indexes of claims and of words, before they are written afresh; to be called inside a transaction."""
    db.execute(f"DROP TABLE IF EXISTS {search.VOCABULARY}")
    db.execute(f"DROP TABLE IF EXISTS {search.TABLE}")
    search.create(db)
    db.execute("DELETE FROM key_totals")
    db.execute("INSERT INTO key_totals (id, claims) VALUES (1, 0)")
    indexes.clear(db)
    indexes.clear_readings(db)
    for table in ("claim_features", indexes.WORD_TABLE, "word_documents", "note_links"):
        db.delete(table)


def standing_markdown(db: Database) -> list[tuple[str, int, str]]:
    """Return every note and description of a topic as what holds links: noun, number and words."""
    sql = """
        SELECT 'note', id, markdown FROM notes UNION ALL SELECT 'topic', id, description FROM topics ORDER BY 1, 2
    """
    return db.execute(sql).fetchall()
