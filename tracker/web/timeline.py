"""Where the marks of a thread's chart stand (pure); the chart itself is drawn by a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.store.rows import Row
from tracker.web.wording import MONTHS

LEFT, RIGHT = 4.0, 96.0
"""Per cent of the width between which marks stand, so that none is cut off at an edge."""
ROOM = 8.0
"""Per cent of the width a finger needs to hit a mark on a telephone; one that stands nearer takes the next lane."""
TICKS = 6
"""Most labels on the axis; more run into each other on a telephone."""
DAYS_PER_MONTH = 31


@dataclass(frozen=True, slots=True)
class ChartMark:
    """One claim on the chart: ``left`` and ``width`` in per cent, ``width`` 0 for a day; ``lane`` counts from 0."""

    claim: Row
    relation: str
    left: float
    width: float
    lane: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A label of the axis, in per cent from the left."""

    left: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Marks and labels of a chart with ``lanes`` rows."""

    marks: tuple[ChartMark, ...]
    ticks: tuple[Tick, ...]
    lanes: int


def timeline(claims: Sequence[tuple[Row, str]]) -> Timeline | None:
    """Return the chart of dated claims, each with what it is (``lead`` or a relation); undated ones are left out.

    ``None`` where fewer than two different dates are known: one date makes no time line.
    """
    dated = sorted(
        ((first_day(claim["date"]), last_day(claim["date"]), claim, what) for claim, what in claims if claim["date"]),
        key=lambda entry: (entry[0], entry[1], entry[2]["id"]),
    )
    if not dated or dated[0][0] == dated[-1][0]:
        return None
    begin, end = dated[0][0], max(last for _, last, _, _ in dated)
    scale = (RIGHT - LEFT) / max(1, (end - begin).days)
    marks, free_from = [], list[float]()
    for first, last, claim, what in dated:
        left = LEFT + (first - begin).days * scale
        width = (last - first).days * scale
        lane = next((n for n, place in enumerate(free_from) if place <= left), len(free_from))
        free_from[lane : lane + 1] = [left + width + ROOM]
        marks.append(ChartMark(claim, what, round(left, 2), round(width, 2), lane))
    ticks = tuple(Tick(round(LEFT + (day - begin).days * scale, 2), label) for day, label in _ticks(begin, end))
    return Timeline(tuple(marks), ticks, len(free_from))


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
    """Return the days the axis names: new years, or months where the chart spans few of them."""
    months = (end.year - begin.year) * len(MONTHS) + end.month - begin.month
    if months == 0:
        return [(begin, _day(begin)), (end, _day(end))]
    if months <= len(MONTHS):
        step = -(-months // TICKS)
        numbers = range(begin.year * len(MONTHS) + begin.month, end.year * len(MONTHS) + end.month, step)
        days = [date(number // len(MONTHS), number % len(MONTHS) + 1, 1) for number in numbers]
        return [(day, f"{MONTHS[day.month - 1][:3]} {day.year}") for day in days]
    step = -(-(end.year - begin.year) // TICKS)
    return [(date(year, 1, 1), str(year)) for year in range(begin.year + 1, end.year + 1, step)]


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"
