"""Positions: threads as questions with sides, and the grid of where each speaker stands and who stands together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from msgspec.structs import asdict, replace

from tracker.db import alignment, claims
from tracker.db.rows import Database
from tracker.matching.threads import Attitude, Ground, Position, agreements, by_way_of, of_member, of_other_side
from tracker.models import NotFoundError, Record, RelationKind, Stance, TrackerError
from tracker.models.claims import StoredClaim
from tracker.models.documents import Name
from tracker.models.relations import Decision, OpposedPair, PairRelation
from tracker.models.threads import SideStatement, ThreadLead, ThreadTotals
from tracker.services.cite import Form, source_form, sources_cited

MOST_SIDES = 4
"""Opposed or revised threads that are taken into one question; further ones are counted."""

QuestionPlaces = list[tuple[int, int, int]]


class Stated(StoredClaim, frozen=True):
    """A claim with where it stands on a question, what that rests on, why, and by which thread."""

    attitude: Attitude
    ground: Ground
    reasons: tuple[str, ...]
    in_thread: int

    @property
    def position(self) -> Position:
        """Where it stands, as ``matching.threads`` compares positions."""
        return Position(self.attitude, self.ground, self.reasons, self.in_thread)


class Cell(Record, frozen=True):
    """What a side says on a question: how many statements it has there, its latest, its first and some others.

    ``first`` is ``None`` where there is one statement only. ``moved`` says that the attitude of the first and of the
    latest, both dated, differ; ``mixed`` that several attitudes stand beside each other.
    """

    side: int
    statements: int
    latest: Stated
    first: Stated | None
    others: tuple[Stated, ...]
    moved: bool
    mixed: bool


class OtherSide(ThreadLead, frozen=True):
    """A thread that reverses or revises a question's, and what tells so; ``near`` is the question's own claim of it."""

    kind: RelationKind
    reasons: tuple[str, ...]
    decision: Decision | None
    near: int


class QuestionShown(ThreadLead, frozen=True):
    """A question by its lead, with its other sides and a cell for each side that has a word in it."""

    sides: tuple[OtherSide, ...]
    more_sides: int
    cells: tuple[Cell, ...]

    def cell_of(self, side: int) -> Cell | None:
        """Return the cell of one side, ``None`` where it has no word in the question."""
        return next((cell for cell in self.cells if cell.side == side), None)


@dataclass(slots=True)
class Question:
    """One thread, and as its other sides the threads that reverse or revise it, by which pairs."""

    thread: int
    sides: list[OpposedPair] = field(default_factory=list)
    more_sides: int = 0
    direct: dict[int, OpposedPair] = field(default_factory=dict)

    @property
    def threads(self) -> list[int]:
        """The thread and its other sides, nearest first."""
        return [self.thread, *(pair.side for pair in self.sides)]


@dataclass(frozen=True, slots=True)
class Range:
    """The dates a view is narrowed to: ISO, inclusive, a year or month will do; ``None`` means open."""

    since: str | None = None
    until: str | None = None

    def given(self) -> dict[str, str | None]:
        """Return the range as arguments of the queries."""
        return {"since": self.since, "until": self.until}


def questions(db: Database, thread_ids: Sequence[int], *, together: bool = True) -> list[Question]:
    """Return threads as questions, in their order; with ``together`` a thread that is a side of one is none of its own.

    A side is a thread whose lead reverses or revises the question's lead, or with a claim that a person confirmed to
    do so: likenesses of other members are too weak to speak for a whole thread. Reversals come first.
    """
    by_thread: dict[int, list[OpposedPair]] = {}
    for pair in alignment.opposed(db, thread_ids):
        by_thread.setdefault(pair.thread_id, []).append(pair)
    found: dict[int, Question] = {}
    taken: set[int] = set()
    for thread_id in thread_ids:
        if thread_id in taken or thread_id in found:
            continue
        question = Question(thread_id)
        sides: dict[int, OpposedPair] = {}
        for pair in by_thread.get(thread_id, ()):
            question.direct.setdefault(pair.far, pair)
            if pair.of_leads or pair.decision == "confirmed":
                sides.setdefault(pair.side, pair)
        ranked = sorted(sides.values(), key=lambda pair: pair.kind != RelationKind.REVERSED)
        ranked = [pair for pair in ranked if not together or pair.side not in found]
        question.sides, question.more_sides = ranked[:MOST_SIDES], max(0, len(ranked) - MOST_SIDES)
        found[thread_id] = question
        if together:
            taken |= {pair.side for pair in question.sides}
    return list(found.values())


def question_places(several: Sequence[Question]) -> QuestionPlaces:
    """Return questions as the queries take them: ``(question, thread, place)``."""
    return [(one.thread, thread, place) for one in several for place, thread in enumerate(one.threads)]


def described(
    db: Database, several: Sequence[Question], statements: Sequence[SideStatement], sides: Collection[int]
) -> list[QuestionShown]:
    """Return questions with their leads, other sides, and a cell for each of ``sides`` that has a word in them."""
    leads = alignment.leads(db, {thread for one in several for thread in one.threads})
    rows = {claim.id: claim for claim in claims.several(db, sorted({said.claim_id for said in statements}))}
    to_lead = alignment.relations_of_pairs(db, {(said.claim_id, leads[said.thread_id].lead_id) for said in statements})
    by_question: dict[int, dict[int, list[SideStatement]]] = {}
    for said in statements:
        by_question.setdefault(said.question, {}).setdefault(said.side, []).append(said)
    found = []
    for one in several:
        cells = []
        for side in sides:
            known = [
                (said, Stated(**asdict(rows[said.claim_id]), **_standing(position)))
                for said in by_question.get(one.thread, {}).get(side, ())
                if (position := _position(one, said, leads[said.thread_id], to_lead))
            ]
            if known:
                cells.append(_cell(side, known))
        others = (
            OtherSide(
                **asdict(leads[pair.side]), kind=pair.kind, reasons=pair.reasons, decision=pair.decision, near=pair.near
            )
            for pair in one.sides
        )
        lead = asdict(leads[one.thread])
        found.append(QuestionShown(**lead, sides=tuple(others), more_sides=one.more_sides, cells=tuple(cells)))
    return found


def _standing(position: Position) -> dict[str, Any]:
    """Return a position as a statement carries it."""
    return {
        "attitude": position.attitude,
        "ground": position.ground,
        "reasons": position.reasons,
        "in_thread": position.thread,
    }


def _position(
    one: Question, said: SideStatement, lead: ThreadLead, to_lead: dict[tuple[int, int], PairRelation]
) -> Position | None:
    """Return where a statement stands on a question, or ``None`` where nothing tells."""
    claim_id, thread_id = said.claim_id, said.thread_id
    relation = to_lead.get((min(claim_id, lead.lead_id), max(claim_id, lead.lead_id)))
    member = of_member(
        thread_id,
        relation.kind if relation else None,
        relation.reasons if relation else (),
        relation.decision if relation else None,
        is_lead=claim_id == lead.lead_id,
    )
    if thread_id == one.thread:
        return member
    direct = one.direct.get(claim_id)
    if direct is not None:
        return of_other_side(thread_id, direct.kind, direct.reasons, direct.decision)
    side = next(pair for pair in one.sides if pair.side == thread_id)
    whole = of_other_side(thread_id, side.kind, side.reasons, side.decision)
    return by_way_of(whole, member, " ".join(lead.lead.split()))


def _cell(side: int, known: list[tuple[SideStatement, Stated]]) -> Cell:
    place, latest = min(known, key=lambda one: one[0].latest)
    _, first = min(known, key=lambda one: one[0].first)
    dated = first.date and latest.date and first.date != latest.date
    return Cell(
        side=side,
        statements=place.statements,
        latest=latest,
        first=first if first.id != latest.id else None,
        others=tuple(said for _, said in known if said.id not in (latest.id, first.id)),
        moved=bool(dated and first.attitude != latest.attitude),
        mixed=len({said.attitude for _, said in known}) > 1,
    )


CANDIDATES = 80
"""Threads most speakers share that are looked at to choose the rows; their other sides are folded into them."""
REVERSED_CANDIDATES = 40
"""Threads with a reversal that are looked at besides: two speakers may make two threads of one question."""
ROWS, MOST_ROWS = 8, 20
"""Questions a grid shows unless asked for more, and at most."""
COLUMNS, MOST_COLUMNS = 5, 10
"""Speakers a grid shows unless asked for more (as many as fit beside each other on a desk), and at most."""

ROW_ORDERS = ("shared", "latest", "earliest", "words")
COLUMN_ORDERS = ("shared", "name")
ATTITUDE_ORDER = [*Attitude]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a grid shows: threads and speakers (none: the most shared), dates, order of rows and columns, and how many.

    ``topic`` narrows the rows to the threads of one topic. ``by`` is one of ``ROW_ORDERS`` or a speaker's id: rows by
    that speaker's attitude. ``across`` is one of ``COLUMN_ORDERS`` or a thread's id: speakers by their attitude there.
    ``apart`` gives every thread a row of its own.
    """

    threads: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    dates: Range = field(default_factory=Range)
    topic: int | None = None
    by: str | int = "shared"
    across: str | int = "shared"
    rows: int = ROWS
    columns: int = COLUMNS
    apart: bool = False


class Column(Record, frozen=True):
    """A speaker of the grid, with the number of its questions in which they have a word."""

    id: int
    name: str
    questions: int


class Agreed(Record, frozen=True):
    """On how many questions of the grid two speakers stand together, against each other, or give different figures."""

    one: Name
    other: Name
    shared: int
    together: int
    against: int
    figures: int
    suggested: int


class Outside(Record, frozen=True):
    """What a speaker says on none of the questions, since nobody else says it: how many claims, and the latest."""

    speaker: Name
    claims: int
    latest: tuple[StoredClaim, ...]


class Grid(Record, frozen=True):
    """Speakers by questions: the columns, the rows with a cell for each speaker, who agrees, and how much there is.

    ``outside`` are the columns' statements outside all threads; ``shared_questions`` is among how many the
    questions were chosen.
    """

    speakers: list[Column]
    questions: list[QuestionShown]
    agreements: list[Agreed]
    outside: list[Outside]
    shared_questions: int
    totals: ThreadTotals


def grid(db: Database, choice: Choice) -> Grid:
    """Return the grid of a choice. Raises ``TrackerError`` for more rows or columns than a grid can show."""
    if len(choice.threads) > MOST_ROWS or len(choice.speakers) > MOST_COLUMNS:
        raise TrackerError(f"A grid shows at most {MOST_ROWS} threads and {MOST_COLUMNS} speakers.")
    several, shared = _rows(db, choice)
    columns = list(choice.speakers) or alignment.speakers_in(
        db, question_places(several), limit=choice.columns, **choice.dates.given()
    )
    said = alignment.statements(db, question_places(several), "speakers", columns, **choice.dates.given())
    found = described(db, several, said, columns)
    if not choice.threads:
        found = [row for row in found if row.cells]
    names = {speaker.id: speaker for speaker in alignment.speakers_of(db, columns)}
    columns = _across(choice.across, [speaker for speaker in columns if speaker in names], names, found)
    found = _by(choice.by, found)
    agreed = agreements({cell.side: cell.latest.position for cell in row.cells} for row in found)
    return Grid(
        speakers=[
            Column(speaker, names[speaker].name, sum(row.cell_of(speaker) is not None for row in found))
            for speaker in columns
        ],
        questions=[
            replace(row, cells=tuple(sorted(row.cells, key=lambda cell: columns.index(cell.side)))) for row in found
        ],
        agreements=[
            Agreed(
                one=names[pair.one],
                other=names[pair.other],
                shared=pair.shared,
                together=pair.together,
                against=pair.against,
                figures=pair.figures,
                suggested=pair.suggested,
            )
            for pair in agreed
        ],
        outside=_outside(db, columns, names),
        shared_questions=shared,
        totals=alignment.totals(db),
    )


OUTSIDE: Final = 3
"""Statements outside all threads that are shown of each speaker; the list of claims has the others."""


def _outside(db: Database, columns: Sequence[int], names: Mapping[int, Name]) -> list[Outside]:
    outside = alignment.outside_threads(db, columns, each=OUTSIDE)
    rows = {claim.id: claim for claim in claims.several(db, [row.claim_id for row in outside])}
    by_speaker = {speaker: list(group) for speaker, group in groupby(outside, key=lambda row: row.speaker)}
    return [
        Outside(names[column], found[0].claims, tuple(rows[row.claim_id] for row in found))
        for column in columns
        if (found := by_speaker.get(column))
    ]


class Statement(Stated, frozen=True):
    """A statement of a speaker of the grid with the question it is on, by its thread and its main wording."""

    question: int
    asked: str
    asked_stance: Stance


def statements(db: Database, choice: Choice) -> list[Statement]:
    """Return every statement behind the cells of a grid, question by question, oldest first."""
    several, _ = _rows(db, choice)
    asked = question_places(several)
    columns = list(choice.speakers) or alignment.speakers_in(db, asked, limit=choice.columns, **choice.dates.given())
    said = alignment.every_statement(db, asked, columns, **choice.dates.given())
    leads = alignment.leads(db, {thread for one in several for thread in one.threads})
    rows = {claim.id: claim for claim in claims.several(db, sorted({one.claim_id for one in said}))}
    to_lead = alignment.relations_of_pairs(db, {(one.claim_id, leads[one.thread_id].lead_id) for one in said})
    by_thread = {one.thread: one for one in several}
    found = []
    for one in said:
        position = _position(by_thread[one.question], one, leads[one.thread_id], to_lead)
        lead = leads[one.question]
        if position is not None:
            found.append(
                Statement(
                    **asdict(rows[one.claim_id]),
                    **_standing(position),
                    question=one.question,
                    asked=lead.lead,
                    asked_stance=lead.stance,
                )
            )
    return found


class Brief(Record, frozen=True):
    """Who holds what on one page: a grid, and the sources of its words, each cited in a style, by document."""

    grid: Grid
    style: str
    sources: dict[int, str]


def brief(db: Database, choice: Choice, style: str, added: Mapping[str, Form]) -> Brief:
    """Return a grid with the citations of all it quotes, in one of the forms of whole documents.

    Raises ``TrackerError`` for a style that is neither one of ``added`` nor there anyway.
    """
    form = source_form(style, added)
    shown = grid(db, choice)
    cells = [cell for row in shown.questions for cell in row.cells]
    said = [cell.latest for cell in cells] + [cell.first for cell in cells if cell.moved and cell.first]
    return Brief(grid=shown, style=style, sources=sources_cited(db, (one.document_id for one in said), form))


def _rows(db: Database, choice: Choice) -> tuple[list[Question], int]:
    """Return the questions of a grid, and among how many they were chosen."""
    dates = choice.dates.given()
    if choice.threads:
        leads = alignment.leads(db, choice.threads)
        missing = [thread for thread in choice.threads if thread not in leads]
        if missing:
            raise NotFoundError(f"There is no thread {missing[0]} with claims.")
        several = questions(db, choice.threads, together=not choice.apart)
        return several, len(several)
    if choice.topic is not None:
        threads = alignment.of_topic(db, choice.topic, limit=CANDIDATES)
    elif choice.speakers:
        threads = alignment.shared(db, "speakers", choice.speakers, limit=CANDIDATES, **dates)
    else:
        threads = alignment.busiest(db, limit=CANDIDATES, **dates)
        more = alignment.opposed_threads(db, limit=REVERSED_CANDIDATES)
        threads += [thread for thread in more if thread not in threads]
    several = questions(db, threads, together=not choice.apart)
    if choice.speakers:
        said = alignment.statements(db, question_places(several), "speakers", choice.speakers, **dates)
        sides: dict[int, set[int]] = {}
        for row in said:
            sides.setdefault(row.question, set()).add(row.side)
        known = {question: len(speakers) for question, speakers in sides.items()}
    else:
        known = alignment.speakers_per_question(db, question_places(several), **dates)
    several = sorted(
        (one for one in several if known.get(one.thread)),
        key=lambda one: (-known[one.thread], not any(pair.kind == RelationKind.REVERSED for pair in one.sides)),
    )
    return several[: choice.rows], len(several)


def _by(order: str | int, found: list[QuestionShown]) -> list[QuestionShown]:
    """Return the rows in the order asked for; undated ones last."""
    if isinstance(order, int):
        return sorted(found, key=lambda row: _attitude_rank(row, order))
    if order == "words":
        return sorted(found, key=lambda row: row.lead.lower())
    if order in ("latest", "earliest"):
        pick = max if order == "latest" else min
        dates = {row.thread_id: [date for cell in row.cells for date in _dates(cell)] for row in found}
        dated = [row for row in found if dates[row.thread_id]]
        ranked = sorted(dated, key=lambda row: pick(dates[row.thread_id]), reverse=order == "latest")
        return ranked + [row for row in found if not dates[row.thread_id]]
    return found


def _dates(cell: Cell) -> list[str]:
    return [said.date for said in (cell.first, cell.latest) if said and said.date]


def _across(order: str | int, columns: list[int], names: dict[int, Name], found: Sequence[QuestionShown]) -> list[int]:
    """Return the speakers in the order asked for."""
    if order == "name":
        return sorted(columns, key=lambda speaker: names[speaker].name.split()[-1].lower())
    row = next((row for row in found if row.thread_id == order), None)
    return sorted(columns, key=lambda speaker: _attitude_rank(row, speaker)) if row else columns


def _attitude_rank(row: QuestionShown, speaker: int) -> int:
    cell = row.cell_of(speaker)
    return ATTITUDE_ORDER.index(cell.latest.attitude) if cell else len(ATTITUDE_ORDER)
