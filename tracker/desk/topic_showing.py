"""What the page of a topic and its twins show: plain dicts, the same for all."""

from __future__ import annotations

from tracker import store
from tracker.desk.nouns import need
from tracker.store import claims, events, readings, topics
from tracker.store.rows import Row


def topic(db: store.Database, topic_id: int, *, most: int = -1) -> Row:
    """Return a topic with its threads, claims, speakers, documents, reading list, notes and events.

    Of each list at most ``most`` entries (-1: all); the counts tell how many there are. ``claims_alone`` are those
    tagged themselves; ``claims`` counts those of the threads too.
    """
    row = need(db, "topic", topic_id)
    row["notes_count"] = int(row["notes_count"])
    return row | {
        "threads_in": topics.threads_of(db, topic_id, limit=most),
        "claims_alone": claims.with_quantities(db, topics.claims_tagged(db, topic_id, limit=most)),
        "speakers_in": topics.speakers_of(db, topic_id, limit=most),
        "documents_in": topics.documents_of(db, topic_id, limit=most),
        "reading_list": readings.of(db, topic_id),
        "notes_on": events.notes_about(db, "topic", topic_id),
        "events": events.about(db, "topic", topic_id),
    }
