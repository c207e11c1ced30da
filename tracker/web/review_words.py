"""The words of the review queue: its lanes, its filters and what was done last (pure but for addresses)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.desk.judging import UNDO as JUDGED
from tracker.desk.narrowing import NUMBER
from tracker.language.lexicon import rows
from tracker.models import ClaimKind, TrackerError
from tracker.models.documents import StoredDocument
from tracker.models.events import Event, EventKind
from tracker.models.speakers import StoredSpeaker
from tracker.store.waiting import USEFUL_FIRST, Narrowed
from tracker.web.filters import Chip, address_with
from tracker.web.wording import term


@dataclass(frozen=True, slots=True)
class LaneWords:
    """What a lane is called, asks, and says of its order and when it is empty."""

    name: str
    title: str
    asks: str
    order: str
    empty: str


KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "matches": tuple(kind.value for kinds in USEFUL_FIRST for kind in kinds),
    "speakers": ("same", "label"),
    "dates": (),
    "attributions": (ClaimKind.DIRECT.value, ClaimKind.MIXED.value, ClaimKind.INDIRECT.value),
}
"""What each lane can be narrowed to, in the order of its list."""

SPEAKER_KINDS: Final = {"same": "may be one", "label": "a label without a name"}

HIGHEST: Final = 100
"""The highest score, in per cent."""

UNDONE_HERE: Final = (EventKind.MATCH_CONFIRMED, EventKind.MATCH_REFUSED, EventKind.SPEAKER_PICKED,
                      EventKind.SPAN_PICKED, EventKind.DATE_PICKED, EventKind.SPEAKERS_MERGED, *JUDGED)  # fmt: skip
"""Decisions of the review queue, which its line at the foot offers to undo."""


@cache
def lane_words() -> dict[str, LaneWords]:
    """Return the words of each lane by its name, in the order of the page."""
    return {row[0]: LaneWords(*row) for row in rows("web", "lanes.tsv")}


def kind_label(lane: str, kind: str) -> str:
    """Return what a kind of question is called in its lane."""
    if lane == "speakers":
        return SPEAKER_KINDS[kind]
    return term("relation" if lane == "matches" else "kind", kind).label


def narrowed_by(lane: str, args: Mapping[str, str]) -> Narrowed:
    """Return what an address narrows a lane to; raises ``TrackerError`` for what is no filter."""
    given = {key: value.strip() for key, value in args.items() if value.strip()}
    least = given.get("score")
    if least is not None and not (least.isdecimal() and int(least) <= HIGHEST):
        raise TrackerError(f"A score is a whole number from 0 to {HIGHEST}, not “{least}”.")
    return Narrowed(
        kind=_kind(lane, given.get("kind")),
        speaker=_number(given.get("speaker"), "speaker"),
        document=_number(given.get("document"), "document"),
        least=None if least is None else float(least),
    )


def _kind(lane: str, kind: str | None) -> str | None:
    if kind is not None and kind not in KINDS[lane]:
        known = f"there are {', '.join(KINDS[lane])}" if KINDS[lane] else "this lane has no kinds"
        raise TrackerError(f"“{kind}” is no kind of question here; {known}.")
    return kind


def _number(value: str | None, what: str) -> int | None:
    if value is not None and not NUMBER.fullmatch(value):
        raise TrackerError(f"A {what} is chosen by its number, not by “{value}”.")
    return None if value is None else int(value)


def chips_of(
    lane: str, narrowed: Narrowed, speaker: StoredSpeaker | None, document: StoredDocument | None
) -> list[Chip]:
    """Return the filters in force, in words."""
    found = []
    if narrowed.kind is not None:
        found.append(Chip(kind_label(lane, narrowed.kind), address_with(kind=None)))
    if narrowed.speaker is not None:
        name = speaker.name if speaker else f"speaker {narrowed.speaker}"
        found.append(Chip(f"by {name}", address_with(speaker=None)))
    if narrowed.document is not None:
        name = document.heading if document else f"document {narrowed.document}"
        found.append(Chip(f"in {name}", address_with(document=None)))
    if narrowed.least is not None:
        found.append(Chip(f"score {narrowed.least:.0f} or more", address_with(score=None)))
    return found


LANE_OF: Final[Mapping[EventKind, str]] = {
    EventKind.MATCH_CONFIRMED: "matches",
    EventKind.MATCH_REFUSED: "matches",
    EventKind.DATE_PICKED: "dates",
    EventKind.DATE_LEFT_OPEN: "dates",
    EventKind.SPEAKERS_MERGED: "speakers",
    EventKind.SPEAKERS_KEPT_APART: "speakers",
    EventKind.ATTRIBUTION_CONFIRMED: "attributions",
    EventKind.CLAIM_REJECTED: "attributions",
    EventKind.SPEAKER_PICKED: "attributions",
    EventKind.SPAN_PICKED: "attributions",
}
"""The lane whose question each kind of decision settles."""


def place_of(event: Event) -> tuple[str, str] | None:
    """Return the lane and the key of the question an event settled, ``None`` where it settled none.

    >>> place_of(Event(id=1, at="", who="", kind=EventKind.MATCH_REFUSED, noun="claim", noun_id=3, new={"with": 9}))
    ('matches', '3-9')
    """
    lane = LANE_OF.get(event.kind)
    if lane is None:
        return None
    if lane == "matches":
        return lane, f"{event.noun_id}-{event.new['with']}"
    if event.kind is EventKind.SPEAKERS_MERGED:
        return lane, f"same-{event.noun_id}-{event.new['into']}"
    return lane, "" if event.kind is EventKind.SPEAKERS_KEPT_APART else str(event.noun_id)
