"""The date of a document, weighed from everything that tells it: stated, inferred, open or contradicted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.language.dating import LOOK_BACK_YEARS
from tracker.models import Basis, DocumentDate

MOST_DAYS_LATE = 7
"""A page may be dated some days after the words "this morning" on it were written: statements are quoted and reposted
within the week, and a longer gap is for a person to judge."""
MOST_DAYS_EARLY = 1
"""A page may be dated a day before its words where its clock keeps another time zone."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that tell when the document was written, and the ISO dates they allow, in order of time.

    ``basis`` is ``STATED`` for a date printed as the document's own; anything else is worked out. ``first_reading`` is
    the day to take where the words allow several by their order alone ("03/04/2018", read day first).
    """

    words: str
    days: tuple[str, ...]
    basis: Basis
    first_reading: str | None = None


def document_date(evidence: Sequence[Evidence], captured: datetime.date) -> DocumentDate:
    """Return the document's date: one value where all evidence allows it, else what is possible and why it is open.

    Printed dates count before words such as "today, Thursday 15 October", which have to agree with them; where they
    do not, no value is given, ``conflict`` is set and all readings are candidates. None lies after ``captured``.
    """
    telling = [item for item in evidence if item.days]
    if not telling:
        return DocumentDate(None, Basis.UNKNOWN, why=_undated(evidence))
    for item in telling:
        if min(item.days) > captured.isoformat():
            late = f"“{item.words}” lies after the day of capture, {captured.isoformat()}."
            return _conflict(telling, captured, late)
    printed = [item for item in telling if item.basis is Basis.STATED]
    worked = [item for item in telling if item.basis is not Basis.STATED]
    return _from_printed(printed, worked, captured) if printed else _from_words(worked, captured)


def _from_printed(printed: list[Evidence], worked: list[Evidence], captured: datetime.date) -> DocumentDate:
    values = sorted({day for item in printed for day in item.days}, key=len)
    exact = values[-1]
    words = _listed(list(dict.fromkeys(f"“{item.words}”" for item in printed)), "and")
    if not all(exact.startswith(value) for value in values):
        return _conflict(printed, captured, f"The document states dates that differ: {words}.")
    for item in worked:
        if not any(_agrees(exact, day) for day in item.days):
            fits = _listed(list(item.days), "or")
            why = f"The document is dated {exact}, but by its words “{item.words}” it was written on {fits}."
            return _conflict([*printed, *worked], captured, why)
    return DocumentDate(exact, Basis.STATED, why=f"The document states it: {words}.")


def _from_words(worked: list[Evidence], captured: datetime.date) -> DocumentDate:
    days = sorted(set.intersection(*(set(item.days) for item in worked)))
    words = _listed(list(dict.fromkeys(f"“{item.words}”" for item in worked)), "and")
    if not days:
        return _conflict(worked, captured, f"The document's words date it to days that differ: {words}.")
    if len(days) == 1:
        return DocumentDate(days[0], Basis.INFERRED, why=f"Worked out from {words}: no other day fits.")
    first = next((item.first_reading for item in worked if item.first_reading in days), None)
    if first:
        why = f"{words} is read with the day first, as British dates are; with the month first it is another day."
        return DocumentDate(first, Basis.INFERRED, tuple(days), why=why)
    window = f"in the {LOOK_BACK_YEARS} years before {captured.isoformat()}, when it was taken in"
    why = f"The document gives no year; {words} {_allow(worked)} {_listed(days, 'or')} {window}."
    return DocumentDate(None, Basis.INFERRED, tuple(days), why=why)


def _conflict(evidence: Sequence[Evidence], captured: datetime.date, why: str) -> DocumentDate:
    days = sorted({day for item in evidence for day in item.days if day <= captured.isoformat()})
    return DocumentDate(None, Basis.UNKNOWN, tuple(days), conflict=True, why=why)


def _undated(evidence: Sequence[Evidence]) -> str:
    if not evidence:
        return "Nothing dates the document."
    words = _listed(list(dict.fromkeys(f"“{item.words}”" for item in evidence)), "and")
    return f"The document is dated by {words} alone, without a year that could be told."


def _agrees(printed: str, day: str) -> bool:
    """Tell whether a page dated ``printed`` may hold words written on ``day``; a month or year holds its days."""
    if len(printed) < len(day):
        return day.startswith(printed)
    late = (datetime.date.fromisoformat(printed) - datetime.date.fromisoformat(day)).days
    return -MOST_DAYS_EARLY <= late <= MOST_DAYS_LATE


def _allow(items: Sequence[Evidence]) -> str:
    return "allows" if len({item.words for item in items}) == 1 else "allow"


def _listed(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
