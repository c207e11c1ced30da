"""Findings of a draft's check that a person ignored, with the reason: what the same words in a later draft stand by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Final

from tracker.check.findings import Finding
from tracker.db import events
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.models import TrackerError
from tracker.models.events import Event, EventKind, Ignored
from tracker.services import nouns
from tracker.text.sentences import sentences

LONGEST_REASON: Final = 300
"""Characters of a reason: a sentence or two."""
OF_A_SENTENCE: Final = frozenset({Finding.FIGURE, Finding.ROUNDED, Finding.NOT_FOUND, Finding.WRONG_SPEAKER})
"""Findings that hang on what stands around the words: a figure says nothing alone, and a speaker is named outside."""

Key = tuple[str, str]
"""The words of a draft on one line, and the findings on them."""


def keys_of(draft: str, found: Iterable[tuple[int, int, Collection[Finding]]]) -> list[Key]:
    """Return by what findings of a draft, given as ``(start, end, findings)``, are remembered.

    The words are those found; with those of their sentence where the finding hangs on what stands around.
    """
    stands = sentences(draft)
    keys = []
    for start, end, findings in found:
        low, high = start, end
        if OF_A_SENTENCE & set(findings):
            around = [each for each in stands if each.start < end and start < each.end]
            low = min([start, *(each.start for each in around)])
            high = max([end, *(each.end for each in around)])
        keys.append((" ".join(draft[low:high].split()), ", ".join(findings)))
    return keys


def standing(db: Database, keys: Collection[Key]) -> dict[Key, Ignored]:
    """Return which of these findings are ignored; of two reasons the later one counts."""
    found = {(each.words, each.finding): each for each in events.ignored(db, {words for words, _ in keys})}
    return {key: found[key] for key in keys if key in found}


def ignore(db: Database, key: Key, reason: str, *, who: str) -> int | None:
    """Ignore a finding from now on; return the event, ``None`` where it is ignored already."""
    reason = " ".join(reason.split())
    if not reason:
        raise TrackerError("Say in a few words why this finding is ignored, so that others can follow it.")
    if len(reason) > LONGEST_REASON:
        raise TrackerError(f"The reason has at most {LONGEST_REASON} characters.")
    words, finding = key
    with transaction(db):
        if standing(db, [key]):
            return None
        at = nouns.now()
        number = events.add_ignored(db, words=words, finding=finding, reason=reason, who=who, at=at)
        return events.record(
            db, at=at, who=who, kind=EventKind.FINDING_IGNORED, noun="finding", noun_id=number,
            new={"words": words, "finding": finding, "reason": reason},
        )  # fmt: skip


def event_of(db: Database, ignored_id: int) -> int:
    """Return the event by which a finding was ignored; raises ``TrackerError`` where there is none."""
    found = [event.id for event in events.about(db, "finding", ignored_id) if event.kind is EventKind.FINDING_IGNORED]
    if not found:
        raise TrackerError("This finding is not ignored; check the draft again.")
    return found[0]


UNDO: dict[EventKind, Callable[[Database, Event], None]] = {
    EventKind.FINDING_IGNORED: lambda db, event: events.set_ignored_withdrawn(db, event.noun_id, True),
}
"""How it is taken back."""
