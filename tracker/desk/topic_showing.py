"""What the page of a topic and its twins show, the same for all."""

from __future__ import annotations

from msgspec.structs import asdict

from tracker import store
from tracker.desk.nouns import need
from tracker.models.claims import ClaimWithQuantities
from tracker.models.threads import ThreadSummary
from tracker.models.topics import DocumentOfTopic, ReadingEntry, SpeakerOfTopic, Topic
from tracker.store import claims, events, readings, topics
from tracker.store.rows import Row


class TopicShown(Topic, frozen=True):
    """A topic with what belongs to it: ``claims_alone`` are those tagged themselves, not those of its threads."""

    threads_in: list[ThreadSummary]
    claims_alone: list[ClaimWithQuantities]
    speakers_in: list[SpeakerOfTopic]
    documents_in: list[DocumentOfTopic]
    reading_list: list[ReadingEntry]
    notes_on: list[Row]
    events: list[Row]


def topic(db: store.Database, topic_id: int, *, most: int = -1) -> TopicShown:
    """Return a topic with its threads, claims, speakers, documents, reading list, notes and events.

    Of each list at most ``most`` entries (-1: all); the counts tell how many there are.
    """
    return TopicShown(
        **asdict(need(db, "topic", topic_id)),
        threads_in=topics.threads_of(db, topic_id, limit=most),
        claims_alone=claims.with_quantities(db, topics.claims_tagged(db, topic_id, limit=most)),
        speakers_in=topics.speakers_of(db, topic_id, limit=most),
        documents_in=topics.documents_of(db, topic_id, limit=most),
        reading_list=readings.of(db, topic_id),
        notes_on=events.notes_about(db, "topic", topic_id),
        events=events.about(db, "topic", topic_id),
    )
