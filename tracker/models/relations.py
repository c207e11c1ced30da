"""Relations between two claims as stored, people's decisions on the pairs, and what the review queue asks a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from tracker.models import Record, RelationKind
from tracker.models.claims import ClaimWithQuantities, StoredClaim
from tracker.models.documents import NamelessLabel, StoredDocument, StoredSpeaker
from tracker.models.threads import ThreadOfClaim

Decision = Literal["confirmed", "refused"]
ConfirmedAs = Literal["revised", "reversed", "same"]
Offsets = tuple[int, int]


SURE_FROM: Final = 0.5
"""The share of suggestions of one kind and tenth of the score that are right, below which such ones are unsure.

The database holds the same line (its table ``sureness``)."""


class SuggestedPair(NamedTuple):
    """A suggested match, no more than what groups are made by: ``kind`` is one of ``RelationKind``."""

    a: int
    b: int
    kind: str
    score: float


class StoredRelation(Record, frozen=True):
    """What two claims are to each other, and what a person decided.

    ``differences`` are pairs of spans into the texts of ``a`` and of ``b``. ``sureness`` is the share of suggestions of
    its kind and tenth of the score that are right, ``None`` for mere relatedness.
    """

    a: int
    b: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    differences: tuple[tuple[Offsets, Offsets], ...]
    rules: str
    decision: Decision | None
    confirmed_as: ConfirmedAs | None
    decided_by: str | None
    decided_at: str | None
    sureness: float | None

    @property
    def unsure(self) -> bool:
        """Whether it is a suggestion that is folded until somebody confirms it."""
        return self.decision is None and self.sureness is not None and self.sureness < SURE_FROM


class OpposingRelation(Record, frozen=True):
    """A relation between a claim of a thread (``inside``) and another one."""

    a: int
    b: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    differences: tuple[tuple[Offsets, Offsets], ...]
    rules: str
    waits: int
    inside: int
    outside: int
    decision: Decision | None
    decided_by: str | None
    decided_at: str | None


class PairRelation(Record, frozen=True):
    """What two claims are to each other, as a person confirmed it, else as the program found it."""

    a: int
    b: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    decision: Decision | None


class OpposedPair(Record, frozen=True):
    """A pair by which a thread is revised or reversed: ``far`` stands in the thread ``side``, ``near`` in this one."""

    thread_id: int
    near: int
    far: int
    side: int
    of_leads: int
    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    decision: Decision | None


class RelationBetween(Record, frozen=True):
    """A relation from a claim of one document to one of another."""

    near: int
    far: int
    kind: RelationKind


class PairOutside(NamedTuple):
    """A relation from a claim of one document, ``near``, to a claim of another, ``far``, with what people decided.

    ``start`` is the place of the near claim in its text; ``a`` and ``b`` name the pair as it is decided on.
    """

    near_document: int
    near: int
    near_date: str | None
    start: int
    far_document: int
    far: int
    far_date: str | None
    a: int
    b: int
    kind: RelationKind
    score: float
    decision: Decision | None
    sureness: float | None

    @property
    def unsure(self) -> bool:
        """Whether it is a suggestion that is folded until somebody confirms it."""
        return self.decision is None and self.sureness is not None and self.sureness < SURE_FROM


SaidWhen = Literal["before", "same day", "open", "since"]


class SaidInShort(NamedTuple):
    """What a claim is to the earliest one that says it, and whether a person confirmed that."""

    kind: RelationKind
    confirmed: bool


class SaidEarlier(Record, frozen=True):
    """An earlier claim that says what one says, or what it changes, and what the two are to each other.

    ``a`` and ``b`` name the pair as it is decided on. ``when`` is ``open`` where the dates do not tell which came
    first, so that the order of adding stands for it.
    """

    claim: StoredClaim
    kind: RelationKind
    when: SaidWhen
    a: int
    b: int
    score: float
    sureness: float | None
    decision: Decision | None


class SaidBefore(Record, frozen=True):
    """A claim that was said before, with the earliest claim that says it.

    ``also`` are the earliest of those that are something else to it, as a changed figure or an opposite; ``more``
    counts the further ones. Of an unsure claim the surest stands for the earliest.
    """

    claim: StoredClaim
    earlier: SaidEarlier
    also: tuple[SaidEarlier, ...]
    more: int
    threads: tuple[ThreadOfClaim, ...]


class SaidBeforeIn(Record, frozen=True):
    """How many ``claims`` of a document were ``said`` before, with some of them or all.

    ``since`` counts those said elsewhere only later, ``waiting`` the questions about the document that nobody has
    answered, as the review queue asks them.
    """

    claims: int
    said: int
    rows: list[SaidBefore]
    unsure: list[SaidBefore]
    unsure_count: int
    since: int
    waiting: int


class RelationCounts(NamedTuple):
    """How many matches a claim has, and to how many others it is merely related."""

    matches: int
    related: int


class DecisionCounts(NamedTuple):
    """On how many pairs nobody has decided, and on how many somebody has."""

    suggested: int
    decided: int


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a lane is narrowed to; ``None`` is "any".

    ``kind`` is one of relations, of claims or of questions, as the lane has it; ``least`` a score in per cent. Of
    suggested matches the sure ones are meant, or with ``unsure`` those that are folded behind them; ``newer`` leaves
    those with a claim of a higher number, ``added_by`` those with a claim of a document that somebody added.
    """

    kind: str | None = None
    speaker: int | None = None
    document: int | None = None
    least: float | None = None
    unsure: bool = False
    newer: int | None = None
    added_by: str | None = None


ANY: Final = Narrowed()
UNSURE: Final = Narrowed(unsure=True)


Pair = tuple[int, int]


class OtherGroup(Record, frozen=True):
    """Claims that may be the same as those of a question too, give another figure, or be their opposite.

    ``claim`` stands for them.

    ``key`` names them in an answer; ``pairs`` are the suggestions that the answer decides. ``wordings`` are all of the
    claims where it says too that these are one, by the suggestions ``within``.
    """

    key: str
    kind: RelationKind
    claim: ClaimWithQuantities
    claims: int
    reasons: tuple[str, ...]
    pairs: tuple[Pair, ...]
    wordings: tuple[ClaimWithQuantities, ...] = ()
    within: tuple[Pair, ...] = ()


class AskedGroup(Record, frozen=True):
    """Asks whether some claims are one, oldest first, and what others are to them.

    ``odd`` are the ids of those that are less like the others than these are among themselves; ``pairs`` the
    suggestions between the claims that wait, ``besides`` those
    between ``others``, where they follow from what these are to the claims.
    """

    key: str
    claims: tuple[ClaimWithQuantities, ...]
    odd: tuple[int, ...]
    pairs: tuple[Pair, ...]
    others: tuple[OtherGroup, ...]
    besides: tuple[Pair, ...]

    @property
    def wordings(self) -> list[list[ClaimWithQuantities]]:
        """The claims by what they say, letter for letter but for blanks, in the order of their first ones."""
        found: dict[tuple[str, str], list[ClaimWithQuantities]] = {}
        for claim in self.claims:
            found.setdefault((claim.stance, " ".join(claim.text.split())), []).append(claim)
        return list(found.values())


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
    names: tuple[str, ...]


class AskedReadings(Record, frozen=True):
    """Asks whether some claims were read right, all of them unsure for one reason.

    It is ``named`` where a name stands beside the words and they may not be its own, ``pointed at`` where "she" or "the
    force" was followed to somebody. The ``names`` of each are those of others in its document.
    """

    key: str
    reason: str
    claims: tuple[AskedAttribution, ...]


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
    """A label that is asked about: its first claim, and the ``names`` that the document gives to others."""

    claim: ClaimWithQuantities
    names: list[str]


class AskedLabels(Record, frozen=True):
    """Asks whom some labels stand for, each in its document."""

    key: str
    asks: str
    labels: tuple[WhoseLabel, ...]


class LostPlace(Record, frozen=True):
    """Asks what becomes of a claim that people decided on.

    ``asks`` is ``lost``: its document was read again and lacks its words; or ``earlier``: it stands in an earlier
    version, and its words in the later one, ``document_id``. ``start`` and ``end`` are the place that is offered there,
    ``now`` its words, blank where none is near; ``decided`` names what was decided.
    """

    key: str
    asks: str
    claim: ClaimWithQuantities
    document_id: int
    start: int | None
    end: int | None
    now: str | None
    decided: tuple[str, ...]


Question = AskedGroup | AskedMatch | AskedReadings | OpenDate | SameSpeaker | AskedLabels | LostPlace
"""What one entry of a lane asks, with its ``key``."""
