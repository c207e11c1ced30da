"""The review queue: what waits in each part, in order; and how often past suggestions were right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import asdict

from tracker.db import claims, documents, review, speakers
from tracker.db.review import ANY, Narrowed
from tracker.db.rows import Database, Row
from tracker.matching.speakers import Suggestion, same_speakers
from tracker.models.claims import ClaimWithQuantities, Decided, UnsureAttribution
from tracker.models.documents import StoredDocument
from tracker.models.record import Record
from tracker.models.speakers import NamelessLabel, StoredSpeaker
from tracker.services.claims import around, pairs

Question = Row | Record
"""What one entry of a lane asks, with its ``key``."""
NAMES_OFFERED: Final = 5
"""Speakers of the same document offered for a label without a name."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of question.

    ``listed`` takes what it is narrowed to, a limit and an offset; ``following`` gives the first entry after the one
    with a key (``""``: the first of all); ``one`` the entry with a key if it waits still. Each row has its ``key``.
    """

    count: Callable[[Database, Narrowed], int]
    listed: Callable[[Database, Narrowed, int, int], Sequence[Question]]
    following: Callable[[Database, Narrowed, str], Question | None]
    one: Callable[[Database, str], Question | None]


def _numbers(key: str, many: int) -> tuple[int, ...] | None:
    """Return the numbers a key is made of, ``None`` where it is none.

    >>> _numbers("12-31", 2), _numbers("12-x", 2)
    ((12, 31), None)
    """
    parts = key.split("-")
    return tuple(map(int, parts)) if len(parts) == many and all(part.isdecimal() for part in parts) else None


def _matches(db: Database, rows: list[Row]) -> list[Row]:
    return [row | {"key": f"{row['a']}-{row['b']}"} for row in pairs(db, rows)]


def _listed_matches(db: Database, narrowed: Narrowed, limit: int, offset: int) -> list[Row]:
    return _matches(db, review.matches(db, narrowed, limit=limit, offset=offset))


def _following_match(db: Database, narrowed: Narrowed, after: str) -> Row | None:
    pair = _numbers(after, 2)
    found = review.matches(db, narrowed, limit=1, after=(pair[0], pair[1]) if pair else None)
    return next(iter(_matches(db, found)), None)


def _one_match(db: Database, key: str) -> Row | None:
    pair = _numbers(key, 2)
    found = review.match(db, *pair) if pair else None
    return _matches(db, [found])[0] if found else None


class UnsureClaim(ClaimWithQuantities, frozen=True):
    """A claim with what makes its attribution unsure, and what stands around it."""

    confidence: float
    why: str
    rule: str
    speaker_rule: str
    before: str
    after: str
    key: str


def _attributions(db: Database, unsure: Sequence[UnsureAttribution]) -> list[UnsureClaim]:
    by_claim = {each.id: each for each in unsure}
    found = []
    for claim in claims.with_quantities(db, claims.several(db, list(by_claim))):
        before, after = around(documents.text_of(db, claim.document_id), claim.start, claim.end)
        values = asdict(claim) | asdict(by_claim[claim.id])
        found.append(UnsureClaim(**values, before=before, after=after, key=str(claim.id)))
    return found


def _listed_attributions(db: Database, narrowed: Narrowed, limit: int, offset: int) -> list[UnsureClaim]:
    return _attributions(db, review.attributions(db, narrowed, limit=limit, offset=offset))


def _following_attribution(db: Database, narrowed: Narrowed, after: str) -> UnsureClaim | None:
    number = _numbers(after, 1)
    found = review.attributions(db, narrowed, limit=1, after=number[0] if number else None)
    return next(iter(_attributions(db, found)), None)


def _one_attribution(db: Database, key: str) -> UnsureClaim | None:
    number = _numbers(key, 1)
    found = review.attribution(db, number[0]) if number else None
    return _attributions(db, [found])[0] if found else None


class OpenDate(StoredDocument, frozen=True):
    """Asks for the date of a document."""

    key: str


def _open_date(document: StoredDocument) -> OpenDate:
    return OpenDate(**asdict(document), key=str(document.id))


def _listed_dates(db: Database, narrowed: Narrowed, limit: int, offset: int) -> Sequence[Question]:
    return [*map(_open_date, review.dates(db, limit=limit, offset=offset))]


def _following_date(db: Database, narrowed: Narrowed, after: str) -> Question | None:
    number = _numbers(after, 1)
    return next(map(_open_date, review.dates(db, limit=1, after=number[0] if number else None)), None)


def _one_date(db: Database, key: str) -> Question | None:
    number = _numbers(key, 1)
    found = review.date(db, number[0]) if number else None
    return _open_date(found) if found else None


class SameSpeaker(Record, frozen=True):
    """Asks whether two speakers are one, the one with the shorter name first; each with a claim."""

    key: str
    asks: str
    why: str
    short: StoredSpeaker | None
    full: StoredSpeaker | None
    short_says: Row | None
    full_says: Row | None


class WhoseLabel(NamelessLabel, frozen=True):
    """Asks whom a label stands for: its first claim, and the ``names`` that the document gives to others."""

    key: str
    asks: str
    claim: Row
    names: list[str]


def _speaker_questions(db: Database, narrowed: Narrowed = ANY) -> dict[str, Suggestion | NamelessLabel]:
    """Return what is asked of speakers, by its key: first who may be one, then labels without a name."""
    found: dict[str, Suggestion | NamelessLabel] = {}
    if narrowed.kind != "label" and narrowed.document is None:
        apart = speakers.apart(db)
        for pair in same_speakers(speakers.identities(db)):
            both = (min(pair.short, pair.full), max(pair.short, pair.full))
            if both not in apart and (narrowed.speaker is None or narrowed.speaker in both):
                found[f"same-{pair.short}-{pair.full}"] = pair
    if narrowed.kind != "same":
        for label in speakers.nameless(db):
            if narrowed.document in (None, label.document_id) and narrowed.speaker in (None, label.speaker_id):
                found[f"label-{label.claim_id}"] = label
    return found


def _detailed(db: Database, key: str, question: Suggestion | NamelessLabel) -> SameSpeaker | WhoseLabel:
    """Return a question with the speakers or the claim it is about."""
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
    (claim,) = claims.with_quantities(db, claims.several(db, [question.claim_id]))
    names = speakers.named_in(db, question.document_id, limit=NAMES_OFFERED)
    return WhoseLabel(**asdict(question), key=key, asks="label", claim=claim, names=names)


def _said_by(db: Database, speaker_id: int) -> ClaimWithQuantities | None:
    """Return a claim of a speaker."""
    return next(iter(claims.with_quantities(db, claims.of_speaker(db, speaker_id, limit=1))), None)


def _count_speakers(db: Database, narrowed: Narrowed) -> int:
    return len(_speaker_questions(db, narrowed))


def _listed_speakers(db: Database, narrowed: Narrowed, limit: int, offset: int) -> Sequence[Question]:
    found = [*_speaker_questions(db, narrowed).items()]
    return [_detailed(db, *each) for each in (found[offset:] if limit < 0 else found[offset : offset + limit])]


def _following_speaker(db: Database, narrowed: Narrowed, after: str) -> Question | None:
    """Return the question after another; where that is settled, the first of all."""
    found = _speaker_questions(db, narrowed)
    keys = [*found]
    rest = keys[keys.index(after) + 1 :] if after in found else keys
    return _detailed(db, rest[0], found[rest[0]]) if rest else None


def _one_speaker(db: Database, key: str) -> Question | None:
    question = _speaker_questions(db).get(key)
    return _detailed(db, key, question) if question else None


LANES: Final[Mapping[str, Lane]] = {
    "matches": Lane(review.matches_count, _listed_matches, _following_match, _one_match),
    "speakers": Lane(_count_speakers, _listed_speakers, _following_speaker, _one_speaker),
    "dates": Lane(lambda db, narrowed: review.dates_count(db), _listed_dates, _following_date, _one_date),
    "attributions": Lane(review.attributions_count, _listed_attributions, _following_attribution, _one_attribution),
}
"""The lanes by name, in the order in which they are shown."""


def counts(db: Database) -> dict[str, int]:
    """Return how many questions wait in each lane."""
    return {name: lane.count(db, ANY) for name, lane in LANES.items()}


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
