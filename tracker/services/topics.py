"""Topics: made, tagged, renamed, described and merged, each by one event; the reading list and the page of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from msgspec.structs import asdict

from tracker.cite.snippets import links_in
from tracker.db import claims, events, topics
from tracker.db.connection import in_transaction
from tracker.db.rows import Database
from tracker.models import Listed, NotFoundError, Record, TrackerError
from tracker.models.claims import ClaimWithQuantities
from tracker.models.documents import Name
from tracker.models.events import Event, EventKind, Note
from tracker.models.threads import DocumentOfTopic, ReadingEntry, SpeakerOfTopic, ThreadSummary, Topic
from tracker.services import nouns
from tracker.services.nouns import need

TAGGED = ("claim", "thread", "document")
"""What a topic can be put on."""
LONGEST_NAME = 120
"""Characters of a topic's name: a few words, not a sentence."""
LONGEST_DESCRIPTION = 20_000
"""Characters; a description introduces, it is no article."""
SUGGESTED = 200
"""Topics a form suggests: a longer list is typed into, not read."""


def key_of(name: str) -> str:
    """Return the form under which two names are one topic.

    >>> key_of("  Armed   Patrols ")
    'armed patrols'
    """
    return " ".join(name.split()).casefold()


def standing(db: Database, topic_id: int) -> Topic:
    """Return a topic that is neither merged nor withdrawn, or raise ``TrackerError``."""
    row = need(db, "topic", topic_id)
    if row.merged_into is not None:
        raise TrackerError(f"“{row.name}” is merged into another topic.")
    if row.withdrawn:
        raise TrackerError(f"The topic “{row.name}” was taken back.")
    return row


def called(db: Database, name: str) -> int:
    """Return the number of the topic that has this name or number; raises ``NotFoundError`` where a name has none."""
    topic_id = int(name) if name.isdecimal() else topics.find(db, key_of(name))
    if topic_id is None:
        raise NotFoundError(f"There is no topic “{name}”.")
    return topic_id


@in_transaction
def make(db: Database, name: str, *, who: str) -> tuple[int, int | None]:
    """Make a topic; return its id and the event, ``None`` where one of this name stands already."""
    name = _checked(name)
    known = topics.find(db, key_of(name))
    if known is not None:
        return known, None
    topic_id = topics.add(db, name, key_of(name))
    return topic_id, nouns.record(db, EventKind.TOPIC_MADE, "topic", topic_id, who=who, new={"topic": name})


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise TrackerError("A topic needs a name.")
    if len(name) > LONGEST_NAME:
        raise TrackerError(f"A topic's name has at most {LONGEST_NAME} characters.")
    return name


@in_transaction
def tag(db: Database, noun: str, noun_id: int, name: str, *, who: str) -> int | None:
    """Put a topic, made where it is new, on a claim, thread or document; return the event."""
    _need_tagged(db, noun, noun_id)
    name = _checked(name)
    topic_id = topics.find(db, key_of(name))
    made = topic_id is None
    topic_id = topics.add(db, name, key_of(name)) if topic_id is None else topic_id
    if topics.is_tagged(db, topic_id, noun, noun_id):
        return None
    topics.tag(db, topic_id, noun, noun_id)
    if noun == "claim":
        claims.touch(db, noun_id)
    name = need(db, "topic", topic_id).name
    return nouns.record(
        db, EventKind.TAG_ADDED, noun, noun_id, who=who, new={"with": topic_id, "topic": name, "made": made}
    )


def _need_tagged(db: Database, noun: str, noun_id: int) -> None:
    if noun not in TAGGED:
        raise TrackerError("A topic is put on a claim, a thread or a document.")
    need(db, noun, noun_id)


@in_transaction
def untag(db: Database, noun: str, noun_id: int, topic_id: int, *, who: str) -> int | None:
    """Take a topic off a claim, thread or document; return the event."""
    _need_tagged(db, noun, noun_id)
    topic = need(db, "topic", topic_id)
    if not topics.is_tagged(db, topic_id, noun, noun_id):
        return None
    topics.untag(db, topic_id, noun, noun_id)
    return nouns.record(
        db, EventKind.TAG_REMOVED, noun, noun_id, who=who, old={"with": topic_id, "topic": topic.name},
        new={"with": topic_id},
    )  # fmt: skip


@in_transaction
def rename(db: Database, topic_id: int, name: str, *, who: str) -> int | None:
    """Give a topic another name; return the event."""
    row, name = standing(db, topic_id), _checked(name)
    if name == row.name:
        return None
    _free(db, name, topic_id)
    topics.rename(db, topic_id, name, key_of(name))
    return nouns.record(
        db, EventKind.TOPIC_RENAMED, "topic", topic_id, who=who, old={"topic": row.name}, new={"topic": name}
    )


def _free(db: Database, name: str, topic_id: int) -> None:
    """Raise ``TrackerError`` where another topic has this name."""
    known = topics.find(db, key_of(name))
    if known is not None and known != topic_id:
        raise TrackerError(f"There is a topic “{name}” already (topic {known}); merge the two instead.")


@in_transaction
def describe(db: Database, topic_id: int, markdown: str, *, who: str) -> int | None:
    """Write a topic's description, in Markdown; return the event."""
    row, markdown = standing(db, topic_id), markdown.replace("\r\n", "\n").strip()
    if len(markdown) > LONGEST_DESCRIPTION:
        raise TrackerError(f"A description has at most {LONGEST_DESCRIPTION:,} characters.")
    if markdown == row.description:
        return None
    _put_description(db, topic_id, markdown)
    return nouns.record(
        db, EventKind.TOPIC_DESCRIBED, "topic", topic_id, who=who, old={"description": row.description},
        new={"description": markdown},
    )  # fmt: skip


def _put_description(db: Database, topic_id: int, markdown: str) -> None:
    topics.describe(db, topic_id, markdown)
    events.write_links(db, "topic", topic_id, links_in(markdown))


@in_transaction
def merge(db: Database, topic_id: int, into: int, *, who: str) -> int:
    """Say that two topics are one: what has the first has the second; return the event."""
    if topic_id == into:
        raise TrackerError("A topic cannot be merged with itself; name another one.")
    merged, kept = standing(db, topic_id), standing(db, into)
    held = topics.merge(db, topic_id, into)
    return nouns.record(
        db, EventKind.TOPICS_MERGED, "topic", topic_id, who=who, old={"held": held, "topic": merged.name},
        new={"into": into, "topic": kept.name},
    )  # fmt: skip


def _undo_make(db: Database, event: Event) -> None:
    topic = need(db, "topic", event.noun_id)
    if not _is_bare(topic):
        raise TrackerError(f"“{topic.name}” is in use: take it off everything, or merge it into another topic.")
    events.set_withdrawn(db, "topic", topic.id, True)


def _is_bare(topic: Topic) -> bool:
    """Whether nothing hangs on a topic, so that it may go."""
    used = (topic.threads, topic.claims, topic.documents, topic.readings, topic.notes_count)
    return not any(used) and not topic.description and topic.merged_into is None


def _undo_tag(db: Database, event: Event) -> None:
    topic_id = event.new["with"]
    for standing_id in _with_merged(db, topic_id):
        topics.untag(db, standing_id, event.noun, event.noun_id)
    topic = need(db, "topic", topic_id)
    if event.new["made"] and _is_bare(topic) and not topics.tags(db, topic_id):
        events.set_withdrawn(db, "topic", topic_id, True)


def _with_merged(db: Database, topic_id: int) -> list[int]:
    """Return a topic and the one it is merged into, if any: its tags may have gone there."""
    into = need(db, "topic", topic_id).merged_into
    return [topic_id] if into is None else [topic_id, into]


def _undo_untag(db: Database, event: Event) -> None:
    topic = need(db, "topic", event.old["with"])
    if topic.withdrawn:
        _free(db, topic.name, topic.id)
        events.set_withdrawn(db, "topic", topic.id, False)
    topics.tag(db, topic.merged_into or topic.id, event.noun, event.noun_id)


def _undo_rename(db: Database, event: Event) -> None:
    name = event.old["topic"]
    _free(db, name, event.noun_id)
    topics.rename(db, event.noun_id, name, key_of(name))


def _undo_merge(db: Database, event: Event) -> None:
    _free(db, event.old["topic"], event.noun_id)
    topics.separate(db, event.noun_id, event.new["into"], event.old["held"])


class TopicShown(Topic, frozen=True):
    """A topic with what belongs to it: ``claims_alone`` are those tagged themselves, not those of its threads."""

    threads_in: list[ThreadSummary]
    claims_alone: list[ClaimWithQuantities]
    speakers_in: list[SpeakerOfTopic]
    documents_in: list[DocumentOfTopic]
    reading_list: list[ReadingEntry]
    notes_on: list[Note]
    events: list[Event]


def shown(db: Database, topic_id: int, *, most: int = -1) -> TopicShown:
    """Return a topic with its threads, claims, speakers, documents, reading list, notes and events.

    Of each list at most ``most`` entries (-1: all); the counts tell how many there are.
    """
    return TopicShown(
        **asdict(need(db, "topic", topic_id)),
        threads_in=topics.threads_of(db, topic_id, limit=most),
        claims_alone=claims.with_quantities(db, topics.claims_tagged(db, topic_id, limit=most)),
        speakers_in=topics.speakers_of(db, topic_id, limit=most),
        documents_in=topics.documents_of(db, topic_id, limit=most),
        reading_list=topics.reading_list(db, topic_id),
        notes_on=events.notes_about(db, "topic", topic_id),
        events=events.about(db, "topic", topic_id),
    )


def listed(db: Database) -> Listed[Topic]:
    """Return the standing topics in the order of their names."""
    return Listed(topics.counted(db), partial(topics.every, db))


def others(db: Database, topic_id: int) -> list[Name]:
    """Return the topics that one can be merged into, as many as a form suggests."""
    return [other for other in topics.names(db, limit=SUGGESTED) if other.id != topic_id]


class Tags(Record, frozen=True):
    """The topics ``on`` a claim, thread or document, and the ``names`` that the form for another one suggests."""

    on: list[Name]
    names: list[str]


def tags(db: Database, noun: str, noun_id: int) -> Tags:
    """Return the topics on a claim, thread or document with those that can be put on it."""
    offered = topics.offered(db, noun, noun_id, limit=SUGGESTED)
    return Tags([topic for topic, tagged in offered if tagged], [topic.name for topic, _ in offered])


LONGEST_REMARK = 2_000
"""Characters: why to read it, in a few sentences."""
LONGEST_TITLE = 300
"""Characters of an outside link's title."""
LONGEST_ADDRESS = 2_000
"""Characters; browsers take little more."""
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\.?[^\s]*", re.IGNORECASE)


@in_transaction
def add_reading(
    db: Database,
    topic_id: int,
    *,
    document_id: int | None = None,
    url: str | None = None,
    title: str = "",
    remark: str = "",
    who: str,
) -> int | None:
    """Put a stored document or an outside link at the end of a topic's list; return the event."""
    standing(db, topic_id)
    url, title, remark = (url or "").strip() or None, " ".join(title.split()), _checked_remark(remark)
    if (document_id is None) == (url is None):
        raise TrackerError("A reading is a stored document or a web address, one of the two.")
    if document_id is not None:
        document = need(db, "document", document_id)
        title = document.title or document.name
    elif url is not None and (not WEB_ADDRESS.fullmatch(url) or len(url) > LONGEST_ADDRESS):
        raise TrackerError(f"“{url[:80]}” is no web address; it begins with https:// or http://.")
    if len(title) > LONGEST_TITLE:
        raise TrackerError(f"A title has at most {LONGEST_TITLE} characters.")
    if topics.find_reading(db, topic_id, document_id, url) is not None:
        return None
    own = None if document_id is not None else title or None
    reading_id = topics.add_reading(db, topic_id, document_id=document_id, url=url, title=own, remark=remark)
    return nouns.record(
        db, EventKind.READING_ADDED, "topic", topic_id, who=who, new={"with": reading_id, "title": title or url}
    )


def _checked_remark(remark: str) -> str:
    remark = remark.replace("\r\n", "\n").strip()
    if len(remark) > LONGEST_REMARK:
        raise TrackerError(f"A remark has at most {LONGEST_REMARK:,} characters.")
    return remark


def _need_reading(db: Database, topic_id: int, reading_id: int) -> ReadingEntry:
    row = topics.reading_entry(db, reading_id)
    if row is None or row.topic_id != topic_id or row.removed:
        raise NotFoundError(f"There is no entry {reading_id} on the reading list of topic {topic_id}.")
    return row


def remark_of(db: Database, reading_id: int) -> str:
    """Return the remark beside an entry of a reading list; raises ``NotFoundError`` where there is none."""
    row = topics.reading_entry(db, reading_id)
    if row is None or row.removed:
        raise NotFoundError(f"There is no entry {reading_id} on a reading list.")
    return row.remark


@in_transaction
def remark_on_reading(db: Database, topic_id: int, reading_id: int, text: str, *, who: str) -> int | None:
    """Write the remark beside an entry; return the event."""
    row, text = _need_reading(db, topic_id, reading_id), _checked_remark(text)
    if text == row.remark:
        return None
    topics.set_reading_remark(db, reading_id, text)
    return nouns.record(
        db, EventKind.READING_REMARKED, "topic", topic_id, who=who, old={"remark": row.remark},
        new={"with": reading_id, "remark": text, "title": row.heading},
    )  # fmt: skip


@in_transaction
def move_reading(db: Database, topic_id: int, reading_id: int, by: int, *, who: str) -> int | None:
    """Move an entry up (-1) or down (1); at the end of the list nothing changes. Return the event."""
    row = _need_reading(db, topic_id, reading_id)
    before = [entry.id for entry in topics.reading_list(db, topic_id)]
    after = [entry for entry in before if entry != reading_id]
    after.insert(max(0, min(len(after), before.index(reading_id) + by)), reading_id)
    if after == before:
        return None
    topics.reorder_readings(db, after)
    return nouns.record(
        db, EventKind.READING_MOVED, "topic", topic_id, who=who, old={"order": before},
        new={"order": after, "title": row.heading},
    )  # fmt: skip


@in_transaction
def remove_reading(db: Database, topic_id: int, reading_id: int, *, who: str) -> int:
    """Take an entry off its list; return the event."""
    row = _need_reading(db, topic_id, reading_id)
    events.set_withdrawn(db, "reading", reading_id, True)
    return nouns.record(
        db, EventKind.READING_REMOVED, "topic", topic_id, who=who, old={"title": row.heading}, new={"with": reading_id}
    )


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.TOPIC_MADE: _undo_make,
    EventKind.TAG_ADDED: _undo_tag,
    EventKind.TAG_REMOVED: _undo_untag,
    EventKind.TOPIC_RENAMED: _undo_rename,
    EventKind.TOPIC_DESCRIBED: lambda db, event: _put_description(db, event.noun_id, event.old["description"]),
    EventKind.TOPICS_MERGED: _undo_merge,
    EventKind.READING_ADDED: lambda db, event: events.set_withdrawn(db, "reading", event.new["with"], True),
    EventKind.READING_REMARKED: lambda db, event: topics.set_reading_remark(db, event.new["with"], event.old["remark"]),
    EventKind.READING_MOVED: lambda db, event: topics.reorder_readings(db, event.old["order"]),
    EventKind.READING_REMOVED: lambda db, event: events.set_withdrawn(db, "reading", event.new["with"], False),
}
"""How each of these is taken back."""
