"""Where the marks of a time line stand, for a thread and for a speaker's roles (pure); a template draws it.

Each lane is a strip of its own with its name beside it; across it, places are per cent of its width; down, pixels. The
axis spans the known dates. An open date's possible days are marked apart where they fall within it, and what has no
date at all stands below the axis, one beside the other. What one name says several times on one day is one mark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.models import ClaimKind
from tracker.models.claims import StoredClaim
from tracker.models.documents import StoredRole
from tracker.services.claims import OPPOSED
from tracker.services.speakers import RoleOverTime
from tracker.services.threads import LEAD, ThreadPage
from tracker.web.words import MONTHS, name_of

ROLE = "role"
"""What an entry is that is no claim: a document that shows a role."""
LEFT, RIGHT = 4.0, 96.0
"""Per cent of the width between which marks stand, so that none is cut off at an edge."""
ROOM = 8.0
"""Per cent of the width a finger needs to hit a mark on a telephone; one that stands nearer takes the next row."""
TICKS = 6
"""Most labels on the axis; more run into each other on a telephone."""
DAYS_PER_MONTH = 31
MOST_YEARS_OF_MONTHS = 2
"""Years up to which the axis names months."""
ROW_HEIGHT = 28
"""Pixels of one row of marks (a finger needs 24)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be marked: a claim by its number, or a document that shows a role.

    ``what`` it is, ``who`` says it or holds the role and in which document; ``possible`` are the days that fit where
    it has no date. It stands in a ``lane``, with a ``label`` printed on its mark.
    """

    id: int
    document_id: int
    date: str | None
    possible: tuple[str, ...]
    who: str
    document: str
    what: str
    lane: str
    label: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class ChartMark:
    """One mark: ``left`` and ``width`` in per cent (``width`` 0 for a day), ``top`` in pixels to its middle.

    ``day`` is the date it stands for, as exact as that is known; ``None`` for a mark without a place in time.
    ``again`` are what else the name says on that day.
    """

    entry: Entry
    day: str | None
    left: float
    width: float
    top: int
    again: tuple[Entry, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that the mark stands for."""
        return (self.entry, *self.again)

    @property
    def middle(self) -> float:
        """Where the mark's sign stands, in per cent: in the middle of a month or a year."""
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of the axis, in per cent from the left."""

    left: float
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The marks of one name, and the pixels they need."""

    name: str
    height: int
    marks: tuple[ChartMark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A time line: ``lanes`` of dated marks, the lane of ``possible`` days, the axis, the lane of ``undated`` marks.

    ``outside`` are the possible days that the axis does not reach.
    """

    lanes: tuple[Lane, ...]
    possible: Lane | None
    outside: tuple[str, ...]
    undated: Lane | None
    ticks: tuple[Tick, ...]

    @property
    def marks(self) -> tuple[ChartMark, ...]:
        """Every dated mark in date order."""
        marks = (mark for lane in self.lanes for mark in lane.marks)
        return tuple(sorted(marks, key=lambda mark: (mark.day or "", mark.entry.id)))

    @property
    def dated(self) -> int:
        """How many entries have a place in time."""
        return sum(len(mark.entries) for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns days into per cent of the width."""

    begin: date
    end: date
    left: float = LEFT
    right: float = RIGHT

    def place(self, value: str) -> tuple[float, float]:
        """Return left and width of a date as exact as it is known; a day has no width."""
        first, last = first_day(value), last_day(value)
        return round(self._at(first), 2), round(self._at(last) - self._at(first), 2)

    def _at(self, day: date) -> float:
        return self.left + (day - self.begin).days * (self.right - self.left) / max(1, (self.end - self.begin).days)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the labels of the axis."""
        return tuple(Tick(round(self._at(day), 2), label) for day, label in _ticks(self.begin, self.end))


def scale_of(values: Iterable[str], left: float = LEFT, right: float = RIGHT) -> Scale | None:
    """Return the scale on which ISO dates stand; ``None`` for no date, or the same one throughout."""
    known = set(values)
    if len(known) < 2:
        return None
    return Scale(min(map(first_day, known)), max(map(last_day, known)), left, right)


def timeline(entries: Sequence[Entry]) -> Timeline | None:
    """Return the time line of claims, a lane for each name in the order of their first dates.

    ``None`` where fewer than two different dates are known: one makes no time line.
    """
    dated = sorted(((e.date, e) for e in entries if e.date), key=lambda pair: (pair[0], pair[1].id))
    undated = [e for e in entries if not e.date]
    scale = scale_of([day for day, _ in dated])
    if scale is None:
        return None
    possible = sorted((day, e) for e in undated for day in e.possible)
    within = [(day, e) for day, e in possible if scale.begin <= first_day(day) <= last_day(day) <= scale.end]
    return Timeline(
        lanes=tuple(
            _lane(name, [pair for pair in dated if pair[1].lane == name], scale)
            for name in dict.fromkeys(e.lane for _, e in dated)
        ),
        possible=_lane("", within, scale) if within else None,
        outside=tuple(dict.fromkeys(day for day, e in possible if (day, e) not in within)),
        undated=_undated(undated) if undated else None,
        ticks=scale.ticks(),
    )


def _lane(name: str, dated: Sequence[tuple[str, Entry]], scale: Scale) -> Lane:
    """Return a lane in which marks that stand too near each other take rows of their own."""
    together: dict[tuple[str, bool, str], list[Entry]] = {}
    for day, entry in dated:
        apart = entry.what in OPPOSED or entry.what == ROLE
        together.setdefault((day, apart, entry.what if apart else ""), []).append(entry)
    marks, free_from = [], list[float]()
    for (day, *_), several in together.items():
        left, width = scale.place(day)
        row = next((n for n, place in enumerate(free_from) if place <= left), len(free_from))
        free_from[row : row + 1] = [left + width + ROOM]
        first, *again = sorted(several, key=lambda entry: entry.what != LEAD)
        marks.append(ChartMark(first, day, left, width, _middle(row), tuple(again)))
    return Lane(name, ROW_HEIGHT * len(free_from), tuple(marks))


def _undated(entries: Sequence[Entry]) -> Lane:
    """Return the lane of claims without a date: side by side, in no order of time."""
    a_row = int((RIGHT - LEFT) // ROOM) + 1
    marks = tuple(
        ChartMark(e, None, round(LEFT + (n % a_row) * ROOM, 2), 0.0, _middle(n // a_row)) for n, e in enumerate(entries)
    )
    return Lane("", ROW_HEIGHT * -(-len(entries) // a_row), marks)


def _middle(row: int) -> int:
    return row * ROW_HEIGHT + ROW_HEIGHT // 2


def first_day(value: str) -> date:
    """Return the first day an ISO date can mean: “2009” begins on the first of January."""
    return date.fromisoformat((value + "-01-01")[: len("2009-01-01")])


def last_day(value: str) -> date:
    """Return the last day an ISO date can mean."""
    first = first_day(value)
    parts = value.count("-")
    if parts == 0:
        return date(first.year, len(MONTHS), DAYS_PER_MONTH)
    if parts == 1:
        after = date(first.year + first.month // len(MONTHS), first.month % len(MONTHS) + 1, 1)
        return date.fromordinal(after.toordinal() - 1)
    return first


def _ticks(begin: date, end: date) -> list[tuple[date, str]]:
    """Return the days the axis names: new years, or months where the time line spans few of them."""
    months = (end.year - begin.year) * len(MONTHS) + end.month - begin.month
    if months == 0:
        return [(begin, _day(begin)), (end, _day(end))]
    if months <= MOST_YEARS_OF_MONTHS * len(MONTHS):
        step = -(-months // TICKS)
        numbers = range(begin.year * len(MONTHS) + begin.month, end.year * len(MONTHS) + end.month, step)
        days = [date(number // len(MONTHS), number % len(MONTHS) + 1, 1) for number in numbers]
        return [(day, f"{MONTHS[day.month - 1][:3]} {day.year}") for day in days]
    step = -(-(end.year - begin.year) // TICKS)
    return [(date(year, 1, 1), str(year)) for year in range(begin.year + 1, end.year + 1, step)]


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


MOST_MARKS = 24
"""Claims a time line draws; the table of the thread has the rest."""
MOST_LANES = 10
"""Lanes with a name of their own; whoever has fewest claims shares the last one."""
LONGEST_NAME = 40
"""Characters of a lane's name that fit on a telephone."""
THE_REST = "all others"
OWN_VOICE = "the document itself"
NOBODY = "speaker not known"


def thread_entries(thread: ThreadPage, by: str) -> list[Entry]:
    """Return the entries of a thread's time line, in lanes by ``speakers`` or by ``documents``.

    The marks of its own claims carry the numbers of their wordings; those of claims that revise or reverse it none.
    """
    drawn: list[tuple[StoredClaim, str, str]] = [(row, row.what, str(row.wording)) for row in thread.drawn]
    drawn += [(match.other, match.kind, "") for match in thread.opposed]
    names = {row.id: _lane_of(row, by) for row, _, _ in drawn[:MOST_MARKS]}
    often = [name for name, _ in Counter(names.values()).most_common(MOST_LANES)]
    return [
        Entry(
            id=row.id,
            document_id=row.document_id,
            date=row.date,
            possible=row.date_candidates,
            who=_who(row),
            document=name_of(row),
            what=what,
            lane=names[row.id] if names[row.id] in often else THE_REST,
            label=label,
        )
        for row, what, label in drawn[:MOST_MARKS]
    ]


def _who(row: StoredClaim) -> str:
    return row.speaker or (OWN_VOICE if row.kind == ClaimKind.STATISTIC else NOBODY)


def _lane_of(row: StoredClaim, by: str) -> str:
    return shortened((row.publisher or name_of(row)) if by == "documents" else _who(row))


def shortened(name: str) -> str:
    """Return the name of a lane, cut where a telephone would cut it off."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


MOST_ROLES = 8
"""Roles that get a lane; the table has them all."""
MOST_ROLE_MARKS = 60
"""Documents of one role that are marked: the first and the last of them are always among these."""


def role_entries(speaker: str, roles: Sequence[RoleOverTime]) -> list[Entry]:
    """Return the entries of a speaker's time line; documents without a date have no place in it."""
    return [
        Entry(
            id=row.document_id,
            document_id=row.document_id,
            date=row.date,
            possible=(),
            who=speaker,
            document=row.document_title or row.document,
            what=ROLE,
            lane=shortened(role_name(role)),
            role=role_name(role),
        )
        for role in roles[:MOST_ROLES]
        for row in _some([row for row in role.shown if row.date])
    ]


def role_name(role: RoleOverTime) -> str:
    """Return a role with its organisation, where the document prints one."""
    return f"{role.title}, {role.organisation}" if role.organisation else role.title


def _some(rows: list[StoredRole]) -> list[StoredRole]:
    if len(rows) <= MOST_ROLE_MARKS:
        return rows
    step = (len(rows) - 1) / (MOST_ROLE_MARKS - 1)
    return [rows[round(n * step)] for n in range(MOST_ROLE_MARKS)]
