"""Topics: tags on claims, threads and documents, with a name, a description and a reading list in a person's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tracker.db.claims import COLUMNS, JOINS, LIVE
from tracker.db.rows import (
    IN_LIST,
    Database,
    to_list,
)
from tracker.db.threads import THREADS
from tracker.models.claims import StoredClaim
from tracker.models.documents import Name
from tracker.models.threads import DocumentOfTopic, ReadingEntry, SpeakerOfTopic, ThreadSummary, Topic
from tracker.text.words import unmarked

CLAIMS_OF = """
    SELECT noun_id FROM topic_tags WHERE topic_id = ? AND noun = 'claim'
    UNION SELECT m.claim_id FROM topic_tags t JOIN thread_members m ON m.thread_id = t.noun_id
           WHERE t.topic_id = ? AND t.noun = 'thread'
"""
"""The claims of a topic: those tagged themselves and those of its threads. The topic's id is wanted twice."""

STANDING = "t.merged_into IS NULL AND NOT t.withdrawn"

LISTED = f"""
    SELECT t.id, t.name, t.description, t.merged_into, t.withdrawn,
           (SELECT count(*) FROM topic_tags g WHERE g.topic_id = t.id AND g.noun = 'thread') AS threads,
           (SELECT count(*) FROM claims c WHERE {LIVE} AND c.id IN (
             SELECT noun_id FROM topic_tags WHERE topic_id = t.id AND noun = 'claim'
             UNION SELECT m.claim_id FROM topic_tags g JOIN thread_members m ON m.thread_id = g.noun_id
                    WHERE g.topic_id = t.id AND g.noun = 'thread')) AS claims,
           (SELECT count(*) FROM topic_tags g WHERE g.topic_id = t.id AND g.noun = 'document') AS documents,
           (SELECT count(*) FROM readings r WHERE r.topic_id = t.id AND NOT r.removed) AS readings,
           (SELECT count(*) FROM notes n WHERE n.noun = 'topic' AND n.noun_id = t.id AND NOT n.withdrawn
             AND NOT EXISTS (SELECT 1 FROM notes v WHERE v.replaces = n.id AND NOT v.withdrawn)) AS notes_count
    FROM topics t
"""


def add(db: Database, name: str, key: str) -> int:
    """Store a topic and return its id."""
    return db.insert("topics", {"name": name, "key": key})


def get(db: Database, topic_id: int) -> Topic | None:
    """Return one topic with counts, or ``None``; also one that is merged or withdrawn."""
    return db.first(LISTED + "WHERE t.id = ?", [topic_id], Topic)


def find(db: Database, key: str) -> int | None:
    """Return the id of the standing topic whose name has this key, or ``None``."""
    row = db.first(f"SELECT t.id FROM topics t WHERE t.key = ? AND {STANDING}", [key])
    return row["id"] if row else None


def every(db: Database, *, limit: int = -1, offset: int = 0) -> Iterator[Topic]:
    """Give the standing topics in the order of their names."""
    return db.stream(LISTED + f"WHERE {STANDING} ORDER BY t.key LIMIT ? OFFSET ?", [limit, offset], Topic)


def called(db: Database, name: str) -> list[int]:
    """Return the ids of the standing topics with this name, else of those whose names hold it.

    Neither case nor accents count.
    """
    for condition in ("unmarked(t.name) = ?", "instr(unmarked(t.name), ?) > 0"):
        sql = f"SELECT t.id FROM topics t WHERE {condition} AND {STANDING} ORDER BY t.key"
        if found := [row[0] for row in db.execute(sql, [unmarked(name)]).fetchall()]:
            return found
    return []


def counted(db: Database) -> int:
    """Return how many topics stand."""
    return db.number(f"SELECT count(*) FROM topics t WHERE {STANDING}")


def names(db: Database, *, limit: int) -> list[Name]:
    """Return the standing topics, for a form to suggest."""
    return db.select(f"SELECT t.id, t.name FROM topics t WHERE {STANDING} ORDER BY t.key LIMIT ?", [limit], Name)


def rename(db: Database, topic_id: int, name: str, key: str) -> None:
    """Give a topic another name."""
    db.update("topics", topic_id, {"name": name, "key": key})


def describe(db: Database, topic_id: int, description: str) -> None:
    """Write a topic's description, in Markdown."""
    db.update("topics", topic_id, {"description": description})


def is_tagged(db: Database, topic_id: int, noun: str, noun_id: int) -> bool:
    """Whether a topic is on a claim, thread or document."""
    sql = "SELECT count(*) FROM topic_tags WHERE topic_id = ? AND noun = ? AND noun_id = ?"
    return bool(db.number(sql, [topic_id, noun, noun_id]))


def tag(db: Database, topic_id: int, noun: str, noun_id: int) -> None:
    """Put a topic on a claim, thread or document; one that is there already stays."""
    db.insert_rows("topic_tags", ("topic_id", "noun", "noun_id"), [(topic_id, noun, noun_id)], "ON CONFLICT DO NOTHING")


def untag(db: Database, topic_id: int, noun: str, noun_id: int) -> None:
    """Take a topic off a claim, thread or document."""
    db.delete("topic_tags", "topic_id = ? AND noun = ? AND noun_id = ?", [topic_id, noun, noun_id])


def offered(db: Database, noun: str, noun_id: int, *, limit: int) -> list[tuple[Name, bool]]:
    """Return the topics on a claim, thread or document and others that may be put on it; each with whether it is."""
    sql = f"""
        SELECT id, name, tagged FROM (
            SELECT t.id, t.name, t.key, g.topic_id IS NOT NULL AS tagged FROM topics t
            LEFT JOIN topic_tags g ON g.topic_id = t.id AND g.noun = ? AND g.noun_id = ?
            WHERE {STANDING} ORDER BY tagged DESC, t.key LIMIT ?
        ) ORDER BY key
    """
    rows = db.execute(sql, [noun, noun_id, limit]).fetchall()
    return [(Name(topic_id, name), bool(tagged)) for topic_id, name, tagged in rows]


def tags(db: Database, topic_id: int) -> list[tuple[str, int]]:
    """Return what a topic is on, as noun and number."""
    rows = db.execute("SELECT noun, noun_id FROM topic_tags WHERE topic_id = ? ORDER BY noun, noun_id", [topic_id])
    return [(noun, noun_id) for noun, noun_id in rows.fetchall()]


def threads_of(db: Database, topic_id: int, *, limit: int = -1) -> list[ThreadSummary]:
    """Return the threads of a topic with their leads, those over most claims first; also threads without claims now."""
    return db.select(
        THREADS
        + "WHERE t.id IN (SELECT noun_id FROM topic_tags WHERE topic_id = ? AND noun = 'thread')"
        + " ORDER BY claims DESC, t.id LIMIT ?",
        [topic_id, limit],
        ThreadSummary,
    )


def claims_tagged(db: Database, topic_id: int, *, limit: int = -1) -> list[StoredClaim]:
    """Return the live claims that are tagged themselves, dated ones first by date."""
    return db.select(
        f"""
        SELECT {COLUMNS} {JOINS} WHERE {LIVE}
           AND c.id IN (SELECT noun_id FROM topic_tags WHERE topic_id = ? AND noun = 'claim')
        ORDER BY c.date IS NULL, c.date, c.document_id, c.start LIMIT ?
        """,
        [topic_id, limit],
        StoredClaim,
    )


def speakers_of(db: Database, topic_id: int, *, limit: int = -1) -> list[SpeakerOfTopic]:
    """Return who speaks in the claims of a topic, with how many of its claims each made, most first."""
    return db.select(
        f"""
        SELECT s.id, s.name, s.kind, count(*) AS claims, min(c.date) AS first, max(c.date) AS last
        FROM claims c JOIN speakers s ON s.id = c.speaker_id
        WHERE {LIVE} AND c.id IN ({CLAIMS_OF}) GROUP BY s.id ORDER BY claims DESC, s.name LIMIT ?
        """,
        [topic_id, topic_id, limit],
        SpeakerOfTopic,
    )


def documents_of(db: Database, topic_id: int, *, limit: int = -1) -> list[DocumentOfTopic]:
    """Return the documents tagged, and those in which claims of the topic stand, with how many; tagged ones first."""
    return db.select(
        f"""
        WITH found AS (
            SELECT c.document_id AS id, count(*) AS claims FROM claims c
            WHERE {LIVE} AND c.id IN ({CLAIMS_OF}) GROUP BY c.document_id
        ), tagged AS (SELECT noun_id AS id FROM topic_tags WHERE topic_id = ? AND noun = 'document')
        SELECT d.id, d.name, d.title, d.publisher, coalesce(d.picked_date, d.date_value) AS date,
               coalesce(found.claims, 0) AS claims, tagged.id IS NOT NULL AS tagged
        FROM documents d LEFT JOIN found ON found.id = d.id LEFT JOIN tagged ON tagged.id = d.id
        WHERE d.id IN (SELECT id FROM found UNION SELECT id FROM tagged)
        ORDER BY tagged DESC, date IS NULL, date, d.id LIMIT ?
        """,
        [topic_id, topic_id, topic_id, limit],
        DocumentOfTopic,
    )


def merge(db: Database, topic_id: int, into: int) -> dict[str, Any]:
    """Make one topic an alias of another, and return what went over, so that ``separate`` can give it back.

    Tags that both have stay where they are; notes and the reading list follow.
    """
    held: dict[str, Any] = {
        "tags": [tag for tag in tags(db, topic_id) if not is_tagged(db, into, *tag)],
        "notes": _ids(db, "SELECT id FROM notes WHERE noun = 'topic' AND noun_id = ?", topic_id),
        "readings": _ids(db, "SELECT id FROM readings WHERE topic_id = ?", topic_id),
        "aliases": _ids(db, "SELECT id FROM topics WHERE merged_into = ?", topic_id),
    }
    db.update("topics", topic_id, {"merged_into": into})
    _move(db, held, topic_id, into)
    return held


def separate(db: Database, topic_id: int, into: int, held: dict[str, Any]) -> None:
    """Undo a merge: what went over comes back."""
    db.update("topics", topic_id, {"merged_into": None})
    _move(db, held, into, topic_id)


def _move(db: Database, held: dict[str, Any], source: int, target: int) -> None:
    for noun, noun_id in held["tags"]:
        where = "topic_id = ? AND noun = ? AND noun_id = ?"
        db.change("topic_tags", "topic_id = ?", [target], where, [source, noun, noun_id])
    for table, column, key in (
        ("notes", "noun_id", "notes"), ("readings", "topic_id", "readings"), ("topics", "merged_into", "aliases")
    ):  # fmt: skip
        db.change(table, f"{column} = ?", [target], f"id {IN_LIST}", [to_list(held[key])])


def _ids(db: Database, sql: str, topic_id: int) -> list[int]:
    return [row[0] for row in db.execute(sql, [topic_id]).fetchall()]


READINGS = """
    SELECT r.id, r.topic_id, r.document_id, r.url, r.title, r.remark, r.place, r.removed,
           d.name AS document, d.title AS document_title, d.publisher, d.byline, d.url AS document_url,
           coalesce(d.picked_date, d.date_value) AS date
    FROM readings r LEFT JOIN documents d ON d.id = r.document_id
"""


def reading_list(db: Database, topic_id: int) -> list[ReadingEntry]:
    """Return the entries of a topic's reading list in their order."""
    sql = READINGS + "WHERE r.topic_id = ? AND NOT r.removed ORDER BY r.place, r.id"
    return db.select(sql, [topic_id], ReadingEntry)


def reading_entry(db: Database, reading_id: int) -> ReadingEntry | None:
    """Return one entry, or ``None``; also one that was taken off its list."""
    return db.first(READINGS + "WHERE r.id = ?", [reading_id], ReadingEntry)


def find_reading(db: Database, topic_id: int, document_id: int | None, url: str | None) -> ReadingEntry | None:
    """Return the entry of a document or address on a topic's list, if it stands."""
    sql = READINGS + "WHERE r.topic_id = ? AND NOT r.removed AND r.document_id IS ? AND r.url IS ?"
    return db.first(sql, [topic_id, document_id, url], ReadingEntry)


def add_reading(
    db: Database, topic_id: int, *, document_id: int | None, url: str | None, title: str | None, remark: str
) -> int:
    """Put an entry at the end of a topic's list; return its id."""
    last = db.number("SELECT max(place) FROM readings WHERE topic_id = ?", [topic_id])
    values = {"topic_id": topic_id, "document_id": document_id, "url": url, "title": title, "remark": remark}
    return db.insert("readings", values | {"place": last + 1})


def set_reading_remark(db: Database, reading_id: int, text: str) -> None:
    """Write the remark beside an entry."""
    db.update("readings", reading_id, {"remark": text})


def reorder_readings(db: Database, reading_ids: Sequence[int]) -> None:
    """Number entries in the order given."""
    for place, reading_id in enumerate(reading_ids, 1):
        db.update("readings", reading_id, {"place": place})
