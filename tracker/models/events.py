"""What people did and wrote: events of fixed kinds, notes and links, decisions on pairs, visits, tokens of programs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tracker.models import Record


class EventKind(StrEnum):
    """What was done, and to what: never reworded, since it is stored. ``event_kinds.tsv`` has the sentences.

    ``DECISION_UNDONE`` takes another event back, which its ``undoes`` names. ``UNKNOWN`` is an event of an earlier
    version whose sentence no kind fits; ``new`` keeps that as ``sentence``.
    """

    ATTRIBUTION_CONFIRMED = "attribution.confirmed"
    CLAIM_LET_GO = "claim.let_go"
    CLAIM_LOST = "claim.lost"
    CLAIM_MADE = "claim.made"
    CLAIM_MOVED = "claim.moved"
    CLAIM_REJECTED = "claim.rejected"
    DATABASE_LINKED = "database.linked"
    DATABASE_REPAIRED = "database.repaired"
    DATE_LEFT_OPEN = "date.left_open"
    DATE_PICKED = "date.picked"
    DECISION_UNDONE = "decision.undone"
    DECISIONS_CARRIED = "decisions.carried"
    DECISIONS_LEFT = "decisions.left"
    DOCUMENT_ADDED = "document.added"
    DOCUMENT_DELETED = "document.deleted"
    DOCUMENT_ERASED = "document.erased"
    DOCUMENT_REREAD = "document.reread"
    DOCUMENT_RESTORED = "document.restored"
    FACT_PICKED = "fact.picked"
    FIGURE_PARTED = "figure.parted"
    FINDING_IGNORED = "finding.ignored"
    FORM_REMOVED = "form.removed"
    FORM_SAVED = "form.saved"
    LEAD_PICKED = "lead.picked"
    MATCH_CONFIRMED = "match.confirmed"
    MATCH_REFUSED = "match.refused"
    MEASURES_JOINED = "measures.joined"
    NOTE_ADDED = "note.added"
    NOTE_EDITED = "note.edited"
    READING_ADDED = "reading.added"
    READING_MOVED = "reading.moved"
    READING_REMARKED = "reading.remarked"
    READING_REMOVED = "reading.removed"
    SCALE_ADDED = "scale.added"
    SCALE_WITHDRAWN = "scale.withdrawn"
    SEARCH_REMOVED = "search.removed"
    SEARCH_RENAMED = "search.renamed"
    SEARCH_SAVED = "search.saved"
    SEARCH_SEEN = "search.seen"
    SPAN_PICKED = "span.picked"
    SPEAKER_PICKED = "speaker.picked"
    SPEAKERS_KEPT_APART = "speakers.kept_apart"
    SPEAKERS_MERGED = "speakers.merged"
    STANCE_PICKED = "stance.picked"
    TAG_ADDED = "tag.added"
    TAG_REMOVED = "tag.removed"
    THREAD_REGROUPED = "thread.regrouped"
    THREAD_RENAMED = "thread.renamed"
    TOKEN_ENDED = "token.ended"  # noqa: S105 - a kind
    TOKEN_MADE = "token.made"  # noqa: S105 - a kind
    TOKEN_REFUSED = "token.refused"  # noqa: S105 - a kind
    TOPIC_DESCRIBED = "topic.described"
    TOPIC_MADE = "topic.made"
    TOPIC_RENAMED = "topic.renamed"
    TOPICS_MERGED = "topics.merged"
    UNKNOWN = "unknown"
    VERDICT_RECORDED = "verdict.recorded"
    VERDICT_REVISED = "verdict.revised"
    VERDICT_WITHDRAWN = "verdict.withdrawn"
    VERDICT_WORKED = "verdict.worked"


class Event(Record, frozen=True):
    """One recorded change: when, who, what, of which thing, what was so before and since. Append-only.

    ``undoes`` is the event it takes back and ``undid`` the kind of that; ``undone_by`` the event that took it back.
    ``erased`` is 1 where what was before and after was erased with a document.
    """

    id: int
    at: str
    who: str
    kind: EventKind
    noun: str
    noun_id: int
    old: Mapping[str, Any] = {}
    new: Mapping[str, Any] = {}
    undoes: int | None = None
    undid: EventKind | None = None
    undone_by: int | None = None
    erased: int = 0

    @property
    def decided(self) -> EventKind:
        """The kind of the decision it is about: its own, or that of the one it takes back."""
        return self.undid or self.kind


class Note(Record, frozen=True):
    """One version of a Markdown note on a thing, in place of the version it ``replaces``."""

    id: int
    noun: str
    noun_id: int
    markdown: str
    who: str
    at: str
    withdrawn: int
    replaces: int | None


class ExportedNote(Record, frozen=True):
    """A note as it leaves for other programs."""

    id: int
    noun: str
    noun_id: int
    markdown: str
    who: str
    at: str


class Decision(Record, frozen=True):
    """What a person decided of two claims (a < b), beside what the program suggested of them then.

    ``decision`` is ``confirmed`` or ``refused``; ``confirmed_as`` is ``revised``, ``reversed`` or ``same`` where that
    was said. The score is in per cent.
    """

    a: int
    b: int
    decision: str
    who: str
    at: str
    suggested_kind: str | None
    suggested_score: float | None
    confirmed_as: str | None


class Visit(Record, frozen=True):
    """How far somebody has seen: the newest event, claim and thread then; and when, ``None`` for never."""

    event_id: int
    claim_id: int
    thread_id: int
    at: str | None = None


class Arrivals(Record, frozen=True):
    """How many claims, threads and waiting matches came since a visit."""

    claims: int
    threads: int
    matches: int


class Ignored(Record, frozen=True):
    """A finding of a draft's check that a person ignored: by the draft's ``words`` and the ``finding`` on them."""

    id: int
    words: str
    finding: str
    reason: str
    who: str
    at: str


class NoteLink(Record, frozen=True):
    """What a link leads to: a noun and its number."""

    noun: str
    noun_id: int


class BrokenLink(Record, frozen=True):
    """A link that leads to nothing now; ``on_noun`` and ``on_id`` are what the note that holds it is about."""

    holder: str
    holder_id: int
    noun: str
    noun_id: int
    on_noun: str
    on_id: int


class LinkedFrom(Record, frozen=True):
    """Where something is linked from; ``note_id`` is ``None`` for a topic's description."""

    on_noun: str
    on_id: int
    note_id: int | None


class Scope(StrEnum):
    """What a token may: each what the one before it may, and more."""

    READ = "read"
    ADD = "add"
    DECIDE = "decide"


class ApiToken(Record, frozen=True):
    """A token of a program, without its secret; times are UTC, ``None`` for what has not been or never will be."""

    id: int
    holder: str
    scope: Scope
    made_at: str
    expires_at: str | None
    used_at: str | None
    ended_at: str | None

    def is_in_force(self, at: str) -> bool:
        """Whether it has neither ended nor expired at a moment."""
        return self.ended_at is None and (self.expires_at is None or at < self.expires_at)

    def may(self, needed: Scope) -> bool:
        """Whether its scope holds another."""
        return [*Scope].index(self.scope) >= [*Scope].index(needed)
