"""The date ledger: every date a document shows, what each dates, and what they say of the document's own date.

Nothing is resolved that the document leaves open: several fitting years are candidates, contradictions are conflicts
with all readings kept, and no date is ever taken from the day of capture, which only bounds what is possible.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tracker.models import Basis, DatedWords, DateKind, DateLedger, Document, DocumentDate, Precision, Span
from tracker.text.dates import (
    BESIDE_DAY,
    CLOCK,
    ISSUE,
    LOOK_BACK_YEARS,
    PAGE_NUMBER,
    PRINT_STAMP,
    RECORD,
    RECORD_PLACE,
    WEEKDAYS,
    DateExpression,
    Meaning,
    absolute,
    dated_words,
    dates,
    day_of_writing,
    days_elsewhere,
    fitting_days,
    is_said,
    moment,
    other_order,
    read_against,
    read_from,
    weekday_disagrees,
)
from tracker.text.layout import captions, dateline, file_header, lines, names_publisher, others_mail, shape
from tracker.text.lexicon import rows
from tracker.text.names import given_gender
from tracker.text.note_marks import without_marks

HEAD_LINES = 6
"""A date on a line of its own is the document's among its first lines; farther down it may head a list of events."""
MENU_LINES, MOST_MENU_WORDS = 30, 2
"""Lines of few words that a page's menus have above its date."""
LONGEST_DATELINE = 500
"""Characters of a line that are looked at for a date line; a longer one is a text without line breaks."""
DATE_LINE_SLACK = 30
"""Characters after a labelled date that may still belong to its line: a clock time, a time zone, the next label."""

_PRINT_FOOTER = re.compile(r"^\s*https?://\S+\s+\d+/\d+\s*$", re.MULTILINE)
"""What a browser prints at the foot of each page: the address and the number of the page."""
_ORDER = "read with the day first, as British dates are, or as its weekday has it"
_CATEGORY = re.compile(r"in [A-Z]")
"""Where a text was posted, behind who did and when."""
MOST_NAMES = 3
"""Words of the name of who wrote, before the day on its line."""
MOST_PLACE = 4
"""Words of a place where somebody spoke: "Harbour Hall, Saltmere"."""
_SPOKEN = re.compile(r"\b(?:speech|remarks|address|lecture|testimony|statement)\b", re.IGNORECASE)
"""Of what the line below tells where and when: "Remarks to the Harbour Conference"."""
_POSTED = re.compile(r"(?:re: .{3,80} )?(?:post(?:ed)? )?by:? \S+(?: [A-Z]\S*){0,2}", re.IGNORECASE)
"""Who posted a text, before the day or behind it: "Post by driver77", "by Gerald"."""
_HELD = re.compile(
    r"\b(?:minutes|notes?|record|agenda|meeting|transcript)\b.*\bheld(?:\s(?:at|in)\s.{2,60})?$|^to be held(?: at)?$"
    r"|^(?:(?:report|briefing|submission|evidence) (?:to|for)|transcript(?::| of)) .{3,60}$",
    re.IGNORECASE,
)
"""What stands before the day in the heading of a meeting's minutes, or of what was put before it."""
_GOES_ON = re.compile(r"^\s*$|\b(?:to|and|of|from|in|for|until|since|the)\s*$", re.IGNORECASE)
"""How a line ends whose next one, a month alone, is part of what it says."""
_EDGES = " \t\xa0-–—•·»›/*|:,;.()[]#_"
_JOINING = re.compile(r"(?:^|(?<=\s))(?:at|on|from|of)(?=\s*$)|^\s*(?:at|on)\b", re.IGNORECASE)
_AT_END = re.compile(r"[\s:]+(?:on|at)$")


@dataclass(frozen=True, slots=True)
class KindedDate:
    """A date expression of a text, what it dates, and how that is known.

    ``dates_document`` is set where the words tell the day the document was written; ``caption`` is the picture caption
    that the words stand in.
    """

    expression: DateExpression
    kind: DateKind
    why: str
    dates_document: bool = False
    caption: Span | None = None


def kinded_dates(text: str, *, paged: bool = False) -> tuple[KindedDate, ...]:
    """Return the dates of ``text`` in order, each with what it dates; ``paged`` is a text of pages, as of a PDF."""
    return tuple(_kinded(without_marks(text), paged or _PRINT_FOOTER.search(text) is not None))


def _kinded(text: str, paged: bool) -> Iterator[KindedDate]:
    every = lines(text)
    starts = [line.start for line in every]
    pictures, others = captions(text), others_mail(text)
    previous: DateExpression | None = None
    every_date = dates(text)
    for place, expression in enumerate(every_date):
        number = bisect_right(starts, expression.span.start) - 1
        line = every[number]
        caption = next((c for c in pictures if c.start <= expression.span.start < c.end), None)
        begin = max(line.start, previous.span.end if previous else 0)
        end = min(line.end, every_date[place + 1].span.start if place + 1 < len(every_date) else line.end)
        if _is_print_stamp(text, expression, paged):
            yield KindedDate(expression, DateKind.CAPTURED, "it stamps the page as it was printed from a browser")
        elif caption:
            yield KindedDate(expression, DateKind.CAPTION, "it stands in a picture's caption", caption=caption)
        else:
            above = every[number - 1].of(text) if number else ""
            found = _in_head(text, expression, line, number, begin, end, above) or _in_prose(text, expression)
            theirs = any(part.start <= expression.span.start < part.end for part in others)
            yield replace(found, dates_document=False) if theirs else found
        previous = expression


def _is_print_stamp(text: str, expression: DateExpression, paged: bool) -> bool:
    """Tell whether a date is a browser's print stamp: "11/29/26, 10:31 PM", at the head or foot of each page."""
    stamp = PRINT_STAMP.match(text, expression.span.start)
    if stamp is None or stamp.end("date") != expression.span.end:
        return False
    return paged or len(stamp["year"]) == len("26") or text.count(stamp[0]) > 1


def beside_dates(line: str) -> str | None:
    """Return what a line holds beside its dates, clock times and their labels; ``None`` where it holds no date.

    >>> [beside_dates(line) for line in ("Updated 3 May 2019, 10:15 GMT", "Quay Courier, 3 May 2019", "Patrols double")]
    ['', 'Quay Courier', None]
    """
    if not any(sign.isdigit() for sign in line):
        return None
    found = [date for date in dates(line) if date.is_day or date.precision is Precision.MONTH]
    if not found:
        return None
    edges = [0, *(edge for date in found for edge in (date.span.start, date.span.end)), len(line)]
    pieces = (line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    parts = (_bare(part) for piece in pieces for part in piece.split("|"))
    return " ".join(part for part in parts if part and _label(part) not in _labels())


def _bare(words: str) -> str:
    """Return words without clock times, the small words that join them to a date, and marks around them."""
    bare = _JOINING.sub("", PAGE_NUMBER.sub(" ", CLOCK.sub(" ", words))).strip(_EDGES)
    return "" if bare in WEEKDAYS else bare


def _label(words: str) -> str:
    return _AT_END.sub("", " ".join(words.lower().split())).rstrip(" :")


def _in_head(
    text: str, expression: DateExpression, line: Span, number: int, begin: int, end: int, above: str
) -> KindedDate | None:
    """Read a date line: a label and a date, a date alone, one behind a byline, a paper or a record, or a dateline.

    ``begin`` and ``end`` bound what belongs to the date: the dates before and after it on its line. A date alone may
    have its label on the line ``above``, and be a month at the head of a report.
    """
    if expression.month is None and expression.year is None:
        return None
    after = _bare(text[expression.span.end : min(end, expression.span.end + LONGEST_DATELINE)].partition("|")[0])
    pieces = [piece for part in text[begin : expression.span.start].split("|") if (piece := part.strip(_EDGES))]
    before = _bare(pieces[-1]) if pieces else ""
    if _label(after) in _labels() and end < line.end:  # the label of the next date
        after = ""
    last = _label(before.rpartition(": ")[2])
    kind, opens = _labels().get(_label(before)) or _labels().get(last) or (None, False)
    if not before and _label(after) in _labels() and begin == line.start and number < HEAD_LINES:
        kind, before, after = _labels()[_label(after)][0], after, ""
    if kind and (len(after) <= DATE_LINE_SLACK or (opens and number == 0)):
        return KindedDate(expression, kind, f"the line says “{before}”", dates_document=kind is DateKind.PUBLISHED)
    if (
        (shape(before) == "byline" and _CATEGORY.match(after))
        or BESIDE_DAY.fullmatch(after)
        or (not before and _POSTED.fullmatch(after))
    ):
        after = ""
    labelled = _labels().get(_label(above)) if not before and not after else None
    if labelled:
        kind = labelled[0]
        return KindedDate(expression, kind, f"“{above}” stands above it", dates_document=kind is DateKind.PUBLISHED)
    blank = text[: line.start].rstrip(" \t").endswith(("\n\n", "\r\n\r\n")) or (
        text.startswith("\n\n", line.end) and _GOES_ON.search(above) is None
    )
    apart = not before and not after and blank
    is_month = apart and expression.precision is Precision.MONTH and expression.year is not None
    heads_letter = text[line.end : line.end + LONGEST_DATELINE].lstrip().startswith("Dear ")
    menu = HEAD_LINES <= number < MENU_LINES and _is_menu(text[: line.start])
    if (number >= HEAD_LINES and not (heads_letter or menu)) or not (expression.is_day or is_month):
        return None
    if RECORD.fullmatch(before) and (not after or RECORD_PLACE.fullmatch(after)):
        return KindedDate(expression, DateKind.PUBLISHED, "it heads the record of that day", dates_document=True)
    parts = before.split()
    spoken = _SPOKEN.search(above) is not None and len(parts) <= MOST_PLACE and all(map(_is_capital, parts))
    spoken = spoken or (
        _SPOKEN.match(before) is not None and text[begin : expression.span.start].rstrip().endswith(",")
    )
    posted = (
        spoken
        or shape(before) == "byline"
        or names_publisher(before.removeprefix("From "))
        or ISSUE.fullmatch(before) is not None
        or _HELD.search(before) is not None
        or (1 < len(parts) <= MOST_NAMES and given_gender(parts[0]) is not None and all(map(_is_capital, parts)))
        or any(part.lstrip("(").startswith("@") for part in parts)
        or _POSTED.fullmatch(before) is not None
    )
    if not after and (not before or posted):
        why = (
            f"it stands behind “{before}” at the head of the text"
            if before
            else "it stands alone at the head of the text"
        )
        return KindedDate(expression, DateKind.PUBLISHED, why, dates_document=True)
    opening = dateline(text[line.start : min(line.end, line.start + LONGEST_DATELINE)])
    if opening and expression.span.end <= line.start + opening.end():
        return KindedDate(
            expression, DateKind.PUBLISHED, "it stands in the dateline of the report", dates_document=True
        )
    return None


def _is_menu(above: str) -> bool:
    """Tell whether nearly all lines above a place have one or two words, and none a figure, as menus of pages do."""
    few = sum(len(line.of(above).split()) > MOST_MENU_WORDS for line in lines(above))
    return few < HEAD_LINES and not any(sign.isdecimal() for sign in above)


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def _in_prose(text: str, expression: DateExpression) -> KindedDate:
    if expression.is_day and expression.shift:
        kind = DateKind.EVENT if expression.shift.amount else DateKind.PUBLISHED
        return KindedDate(expression, kind, "the words call it so from the day of writing", dates_document=True)
    if is_said(text, expression):
        return KindedDate(expression, DateKind.SAID, "a verb of saying stands beside it")
    return KindedDate(expression, DateKind.EVENT, "the text speaks of it")


@cache
def _labels() -> dict[str, tuple[DateKind, bool]]:
    return {row[0]: (DateKind(row[1]), len(row) > 2) for row in rows("ingest", "date_labels.tsv")}


MOST_DAYS_LATE = 7
"""A page may be dated some days after the words "this morning" on it were written: statements are quoted and reposted
within the week, and a longer gap is for a person to judge."""
MOST_DAYS_EARLY = 1
"""A page may be dated a day before its words where its clock keeps another time zone."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that tell when the document was written, and the ISO dates they allow, in order of time.

    ``basis`` is ``STATED`` for a date printed as the document's own; anything else is worked out. ``first_reading`` is
    the day to take where the words allow several by their order alone ("03/04/2018", read day first). ``elsewhere`` are
    the days on which a moment told in universal time falls somewhere on earth: the page may mean any of them.
    """

    words: str
    days: tuple[str, ...]
    basis: Basis
    first_reading: str | None = None
    elsewhere: tuple[str, ...] = ()


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
    printed = _where_read([item for item in telling if item.basis is Basis.STATED])
    worked = [item for item in telling if item.basis is not Basis.STATED]
    return _from_printed(printed, worked, captured) if printed else _from_words(worked, captured)


def _where_read(printed: list[Evidence]) -> list[Evidence]:
    """Let a printed day go before a moment of universal time that fell on that day where the document was made."""
    days = {day for item in printed if not item.elsewhere for day in item.days}
    return [item for item in printed if days & set(item.days) or not days & set(item.elsewhere)]


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
        why = f"{words} is {_ORDER}; read the other way it is another day."
        return DocumentDate(first, Basis.INFERRED, tuple(days), why=why)
    window = f"in the {LOOK_BACK_YEARS} years before {captured.isoformat()}, when it was added"
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


def ledger(document: Document, captured: datetime.date) -> DateLedger:
    """Return the dates of ``document``, those of its metadata first, then in order of the text.

    ``captured`` is the day the document was taken in: no candidate for the document's date lies after it, and it never
    stands in for a date that is not known.
    """
    text = document.text
    metadata = document.metadata_dates
    inside = {(entry.start, entry.end) for entry in metadata}
    header = file_header(text)  # whose fields count by what they are called, not as lines of prose
    fields = any(entry.start is not None and entry.start < header for entry in metadata)
    found = [
        date
        for date in kinded_dates(text, paged=bool(document.page_starts))
        if (date.expression.span.start, date.expression.span.end) not in inside
        and not (fields and date.expression.span.start < header)
    ]
    evidence = [*_stated_by(metadata), *(_told_by(text, date, captured) for date in found if date.dates_document)]
    date = document_date(evidence, captured)
    entries = (*metadata, *(_entry(text, item, found, date, captured) for item in found))
    return DateLedger(entries, date if evidence else replace(date, why=_why_undated(entries)))


def _why_undated(entries: Sequence[DatedWords]) -> str:
    """Say that nothing dates the document, and what the likeliest of its other dates dates instead."""
    for kind, dates_instead in ((DateKind.UPDATED, "says when it was updated"), (DateKind.CAPTION, "dates a picture")):
        words = next((entry.text for entry in entries if entry.kind is kind and entry.basis is Basis.STATED), None)
        if words:
            return f"The document shows no date of its own; “{words}” {dates_instead}."
    return "The document shows no date of its own."


def _stated_by(metadata: Sequence[DatedWords]) -> Iterator[Evidence]:
    """Yield the evidence of the format itself; a date worked out from markup counts only where none is stated."""
    published = [entry for entry in metadata if entry.kind is DateKind.PUBLISHED and entry.value]
    stated = [entry for entry in published if entry.basis is Basis.STATED]
    for entry in stated or published:
        days = entry.candidates or (entry.value or "",)
        at = moment(entry.text)
        elsewhere = () if at is None or at.utcoffset() else tuple(day.isoformat() for day in days_elsewhere(at))
        yield Evidence(entry.text, days, entry.basis, entry.value if entry.candidates else None, elsewhere)


def _told_by(text: str, date: KindedDate, captured: datetime.date) -> Evidence:
    expression = date.expression
    words = expression.span.of(text)
    printed = absolute(expression)
    if printed and expression.also:
        both = other_order(expression)
        possible = [day for day in both if day <= captured.isoformat()] or both
        return Evidence(words, tuple(possible), Basis.INFERRED, first_reading=printed)
    if printed and not expression.shift:
        return Evidence(words, (printed,), Basis.STATED)
    days = (day_of_writing(expression, day).isoformat() for day in fitting_days(expression, captured))
    return Evidence(words, tuple(days), Basis.INFERRED)


def _entry(
    text: str, item: KindedDate, found: Sequence[KindedDate], date: DocumentDate, captured: datetime.date
) -> DatedWords:
    expression = item.expression
    if item.kind is DateKind.CAPTION:
        meaning = _read_in_caption(item, found)
    elif item.dates_document:
        meaning = _read_by_itself(expression, captured)
    else:
        meaning = read_against(expression, date, past=item.kind is DateKind.SAID)
        if not meaning.value and not meaning.candidates:
            alone = _read_by_itself(expression, captured)
            meaning = replace(alone, why=f"{meaning.why}; {alone.why}") if alone.candidates else meaning
    entry = dated_words(text, expression.span, item.kind, meaning)
    if expression.also:
        entry = replace(
            entry, basis=Basis.INFERRED, candidates=other_order(expression), why=f"{_ORDER}; the order is not stated"
        )
    if weekday_disagrees(expression):
        wrong = f"but it was no {WEEKDAYS[expression.weekday or 0]}"
        entry = replace(entry, why=f"{entry.why}, {wrong}")
    return replace(entry, why=f"{item.why}; {entry.why}")


def _read_by_itself(expression: DateExpression, captured: datetime.date) -> Meaning:
    """Return what the words mean with nothing to count from but the weekday and the day of capture as a bound."""
    printed = absolute(expression)
    if printed:
        return read_against(expression, None, past=True)
    days = tuple(day.isoformat() for day in fitting_days(expression, captured))
    if expression.weekday is None or not expression.is_day:
        return Meaning(None, expression.precision, (), "the words give no year")
    name = WEEKDAYS[expression.weekday]
    window = f"in the {LOOK_BACK_YEARS} years before capture"
    if len(days) == 1:
        return Meaning(days[0], Precision.DAY, (), f"the only {name} of that day and month {window}")
    return Meaning(None, Precision.DAY, days, f"the days of that date that were a {name} {window}")


def _read_in_caption(item: KindedDate, found: Sequence[KindedDate]) -> Meaning:
    """Return what a caption's words mean beside the full date that its caption prints, if it prints one."""
    printed = (other.expression for other in found if other.caption == item.caption and other.expression.is_full)
    day = next((fit for expression in printed for fit in fitting_days(expression, datetime.date.max)), None)
    if day is None or absolute(item.expression):
        return read_against(item.expression, None, past=True)
    return read_from(item.expression, day, past=True)
