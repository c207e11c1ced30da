"""Where the marks of charts stand (pure): time lines of threads and roles, and figures over time; templates draw them.

A time line: each lane is a strip of its own with its name beside it; across it, places are per cent of its width; down,
pixels. The axis spans the known dates. An open date's possible days are marked apart where they fall within it, and
what has no date at all stands below the axis, one beside the other. What one name says several times on one day is one
mark.

Figures: one panel holds figures of one unit and measure. Levels ("12 per cent of officers", "fell to 143"), changes
("fell by 12 per cent") and what may be either are no points of one line. A change stands above the line of nought where
it is a rise and below it where it is a fall. Figures without a date stand in a column of their own on the right, at
their height and at no time. One figure printed several times within a few days is one point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import ceil, floor, log10

from tracker.models import ClaimKind, Direction
from tracker.models.claims import Figure, StoredClaim
from tracker.models.documents import StoredRole
from tracker.services.claims import OPPOSED
from tracker.services.speakers import RoleOverTime
from tracker.services.threads import LEAD, ThreadPage
from tracker.text.quantities import is_level, measure
from tracker.web.words import MONTHS, name_of

PLOT_LEFT, PLOT_RIGHT = 12.0, 96.0
"""Per cent between which dated figures stand; left of them the values of the lines across are printed."""
RIGHT_BESIDE_UNDATED = 76.0
"""Where the time axis ends if a column for what is undated stands beside it."""
UNDATED_LEFT = 84.0
"""Where that column begins."""
TOP, BOTTOM = 52, 252
"""Pixels between which values stand: the highest keeps room above it for an open end and its label."""
BELOW = 30
"""Pixels under the lowest value where falls are drawn, for an open end and its label."""
SHARES = ("percent", "percentage_point")
"""Units in which what rose or fell is nearly always the change itself: "down 21 per cent"."""
OPEN_END = 20
"""Pixels that the stroke of "more than" or "nearly" runs on: it tells the side, not how far."""
LABEL_WIDTH, LABEL_HEIGHT = 11.0, 15
"""Per cent and pixels a printed value takes: where there is no room above or below its point, the table has it."""
NARROW_LABEL_WIDTH = 18.0
"""Per cent it takes on a telephone: “1,240 ×2” is 55 of 300 pixels."""
MARK = 9
"""Pixels from the middle of a mark to its edge."""
MOST_POINTS = 80
"""Points a page draws in all its panels: beyond, charts are a smear."""
STEPS = 4
_A_SHADE_LESS = 0.999999
OVER = frozenset({"more than", "at least"})
UNDER = frozenset({"less than", "at most", "nearly"})
SHAPES = {Direction.INCREASE: "up", Direction.DECREASE: "down"}
STRICT = frozenset({"more than", "less than", "nearly"})
"""Approximators whose figure is itself not reached or is passed; "at least" and "at most" include it."""


class Tells(StrEnum):
    """What a figure tells: a level, a change, or, as "143, a fall", one of both."""

    LEVEL = "level"
    CHANGE = "change"
    EITHER = "either"


def tells(row: Figure) -> Tells:
    """Return what a figure tells, by the words before it."""
    if row.direction == Direction.NONE or is_level(row.claim, row.text):
        return Tells.LEVEL
    return Tells.CHANGE if row.unit in SHARES else Tells.EITHER


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: ``left`` in per cent with ``width`` (of a month or a year), ``top`` and ``low_top`` in pixels.

    ``sign`` is "+" for a rise, "−" for a fall where the chart shows changes, else empty.

    ``again`` are the rows that give the same figure at nearly the same time. ``low_top`` differs from ``top`` for a
    range. ``open_end`` is -1 (upward), 1 (downward) or 0. ``shape`` is ``up``, ``down`` or ``dot`` by the direction
    stated; ``hollow`` where the figure itself is not meant ("more than"), ``rough`` for "about". ``label_top`` is
    where its value is printed, ``None`` where there is no room; ``roomy`` says that a wide screen alone has it.
    """

    row: Figure
    again: tuple[Figure, ...]
    left: float
    width: float
    top: int
    low_top: int
    open_end: int
    shape: str
    hollow: bool
    rough: bool
    sign: str
    label_top: int | None = None
    roomy: bool = False

    @property
    def middle(self) -> float:
        """Where the point stands across, in per cent."""
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class Level:
    """A line across, at a round value."""

    top: int
    value: float


@dataclass(frozen=True, slots=True)
class Panel:
    """The figures of one unit and measure which all ``tell`` the same.

    ``measure`` is what all count to, ``None`` where they are of several.
    ``measured`` are the words of one of them, ``None`` where none states what it measures; ``of`` says by what, of whom
    and where it is counted, where all say the same. ``one_day`` is their date
    where all have the same. ``base`` is where the axis of time stands, in pixels.
    """

    unit: str
    measure: str | None
    measured: str | None
    of: tuple[str, ...]
    tell: Tells
    points: tuple[Point, ...]
    undated: tuple[Point, ...]
    levels: tuple[Level, ...]
    ticks: tuple[Tick, ...]
    right: float
    one_day: str | None
    base: int

    @property
    def middle(self) -> float:
        """Where the axis of time has its middle, in per cent."""
        return (PLOT_LEFT + self.right) / 2

    @property
    def rows(self) -> tuple[Figure, ...]:
        """Every figure drawn, dated ones first."""
        return tuple(row for point in (*self.points, *self.undated) for row in (point.row, *point.again))


def panels(figures: Sequence[Figure]) -> tuple[Panel, ...]:
    """Return a panel for each unit, measure and what they tell among figures in date order, the fullest first.

    Figures counted by different things ("a week"), of different people or places make panels of their own, but for
    those of measures that a person said are one. A single figure makes none: there is nothing to see it beside.
    """
    decided = {row.measure for row in figures if row.measure != _own(row)}
    alike: dict[tuple[str, str | None, str | None, Tells], list[Figure]] = {}
    for row in figures:
        one = row.measure in decided
        key = (row.measure, None) if one else (measure(row.measured), row.denominator)
        alike.setdefault((row.unit, *key, tells(row)), []).append(row)
    groups = [
        (key, rows)
        for key, several in alike.items()
        for rows in ([several] if several[0].measure in decided else _parted(several))
    ]
    ordered = sorted(groups, key=lambda group: -len(group[1]))
    return tuple(_panel(key[0], key[-1], rows) for key, rows in ordered if len(rows) > 1)


def _own(row: Figure) -> str | None:
    return measure(row.measured, row.owner, row.denominator, row.place)


def _parted(rows: list[Figure]) -> list[list[Figure]]:
    """Part figures whose words name different owners or places; what names none stays with a single one named."""
    found = [rows]
    for name in ("owner", "place"):
        parted = list[list[Figure]]()
        for group in found:
            named = {value.casefold() for row in group if (value := getattr(row, name))}
            by_name: dict[str, list[Figure]] = {}
            for row in group:
                by_name.setdefault((getattr(row, name) or "").casefold() if len(named) > 1 else "", []).append(row)
            parted += by_name.values()
        found = parted
    return found


def _panel(unit: str, tell: Tells, rows: list[Figure]) -> Panel:
    dated, undated = [row for row in rows if row.date], [row for row in rows if not row.date]
    right = RIGHT_BESIDE_UNDATED if undated else PLOT_RIGHT
    scale = scale_of([row.date for row in dated if row.date], PLOT_LEFT, right)
    signed = tell is Tells.CHANGE
    levels = _levels([end for row in rows for end in _ends(row, signed)])
    points = _gathered([_point(row, *_across(row, scale, right), levels, signed) for row in dated])
    beside = _gathered([_point(row, UNDATED_LEFT, 0.0, levels, signed) for row in undated])
    return Panel(
        unit,
        rows[0].measure if len({row.measure for row in rows}) == 1 else None,
        rows[0].measured,
        tuple(f"per {row}" if name == "denominator" else row for name, row in _shared(rows)),
        tell,
        _labelled(points, levels),
        _labelled([replace(point, left=point.left + n % 2 * LABEL_WIDTH) for n, point in enumerate(beside)]),
        levels,
        scale.ticks() if scale else (),
        right,
        dated[0].date if dated and scale is None else None,
        BOTTOM + (BELOW if levels[0].value < 0 else 0),
    )


def _shared(rows: list[Figure]) -> list[tuple[str, str]]:
    """Return what all figures say of their denominator, owner and place."""
    told = [(name, {getattr(row, name) for row in rows}) for name in ("denominator", "owner", "place")]
    return [(name, value) for name, values in told if len(values) == 1 and (value := next(iter(values)))]


def _across(row: Figure, scale: Scale | None, right: float) -> tuple[float, float]:
    """Return left and width; where all figures are of one date, they stand in the middle."""
    return scale.place(row.date) if scale and row.date else ((PLOT_LEFT + right) / 2, 0.0)


def _ends(row: Figure, signed: bool) -> tuple[float, float]:
    """Return the lower and the higher value; those of a fall lie below nought where changes are drawn."""
    low, high = (min(row.value), max(row.value)) if isinstance(row.value, tuple) else (row.value, row.value)
    return (-high, -low) if signed and row.direction == Direction.DECREASE else (low, high)


def _point(row: Figure, left: float, width: float, levels: tuple[Level, ...], signed: bool) -> Point:
    low, high = _ends(row, signed)
    name = row.approximator
    falls = signed and row.direction == Direction.DECREASE
    up = 1 if falls else -1  # a fall of more than 12 per cent lies below the 12
    return Point(
        row=row,
        again=(),
        left=left,
        width=width,
        top=_down(high, levels[0].value, levels[-1].value),
        low_top=_down(low, levels[0].value, levels[-1].value),
        open_end=up if name in OVER else -up if name in UNDER else 0,
        shape=SHAPES.get(row.direction, "dot"),
        hollow=name in STRICT,
        rough=name == "about",
        sign=("−" if falls else "+") if signed else "",
    )


def _gathered(points: list[Point]) -> list[Point]:
    """Make one point of those that give the same figure, said alike, at places a finger cannot tell apart."""
    kept: list[Point] = []
    for point in points:
        twin = next((n for n, one in enumerate(kept) if _same(one, point)), None)
        if twin is None:
            kept.append(point)
        else:
            kept[twin] = replace(kept[twin], again=(*kept[twin].again, point.row))
    return kept


def _same(one: Point, other: Point) -> bool:
    told, again = (
        (point.row.value, point.row.approximator, point.row.direction, point.width) for point in (one, other)
    )
    return told == again and abs(one.left - other.left) < ROOM / 2


def _labelled(points: list[Point], levels: tuple[Level, ...] = ()) -> tuple[Point, ...]:
    """Give each point a place for its printed value, above it or below, where no mark and no other value stands.

    Values that a telephone has room for get theirs first; the others are printed where the screen is wide.
    """
    taken = [(point.middle, *_reach(point)) for point in points]
    taken += [(0.0, level.top - LABEL_HEIGHT, level.top) for level in levels]
    placed = dict[int, Point]()
    for width, roomy in ((NARROW_LABEL_WIDTH, False), (LABEL_WIDTH, True)):
        for n, point in enumerate(points):
            high, low = _reach(point)
            tops = () if n in placed else (high - 2, low + LABEL_HEIGHT - 1)
            label = next((top for top in tops if _is_free(point.middle, top, taken, width)), None)
            if label is not None:
                taken.append((point.middle, label - LABEL_HEIGHT + 3, label))
                placed[n] = replace(point, label_top=label, roomy=roomy)
    return tuple(placed.get(n, point) for n, point in enumerate(points))


def _reach(point: Point) -> tuple[int, int]:
    """Return the pixels from which to which a mark reaches, its open end included."""
    return (
        point.top - (OPEN_END if point.open_end < 0 else MARK),
        point.low_top + (OPEN_END if point.open_end > 0 else MARK),
    )


def _is_free(left: float, bottom: int, taken: Sequence[tuple[float, int, int]], width: float) -> bool:
    """Say whether a value printed with its foot at ``bottom`` would cover nothing."""
    top = bottom - LABEL_HEIGHT + 3
    return not any(abs(left - place) < width and top < low and bottom > high for place, high, low in taken)


def _down(value: float, lowest: float, highest: float) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * (value - lowest) / (highest - lowest))


def _levels(values: Sequence[float]) -> tuple[Level, ...]:
    """Return lines at round values, nought among them, within which all figures stand; the lowest first."""
    low, high = min(0.0, *values), max(0.0, *values)
    step = _round_up((high - low) / STEPS) if high > low else 1.0
    first, last = floor(low / step), max(1, ceil(high / step))
    return tuple(Level(_down(step * n, step * first, step * last), round(step * n, 10)) for n in range(first, last + 1))


def _round_up(value: float) -> float:
    """Return the next of 1, 2, 2.5, 5 and 10 times a power of ten."""
    power = 10.0 ** floor(log10(value))
    return next(factor * power for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if factor * power >= value * _A_SHADE_LESS)


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


MOST_MARKS = 12
"""Claims a time line draws; the table of the thread has the rest."""
MOST_LANES = 7
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
MOST_ROLE_MARKS = 24
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
