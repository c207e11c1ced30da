"""The review queue: what waits in each part, in order, and what came of it: how often suggestions were right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from msgspec.structs import asdict

from tracker.cite.anchors import Placing, shared
from tracker.db import claims, documents, earlier_texts, events, relations, speakers
from tracker.db.connection import transaction
from tracker.db.events import COUNTED_TO
from tracker.db.rows import Database
from tracker.models import ClaimKind, Span
from tracker.models.claims import ClaimWithQuantities, Decided, EarlierDecision, UnsureAttribution
from tracker.models.documents import NamelessLabel, StoredDocument, StoredSpeaker
from tracker.models.events import Arrivals, Event, EventKind, Visit
from tracker.models.relations import (
    ANY,
    AskedAttribution,
    AskedGroup,
    AskedLabels,
    AskedMatch,
    AskedReadings,
    LostPlace,
    Narrowed,
    OpenDate,
    Question,
    SameSpeaker,
    StoredRelation,
    WhoseLabel,
)
from tracker.services.claims import GROUPS, LOOKED_THROUGH, Asked, Gathered, GatheredLane, around
from tracker.services.decisions import JUDGEMENTS
from tracker.services.nouns import text_of_claim
from tracker.services.versions import decided_on
from tracker.text.names import Suggestion, same_speakers

MOST_COUNTED: Final = COUNTED_TO
"""What is new is counted to so many."""
NAMES_OFFERED: Final = 5
"""Speakers of the same document offered for a label without a name, or for a claim that may be another's."""
POINTING: Final = frozenset(("pronoun", "title", "body", "document"))
"""The rules that follow words which are no name to somebody."""
AT_ONCE: Final = 8
"""Labels or unsure attributions in one question: what fits on a screen, with the words of each."""

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "groups": ("revised", "reversed", "spliced", "excerpt", "variant", "repeat"),
    "matches": ("revised", "reversed", "spliced", "excerpt", "variant", "repeat"),
    "speakers": ("same", "label"),
    "dates": (),
    "attributions": (ClaimKind.DIRECT.value, ClaimKind.MIXED.value, ClaimKind.INDIRECT.value),
    "places": ("lost", "earlier"),
}
"""What each lane can be narrowed to, in the order of its list."""


class Lane(Protocol):
    """One kind of question."""

    def count(self, db: Database, narrowed: Narrowed) -> int:
        """Return how many wait."""

    def listed(self, db: Database, narrowed: Narrowed, limit: int, offset: int) -> Sequence[Question]:
        """Return some that wait, in their order; a negative limit is none."""

    def following(self, db: Database, narrowed: Narrowed, after: str) -> Question | None:
        """Return the first after the one with a key (``""``: the first of all)."""

    def one(self, db: Database, key: str) -> Question | None:
        """Return the one with a key if it waits still."""


@dataclass(frozen=True, slots=True)
class StoredLane:
    """A lane that the database holds in its order: how it is counted and asked there, and what makes questions of it.

    A key is one number or several (``numbers``), with hyphens between.
    """

    numbers: int
    counted: Callable[[Database, Narrowed], int]
    asked: Callable[..., list[Any]]
    asked_one: Callable[..., Any]
    questions: Callable[[Database, list[Any]], Sequence[Question]]

    def count(self, db: Database, narrowed: Narrowed) -> int:
        """Return how many wait."""
        return self.counted(db, narrowed)

    def listed(self, db: Database, narrowed: Narrowed, limit: int, offset: int) -> Sequence[Question]:
        """Return some that wait, in their order; a negative limit is none."""
        return self.questions(db, self.asked(db, narrowed, limit=limit, offset=offset))

    def following(self, db: Database, narrowed: Narrowed, after: str) -> Question | None:
        """Return the first after the one with a key (``""``: the first of all)."""
        found = self.asked(db, narrowed, limit=1, after=_numbers(after, self.numbers))
        return next(iter(self.questions(db, found)), None)

    def one(self, db: Database, key: str) -> Question | None:
        """Return the one with a key if it waits still."""
        numbers = _numbers(key, self.numbers)
        found = self.asked_one(db, *numbers) if numbers else None
        return self.questions(db, [found])[0] if found else None


def _numbers(key: str, many: int) -> tuple[int, ...] | None:
    """Return the numbers a key is made of, ``None`` where it is none.

    >>> _numbers("12-31", 2), _numbers("12-x", 2)
    ((12, 31), None)
    """
    parts = key.split("-")
    return tuple(map(int, parts)) if len(parts) == many and all(part.isdecimal() for part in parts) else None


def _matches(db: Database, rows: list[StoredRelation]) -> list[AskedMatch]:
    known = _claims(db, {claim_id for row in rows for claim_id in (row.a, row.b)})
    return [
        AskedMatch(**asdict(row), claim_a=known[row.a], claim_b=known[row.b], key=f"{row.a}-{row.b}") for row in rows
    ]


def _readings(db: Database, narrowed: Narrowed) -> dict[str, list[UnsureAttribution]]:
    """Return what is asked of attributions by the first claim's number: those unsure for one reason, by several."""
    by_reason: dict[str, list[UnsureAttribution]] = {}
    for row in relations.attributions(db, narrowed, limit=LOOKED_THROUGH):
        by_reason.setdefault(_reason(row), []).append(row)
    parts = (rows[at : at + AT_ONCE] for rows in by_reason.values() for at in range(0, len(rows), AT_ONCE))
    return {str(rows[0].id): rows for rows in parts}


def _reason(row: UnsureAttribution) -> str:
    return "pointed at" if row.speaker_rule in POINTING else "named"


def _asked_readings(db: Database, key: str, rows: Sequence[UnsureAttribution]) -> AskedReadings:
    """Return a question with its claims, what stands around each, and who else is named in its document."""
    known = _claims(db, [row.id for row in rows])
    found = []
    for row in rows:
        claim = known[row.id]
        before, after = around(text_of_claim(db, claim), claim.start, claim.end)
        named = speakers.named_in(db, claim.document_id, limit=NAMES_OFFERED)
        names = tuple(name for name in named if name != claim.speaker)
        found.append(AskedAttribution(**asdict(claim) | asdict(row), before=before, after=after, names=names))
    return AskedReadings(key, _reason(rows[0]), tuple(found))


def _dates(db: Database, rows: list[StoredDocument]) -> list[OpenDate]:
    return [OpenDate(**asdict(row), key=str(row.id)) for row in rows]


def _claims(db: Database, claim_ids: Iterable[int]) -> dict[int, ClaimWithQuantities]:
    return {claim.id: claim for claim in claims.with_quantities(db, claims.several(db, [*claim_ids]))}


def _speaker_questions(db: Database, narrowed: Narrowed) -> dict[str, Suggestion | list[NamelessLabel]]:
    """Return what is asked of speakers, by its key: first who may be one, then labels without a name, by several."""
    found: dict[str, Suggestion | list[NamelessLabel]] = {}
    if narrowed.kind != "label" and narrowed.document is None:
        apart = speakers.apart(db)
        for pair in same_speakers(speakers.identities(db)):
            both = (min(pair.short, pair.full), max(pair.short, pair.full))
            if both not in apart and (narrowed.speaker is None or narrowed.speaker in both):
                found[f"same-{pair.short}-{pair.full}"] = pair
    if narrowed.kind != "same":
        labels = [
            label
            for label in speakers.nameless(db)
            if narrowed.document in (None, label.document_id) and narrowed.speaker in (None, label.speaker_id)
        ]
        for at in range(0, len(labels), AT_ONCE):
            found[f"label-{labels[at].claim_id}"] = labels[at : at + AT_ONCE]
    return found


def _detailed(db: Database, key: str, question: Suggestion | list[NamelessLabel]) -> SameSpeaker | AskedLabels:
    """Return a question with the speakers or the claims it is about."""
    if isinstance(question, Suggestion):
        return SameSpeaker(
            key=key,
            asks="same",
            why=question.why,
            short=speakers.get(db, question.short),
            full=speakers.get(db, question.full),
            short_says=_said_by(db, question.short),
            full_says=_said_by(db, question.full),
        )
    known = _claims(db, [label.claim_id for label in question])
    return AskedLabels(
        key=key,
        asks="label",
        labels=tuple(
            WhoseLabel(
                **asdict(label),
                claim=known[label.claim_id],
                names=speakers.named_in(db, label.document_id, limit=NAMES_OFFERED),
            )
            for label in question
        ),
    )


def _said_by(db: Database, speaker_id: int) -> ClaimWithQuantities | None:
    """Return a claim of a speaker."""
    return next(iter(claims.with_quantities(db, claims.of_speaker(db, speaker_id, limit=1))), None)


def _place_questions(db: Database, narrowed: Narrowed) -> dict[str, int | EarlierDecision]:
    """Return what waits for a place, by its key: claims by their numbers, then decisions on earlier versions."""
    found: dict[str, int | EarlierDecision] = {}
    if narrowed.kind != "earlier":
        found |= {f"lost-{claim_id}": claim_id for claim_id in earlier_texts.lost(db, narrowed)}
    if narrowed.kind != "lost":
        found |= {f"earlier-{one.claim_id}-{one.document_id}": one for one in earlier_texts.earlier(db, narrowed)}
    return found


def _lost_place(db: Database, key: str, question: int | EarlierDecision) -> LostPlace:
    """Return a question with its claim, the place that is offered and what was decided."""
    if isinstance(question, EarlierDecision):
        (claim,) = claims.with_quantities(db, claims.several(db, [question.claim_id]))
        document_id, span = question.document_id, Span(question.start, question.end)
        asks, text = "earlier", documents.text_of(db, question.document_id)
    else:
        (claim,) = claims.with_quantities(db, claims.several(db, [question]))
        asks, document_id, text = "lost", claim.document_id, documents.text_of(db, claim.document_id)
        place = Placing(text_of_claim(db, claim), text).place(Span(claim.start, claim.end))
        span = place.span or place.nearest or Span(0, 0)
        inside = [Span(row.start, row.end) for row in claims.between(db, document_id, span.start, span.end)]
        span = max(inside, key=lambda one: shared(span, one), default=span)  # the program's claim there, if it has one
    near = span.start < span.end
    return LostPlace(
        key=key,
        asks=asks,
        claim=claim,
        document_id=document_id,
        start=span.start if near else None,
        end=span.end if near else None,
        now=span.of(text) if near else None,
        decided=decided_on(db, claim),
    )


def _each(
    told: Callable[[Database, str, Gathered], Asked],
) -> Callable[[Database, Mapping[str, Gathered]], list[Asked]]:
    """Return what tells several questions by what tells one."""
    return lambda db, found: [told(db, key, each) for key, each in found.items()]


LANES: Final[Mapping[str, Lane]] = {
    "groups": GROUPS,
    "matches": StoredLane(2, relations.matches_count, relations.matches, relations.match, _matches),
    "speakers": GatheredLane(_speaker_questions, _each(_detailed)),
    "dates": StoredLane(1, relations.dates_count, relations.dates, relations.date, _dates),
    "attributions": GatheredLane(_readings, _each(_asked_readings), lambda rows: [str(row.id) for row in rows]),
    "places": GatheredLane(_place_questions, _each(_lost_place)),
}
"""The lanes by name, in the order in which they are shown."""


COUNTED: Final = tuple(name for name in LANES if name != "matches")
"""The lanes that make up how much waits: the pairs of suggested matches are asked by group, and one by one besides."""


def counts(db: Database) -> dict[str, int]:
    """Return how many questions wait in each lane."""
    return {name: lane.count(db, ANY) for name, lane in LANES.items()}


def claims_asked(questions: Iterable[Question]) -> list[ClaimWithQuantities]:
    """Return the claims that questions are about; those of documents and of pairs of speakers are about none."""
    found: list[ClaimWithQuantities] = []
    for question in questions:
        match question:
            case AskedMatch():
                found += [question.claim_a, question.claim_b]
            case AskedGroup():
                found += question.claims
            case AskedReadings():
                found += question.claims
            case AskedLabels():
                found += [label.claim for label in question.labels]
            case LostPlace():
                found.append(question.claim)
    return found


@dataclass(frozen=True, slots=True)
class NarrowedTo:
    """The speaker and the document that a lane is narrowed to, where there are such."""

    speaker: StoredSpeaker | None
    document: StoredDocument | None


def narrowed_to(db: Database, narrowed: Narrowed) -> NarrowedTo:
    """Return what the numbers of a filter stand for."""
    return NarrowedTo(
        None if narrowed.speaker is None else speakers.get(db, narrowed.speaker),
        None if narrowed.document is None else documents.get(db, narrowed.document),
    )


NEWS_SHOWN: Final = 8
"""Decisions of others told on the first page; the history has them all."""


@dataclass(frozen=True, slots=True)
class News:
    """What came since a reader's last visit: ``since`` is ``None`` for one who has never marked it; ``now`` is today's.

    ``events`` are what others did, the newest ones and one more than ``shown`` where there are more.
    """

    since: str | None
    counts: Arrivals
    events: list[Event]
    shown: int
    now: Visit


def news(db: Database, seen: Visit | None, *, who: str) -> News:
    """Return what came since a reader saw the queue last."""
    since = seen or Visit(event_id=0, claim_id=0, thread_id=0)
    return News(
        since.at,
        events.counts_since(db, since),
        events.events_since(db, since.event_id, who=who, limit=NEWS_SHOWN + 1),
        NEWS_SHOWN,
        events.now_at(db),
    )


seen = events.visit


def mark_seen(db: Database, who: str, visit: Visit) -> None:
    """Keep how far a reader has seen."""
    with transaction(db):
        events.put_visit(db, who, visit)


def anything_stored(db: Database) -> bool:
    """Whether there is any document that questions could come of."""
    return documents.count(db) > 0


UNDONE_HERE: Final = (EventKind.MATCH_CONFIRMED, EventKind.MATCH_REFUSED, EventKind.SPEAKER_PICKED,
                      EventKind.SPAN_PICKED, EventKind.DATE_PICKED, EventKind.SPEAKERS_MERGED, EventKind.CLAIM_LET_GO,
                      EventKind.DECISIONS_CARRIED, EventKind.DECISIONS_LEFT, *JUDGEMENTS)  # fmt: skip
"""Decisions of the review queue, which its line at the foot offers to undo."""

LOOKED_BACK: Final = 200
"""Newest events among which a reader's last decision is looked for; an older one is undone from the history."""

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
    EventKind.CLAIM_LET_GO: "places",
    EventKind.DECISIONS_CARRIED: "places",
    EventKind.DECISIONS_LEFT: "places",
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
    if lane == "places":
        version = event.new.get("with")
        return lane, f"lost-{event.noun_id}" if version is None else f"earlier-{event.noun_id}-{version}"
    return lane, "" if event.kind is EventKind.SPEAKERS_KEPT_APART else str(event.noun_id)


@dataclass(frozen=True, slots=True)
class LastDone:
    """A reader's last decision that stands, how many its action held, and the lane and key of what it settled."""

    event: Event
    batch: int | None
    count: int
    place: tuple[str, str] | None


def last_done(db: Database, who: str) -> LastDone | None:
    """Return a reader's last decision here that stands."""
    event = events.last_of(db, who, UNDONE_HERE, limit=LOOKED_BACK)
    if event is None:
        return None
    batch = event.new.get("batch")
    standing = [e for e in events.of_batch(db, batch) if e.undone_by is None] if batch is not None else [event]
    return LastDone(event, batch, len(standing), place_of(event))


BANDS: Final = ((95, 101), (85, 95), (70, 85), (50, 70), (0, 50))
"""Scores in per cent, from and below; finer where most suggestions are."""

TOO_FEW: Final = 10
"""Decisions below which no share is told: among nine, a single one more moves the share by a tenth."""


@dataclass(frozen=True, slots=True)
class Precision:
    """What became of the suggestions of one kind or score band."""

    name: str
    confirmed: int
    refused: int

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.confirmed + self.refused

    @property
    def share(self) -> float | None:
        """The share that people confirmed, in [0, 1]; ``None`` where too few were decided to say."""
        return self.confirmed / self.decided if self.decided >= TOO_FEW else None


def by_band(rows: Sequence[Decided]) -> list[Precision]:
    """Return one entry a score band, the highest first.

    >>> from tracker.models import RelationKind
    >>> by_band([Decided(RelationKind.VARIANT, 97, 11, 1)])[0]
    Precision(name='95 to 100', confirmed=11, refused=1)
    """
    return [_sum(f"{low} to {high - 1}", (row for row in rows if low <= row.score < high)) for low, high in BANDS]


def by_kind(rows: Sequence[Decided], kinds: Iterable[str]) -> list[Precision]:
    """Return one entry a relation kind, in the order of ``kinds``."""
    return [_sum(kind, (row for row in rows if row.kind == kind)) for kind in kinds]


def _sum(name: str, rows: Iterable[Decided]) -> Precision:
    mine = list(rows)
    return Precision(name, sum(row.confirmed for row in mine), sum(row.refused for row in mine))


def by_month(rows: Sequence[Decided]) -> list[tuple[str, Precision]]:
    """Return one entry a month and kind in which anything was decided, the newest month first."""
    found = [
        (month, precision)
        for month in sorted({row.month for row in rows}, reverse=True)
        for precision in by_kind([row for row in rows if row.month == month], ASKED_KINDS)
    ]
    return [(month, precision) for month, precision in found if precision.decided]


ASKED_KINDS: Final = (*KINDS["matches"], "attribution")
"""What is asked, by kind: the matches by theirs, and who said what the program was unsure of."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How often what was asked was right: matches by score band, all by kind, and by month and kind.

    ``rows`` is how many rows that is counted from.
    """

    by_score: list[Precision]
    by_kind: list[Precision]
    by_month: list[tuple[str, Precision]]
    rows: int


def measured(db: Database) -> Measured:
    """Return how often what was asked was right, as people decided."""
    matches = relations.decided(db)
    rows = [*matches, *relations.attributions_decided(db)]
    return Measured(by_band(matches), by_kind(rows, ASKED_KINDS), by_month(rows), len(rows))
