"""Two to six nouns side by side, aligned by thread; and a release beside the papers that quote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from tracker.check.quotations import Said
from tracker.check.reuse import Outcome, Reuse, Trace, reuse
from tracker.db import alignment, claims
from tracker.db import relations as stored_relations
from tracker.db.rows import Database
from tracker.matching.threads import Between, Ground, between
from tracker.models import Record, RelationKind, TrackerError
from tracker.models.claims import ClaimWithQuantities, SaidClaim, StoredClaim
from tracker.models.documents import StoredDocument, StoredSpeaker
from tracker.models.relations import Decision
from tracker.models.threads import SideCounts, SideStatement
from tracker.services.linking import Linker
from tracker.services.nouns import need
from tracker.services.positions import Cell, Question, QuestionShown, Stated, described, question_places, questions
from tracker.text.differences import Difference

FEWEST, MOST = 2, 6
"""Sides of a comparison."""
CANDIDATES = 200
"""Threads of the sides that are looked at, those most sides share first."""
WORKED_OUT = 16
"""Pairs without a stored relation whose relation is worked out for one page."""
PAIRS_SHOWN = 6
"""Pairs of one row whose relation is shown, the opposed ones first; the others are counted."""
SINGULAR = {"claims": "claim", "speakers": "speaker", "documents": "document"}
TELLING = ("reversed", "revised", "spliced", "excerpt", "variant", "repeat", "related", "none")
"""The relations in the order in which they are shown."""


class Side(Record, frozen=True):
    """One of what stands side by side, with how many claims it has and how many of them stand in a thread."""

    id: int
    name: str
    claims: int
    threaded: int
    row: StoredSpeaker | StoredDocument | ClaimWithQuantities


def sides(db: Database, noun: str, ids: Sequence[int]) -> list[Side]:
    """Return the sides in the order given, each once: a speaker who was merged as whom they were merged into.

    Raises ``TrackerError`` for more than ``MOST`` sides, ``NotFoundError`` for one that is not there.
    """
    if len(ids) > MOST:
        raise TrackerError(f"At most {MOST} can stand side by side; these are {len(ids)}.")
    rows = {row.id: row for row in _each(db, noun, ids)}
    said = {counts.side: counts for counts in alignment.said_by(db, noun, list(rows))}
    found = []
    for side_id, row in rows.items():
        counts = said.get(side_id, SideCounts(side_id, 0, 0))
        found.append(Side(side_id, _name(row), counts.claims, counts.threaded, row))
    return found


def _each(
    db: Database, noun: str, ids: Sequence[int]
) -> Iterator[StoredSpeaker | StoredDocument | ClaimWithQuantities]:
    if noun == "claims":
        yield from claims.with_quantities(db, [need(db, "claim", claim_id) for claim_id in dict.fromkeys(ids)])
    elif noun == "documents":
        yield from (need(db, "document", document_id) for document_id in ids)
    else:
        for speaker_id in ids:
            speaker = need(db, "speaker", speaker_id)
            yield speaker if speaker.merged_into is None else need(db, "speaker", speaker.merged_into)


def _name(row: StoredSpeaker | StoredDocument | ClaimWithQuantities) -> str:
    if isinstance(row, StoredSpeaker):
        return row.name
    return row.heading if isinstance(row, StoredDocument) else f"Claim {row.id}"


class Aligned(Record, frozen=True):
    """A question that sides have a word in, as ids: their statements, and how many sides they are of."""

    question: Question
    statements: tuple[SideStatement, ...]
    sides: int


def aligned(db: Database, noun: str, ids: Sequence[int], *, alone: bool = False) -> list[Aligned]:
    """Return the questions the sides have a word in, those of most sides first, to be told by ``shown``.

    Without ``alone`` only those where two sides or more speak.
    """
    several = questions(db, alignment.shared(db, noun, ids, limit=CANDIDATES))
    statements: dict[int, list[SideStatement]] = {}
    for said in alignment.statements(db, question_places(several), noun, ids):
        statements.setdefault(said.question, []).append(said)
    found = [
        Aligned(one, tuple(known), len({said.side for said in known}))
        for one in several
        if (known := statements.get(one.thread))
    ]
    return sorted((row for row in found if alone or row.sides >= FEWEST), key=lambda row: -row.sides)


class RelationShown(Record, frozen=True):
    """What two claims are to each other: as stored, or worked out now by the same rules (``stored`` false)."""

    kind: RelationKind
    score: float
    reasons: tuple[str, ...]
    decision: Decision | None
    stored: bool


class PairOfSides(Record, frozen=True):
    """What two sides are to each other on a question, and what their latest statements are."""

    a: int
    b: int
    between: Between
    ground: Ground
    relation: RelationShown | None
    claim_a: Stated
    claim_b: Stated


class QuestionCompared(QuestionShown, frozen=True):
    """A question with what its sides are to each other; ``more_pairs`` counts those not shown."""

    pairs: tuple[PairOfSides, ...]
    more_pairs: int


def shown(db: Database, rows: Sequence[Aligned], ids: Sequence[int]) -> list[QuestionCompared]:
    """Return aligned questions with their words, and what the sides are to each other."""
    found = described(db, [row.question for row in rows], [said for row in rows for said in row.statements], ids)
    related = relations(
        db, [(one.latest.id, other.latest.id) for row in found for one, other in combinations(row.cells, 2)]
    )
    return [_compared(row, related) for row in found]


def _compared(row: QuestionShown, related: Mapping[tuple[int, int], RelationShown]) -> QuestionCompared:
    pairs = sorted((_pair(one, other, related) for one, other in combinations(row.cells, 2)), key=_rank)
    told = {name: getattr(row, name) for name in row.__struct_fields__}
    return QuestionCompared(**told, pairs=tuple(pairs[:PAIRS_SHOWN]), more_pairs=max(0, len(pairs) - PAIRS_SHOWN))


def _rank(pair: PairOfSides) -> tuple[bool, int]:
    kind = pair.relation.kind if pair.relation else RelationKind.NONE
    return (pair.between == Between.TOGETHER, TELLING.index(kind))


def _pair(one: Cell, other: Cell, related: Mapping[tuple[int, int], RelationShown]) -> PairOfSides:
    a, b = one.latest, other.latest
    return PairOfSides(
        a=one.side,
        b=other.side,
        between=between(a.position, b.position),
        ground=Ground.SUGGESTED if Ground.SUGGESTED in (a.ground, b.ground) else Ground.CONFIRMED,
        relation=related.get((a.id, b.id)),
        claim_a=a,
        claim_b=b,
    )


def relations(db: Database, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], RelationShown]:
    """Return what the claims of each pair are to each other: as stored, or worked out now by the same rules.

    Refused pairs keep their decision. Of pairs that have nothing stored at most ``WORKED_OUT`` are worked out.
    """
    stored = alignment.relations_of_pairs(db, pairs)
    linker, worked_out = Linker(db), 0
    linker.load(sorted({claim_id for pair in pairs for claim_id in pair}))
    found = {}
    for a, b in pairs:
        known = stored.get((min(a, b), max(a, b)))
        if known is not None:
            found[a, b] = RelationShown(known.kind, known.score, known.reasons, known.decision, stored=True)
        elif a != b and worked_out < WORKED_OUT:
            worked_out += 1
            made = linker.relate(a, b)
            found[a, b] = RelationShown(made.kind, made.score, tuple(made.reasons), None, stored=False)
    return found


class PairOfClaims(Record, frozen=True):
    """Two claims, and what they are to each other."""

    a: int
    b: int
    relation: RelationShown
    claim_a: ClaimWithQuantities
    claim_b: ClaimWithQuantities


def pairs_of_claims(db: Database, ids: Sequence[int]) -> list[PairOfClaims]:
    """Return what each two of some claims are to each other, in their order."""
    rows = {claim.id: claim for claim in claims.with_quantities(db, claims.several(db, ids))}
    related = relations(db, list(combinations(ids, 2)))
    return [PairOfClaims(a, b, related[a, b], rows[a], rows[b]) for a, b in combinations(ids, 2)]


MOST_CLAIMS = 400
"""Claims of one document that are looked at: more than any release or article has; of a whole book, its beginning."""
OUTCOMES = tuple(Outcome)
REATTRIBUTED = "re-attributed"
"""What is counted beside the outcomes: that the words stand under another name."""


class TraceShown(Record, frozen=True):
    """A ``check.reuse.Trace`` with the claim of the paper."""

    source: int
    paper: int
    outcome: Outcome
    changes: tuple[Difference, ...]
    cut: tuple[str, ...]
    negation: str
    relation: RelationKind | None
    reattributed: bool
    claim: StoredClaim


class FateShown(Record, frozen=True):
    """What became of a quotation in one paper, the most faithful of its traces first."""

    outcome: Outcome
    reattributed: bool
    traces: tuple[TraceShown, ...]

    def has(self, outcome: str) -> bool:
        """Say whether it came to an outcome, or to stand under another name."""
        return self.reattributed if outcome == REATTRIBUTED else self.outcome == outcome


class Followed(Record, frozen=True):
    """A quotation of the fuller source, and its fate in each paper."""

    claim: StoredClaim
    fates: dict[int, FateShown]


class Fuller(Record, frozen=True):
    """Which document is taken as the fuller source, and why."""

    id: int
    why: str


class Carried(Record, frozen=True):
    """What became of the quotations of the fuller source in each paper, and what only the papers have.

    ``counts`` tell by paper how often each outcome came about; ``limited`` that a document was longer than is looked
    at.
    """

    quotations: list[Followed]
    counts: dict[int, dict[str, int]]
    new: dict[int, list[StoredClaim]]
    limited: bool
    fuller: Fuller
    papers: list[int]


def carried(db: Database, document_ids: Sequence[int], chosen: int | None = None) -> Carried:
    """Return what became of the quotations of the fuller one of some documents in the others.

    Raises ``TrackerError`` where a reader's choice is none of them.
    """
    if chosen is not None and chosen not in document_ids:
        raise TrackerError("The fuller source has to be one of the documents that stand side by side.")
    source = _fuller(db, document_ids, chosen)
    papers = [one for one in document_ids if one != source.id]
    said = {document: stored_relations.said_in(db, document, limit=MOST_CLAIMS) for document in (source.id, *papers)}
    rows = {claim.id: claim for claim in claims.several(db, [one.id for found in said.values() for one in found])}
    found: dict[int, Reuse] = {}
    for paper in papers:
        related = stored_relations.relations_between(db, source.id, paper)
        kinds = {(relation.near, relation.far): relation.kind for relation in related}
        found[paper] = reuse(_as_said(said[source.id]), _as_said(said[paper]), kinds)
    fates: dict[int, dict[int, FateShown]] = {}
    for paper, carries in found.items():
        for fate in carries.fates:
            traces = tuple(_trace(trace, rows[trace.paper]) for trace in fate.traces)
            fates.setdefault(fate.source, {})[paper] = FateShown(fate.outcome, fate.reattributed, traces)
    return Carried(
        quotations=[Followed(rows[claim_id], by_paper) for claim_id, by_paper in fates.items()],
        counts={paper: _counts(carries) for paper, carries in found.items()},
        new={paper: [rows[claim_id] for claim_id in carries.new] for paper, carries in found.items()},
        limited=any(len(several) == MOST_CLAIMS for several in said.values()),
        fuller=source,
        papers=papers,
    )


def _fuller(db: Database, document_ids: Sequence[int], chosen: int | None) -> Fuller:
    """Return the fuller source: a reader's choice stands.

    Else it is the earliest, where all are dated and one day comes first; else the one with most words in quotation
    marks.
    """
    if chosen is not None:
        return Fuller(chosen, "chosen by the reader")
    rows = stored_relations.dates_and_quoted(db, document_ids)
    dated = sorted((row.date, row.id) for row in rows if row.date)
    if len(dated) == len(rows) and dated[0][0] < dated[1][0] and not dated[1][0].startswith(dated[0][0]):
        return Fuller(dated[0][1], "the earliest of them")
    best = max(rows, key=lambda row: (row.quoted, -document_ids.index(row.id)))
    return Fuller(best.id, "it has most words in quotation marks")


def _trace(trace: Trace, claim: StoredClaim) -> TraceShown:
    return TraceShown(
        trace.source,
        trace.paper,
        trace.outcome,
        trace.changes,
        trace.cut,
        trace.negation,
        trace.relation,
        trace.reattributed,
        claim,
    )


def _counts(found: Reuse) -> dict[str, int]:
    counts = {outcome.value: 0 for outcome in OUTCOMES}
    for fate in found.fates:
        counts[fate.outcome] += 1
    return counts | {REATTRIBUTED: sum(fate.reattributed for fate in found.fates)}


def _as_said(rows: Sequence[SaidClaim]) -> list[Said]:
    return [Said(row.id, row.text, row.kind, row.speaker, row.turn) for row in rows]
