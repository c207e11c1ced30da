"""What the review queue asks a person, and what its lanes can be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tracker.models.claims import ClaimWithQuantities
from tracker.models.documents import StoredDocument
from tracker.models.record import Record
from tracker.models.relations import StoredRelation
from tracker.models.speakers import NamelessLabel, StoredSpeaker


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a lane is narrowed to; ``None`` is "any".

    ``kind`` is one of relations, of claims or of questions, as the lane has it; ``least`` a score in per cent.
    """

    kind: str | None = None
    speaker: int | None = None
    document: int | None = None
    least: float | None = None


ANY: Final = Narrowed()


class AskedMatch(StoredRelation, frozen=True):
    """Asks what two claims are to each other."""

    claim_a: ClaimWithQuantities
    claim_b: ClaimWithQuantities
    key: str


class AskedAttribution(ClaimWithQuantities, frozen=True):
    """Asks whether a claim was read right: with what makes its attribution unsure, and what stands around it."""

    confidence: float
    why: str
    rule: str
    speaker_rule: str
    before: str
    after: str
    key: str


class OpenDate(StoredDocument, frozen=True):
    """Asks for the date of a document."""

    key: str


class SameSpeaker(Record, frozen=True):
    """Asks whether two speakers are one, the one with the shorter name first; each with a claim."""

    key: str
    asks: str
    why: str
    short: StoredSpeaker | None
    full: StoredSpeaker | None
    short_says: ClaimWithQuantities | None
    full_says: ClaimWithQuantities | None


class WhoseLabel(NamelessLabel, frozen=True):
    """Asks whom a label stands for: its first claim, and the ``names`` that the document gives to others."""

    key: str
    asks: str
    claim: ClaimWithQuantities
    names: list[str]


Question = AskedMatch | AskedAttribution | OpenDate | SameSpeaker | WhoseLabel
"""What one entry of a lane asks, with its ``key``."""
