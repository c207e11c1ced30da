"""The words the pages use: terms with their meaning, dates, figures, events and differences in plain English (pure)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast

from tracker.cite.snippets import as_told, inner_marks, stances
from tracker.models import Record, Stance
from tracker.models.claims import Figure, StoredQuantity
from tracker.models.events import Event, EventKind
from tracker.text.differences import Difference
from tracker.text.lexicon import rows

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
CURRENCY_MARKS = {"gbp": "£", "eur": "€", "usd": "US$"}
"""Marks a British reader takes in at a glance; other currencies are printed by their ISO code."""
CURRENCY_CODE_LENGTH = 3
MOST_DECIMALS = 3
"""A percentage with more was printed as a fraction or in words."""
UNIT_WORDS = {"percent": "per cent", "percentage_point": "percentage points", "count": ""}
NOT_STATED = "not stated"
IN_A_HUNDRED = 100
_ISO_DAY = re.compile(r"(?<![\w“-])\d{4}-\d{2}-\d{2}(?![\w”-])")
"""An ISO day that no quotation mark touches: words quoted from a document stay as printed."""


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary."""

    group: str
    name: str
    label: str
    meaning: str


@cache
def glossary() -> tuple[Term, ...]:
    """Return every term the pages use, in the order they are explained."""
    told = (Term("stance", name, words.label, words.meaning) for name, words in stances().items())
    return (*(Term(*row) for row in rows("web", "glossary.tsv")), *told)


@cache
def _by_name() -> dict[tuple[str, str], Term]:
    return {(term.group, term.name): term for term in glossary()}


def term(group: str, name: str | None) -> Term:
    """Return a term; a name the glossary lacks explains itself."""
    name = name or ""
    return _by_name().get((group, name)) or Term(group, name, name, "")


def quoted(words: str) -> str:
    """Return words in quotation marks, those inside them single.

    >>> quoted("They would “make a patrol”")
    '“They would ‘make a patrol’”'
    """
    return f"“{inner_marks(words)}”"


def long_date(value: str | None) -> str:
    """Return an ISO date as a reader writes it, as exact as it is.

    >>> long_date("2018-01-14"), long_date("2009-11"), long_date("2009"), long_date(None)
    ('14 January 2018', 'November 2009', '2009', 'undated')
    """
    if not value:
        return "undated"
    year, *rest = value.split("-")
    if not rest or not rest[0].isdigit() or not 1 <= int(rest[0]) <= len(MONTHS):
        return value
    month = MONTHS[int(rest[0]) - 1]
    return f"{int(rest[1])} {month} {year}" if len(rest) > 1 and rest[1].isdigit() else f"{month} {year}"


def with_long_dates(text: str | None) -> str:
    """Return a sentence with the ISO days in it written out; quoted words are left alone.

    >>> with_long_dates("counted from 2018-01-14, the document's date")
    "counted from 14 January 2018, the document's date"
    """
    return _ISO_DAY.sub(lambda day: long_date(day.group()), text or "")


def moment(value: str) -> str:
    """Return an ISO moment to the minute.

    >>> moment("2024-05-03T10:07:09+00:00")
    '3 May 2024, 10:07 UTC'
    """
    day, _, clock = value.partition("T")
    return f"{long_date(day)}, {clock[:5]} UTC"


def plain_number(value: float) -> str:
    """Return a number with thousands separators and no needless decimals.

    >>> plain_number(7140.0), plain_number(19.1)
    ('7,140', '19.1')
    """
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def amount(value: float | tuple[float, float], unit: str) -> str:
    """Return a value with its unit.

    >>> amount(73.0, "percent"), amount(2500000.0, "gbp"), amount((3.0, 4.0), "mile")
    ('73 per cent', '£2,500,000', '3 to 4 miles')
    """
    parts = [plain_number(part) for part in (value if isinstance(value, tuple) else (value,))]
    if unit in CURRENCY_MARKS:
        return " to ".join(CURRENCY_MARKS[unit] + part for part in parts)
    number = " to ".join(parts)
    if len(unit) == CURRENCY_CODE_LENGTH and unit.isalpha() and _is_currency(unit):
        return f"{unit.upper()} {number}"
    words = UNIT_WORDS.get(unit, unit if parts == ["1"] else _plural(unit))
    return f"{number} {words}".strip()


def _plural(unit: str) -> str:
    """Return a unit's plural: “years of age”, “miles per hour”; a currency in it has none."""
    head, *rest = unit.split(" ", 1)
    return " ".join([head if _is_currency(head) else f"{head}s", *rest])


MILLION, BILLION = 1e6, 1e9


def short_amount(value: float | tuple[float, float], unit: str) -> str:
    """Return a value as short as a chart needs it.

    >>> short_amount(73.0, "percent"), short_amount(2500000.0, "gbp"), short_amount((3.0, 4.0), "mile")
    ('73%', '£2.5m', '3–4 miles')
    """
    parts = [_short_number(part) for part in (value if isinstance(value, tuple) else (value,))]
    number = "–".join(CURRENCY_MARKS.get(unit, "") + part for part in parts)
    if unit == "percent":
        return f"{number}%"
    return number if unit in ("count", *CURRENCY_MARKS) else f"{number} {unit_name(unit)}"


def axis_amount(value: float, unit: str) -> str:
    """Return a value of an axis, whose heading names the unit.

    >>> axis_amount(20.0, "percent"), axis_amount(5e6, "gbp"), axis_amount(5.0, "mile")
    ('20%', '£5m', '5')
    """
    return short_amount(value, unit if unit == "percent" or unit in CURRENCY_MARKS else "count")


def _short_number(value: float) -> str:
    for size, mark in ((BILLION, "bn"), (MILLION, "m")):
        if abs(value) >= size:
            return f"{value / size:,.4g}{mark}"
    return plain_number(value)


def unit_name(unit: str) -> str:
    """Return a unit as a heading names it.

    >>> unit_name("percent"), unit_name("count"), unit_name("gbp"), unit_name("mile")
    ('per cent', 'number', '£', 'miles')
    """
    if unit == "count":
        return "number"
    if unit in CURRENCY_MARKS:
        return CURRENCY_MARKS[unit]
    if len(unit) == CURRENCY_CODE_LENGTH and _is_currency(unit):
        return unit.upper()
    return UNIT_WORDS.get(unit, _plural(unit))


@cache
def _is_currency(unit: str) -> bool:
    return any(row[0] == unit for row in rows("text", "currencies.tsv"))


@cache
def _growth_verbs() -> frozenset[str]:
    return frozenset(form for row in rows("text", "growth_verbs.tsv") for form in row[0].split("|"))


def figure(quantity: StoredQuantity) -> str:
    """Return a quantity in a few words: “more than 120 homicide investigations”, “40 per cent (killings)”.

    A verb that holds its own change is printed with it: “doubled: 100 per cent increase”.
    """
    if quantity.text.lower() in _growth_verbs():
        return f"{quantity.text}: {amount(quantity.value, quantity.unit)} {quantity.direction}"
    value, measured = amount_of(quantity), quantity.measured
    rate = f" per {quantity.denominator}" if quantity.denominator else ""
    if measured:
        value += f" {measured}{rate}" if quantity.unit == "count" else f"{rate} ({measured})"
    else:
        value += rate
    return f"{quantity.approximator} {value}" if quantity.approximator else value


def amount_of(quantity: StoredQuantity | Figure) -> str:
    """Return the value of a quantity with its unit; parts in words as printed: “two thirds”."""
    value = quantity.value
    if quantity.unit == "percent" and not isinstance(value, tuple) and round(value, MOST_DECIMALS) != value:
        return " ".join(quantity.text.split())
    return amount(value, quantity.unit)


def confidence(value: float) -> str:
    """Return a confidence as a reader understands it.

    >>> confidence(0.9)
    '90 in 100'
    """
    return f"{round(value * IN_A_HUNDRED)} in {IN_A_HUNDRED}"


_NAMED_BY: Final = ("document_title", "title", "document", "name")
"""The columns that name a document, in rows of its own and in those of claims and figures; the first that is filled."""


def name_of(row: Record) -> str:
    """Return a document's title, else the name of its file; works on rows of claims and figures too."""
    return str(next(filter(None, (getattr(row, column, None) for column in _NAMED_BY))))


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    >>> counted(1, "claim"), counted(2, "claim"), counted(0, "body", "bodies")
    ('1 claim', '2 claims', '0 bodies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def event_detail(event: Event) -> str:
    """Return what an event changed, from what to what, as the end of a sentence; blank where its name says it all."""
    detail = _DETAILS.get(event.decided)
    return detail(event) if detail else ""


def _pair(event: Event) -> str:
    return f"between claims {event.noun_id} and {event.new.get('with') or event.old.get('with')}"


def _claims_moved(event: Event) -> str:
    came, homes = event.new["came"], event.new["from"]
    named = ("claim " if len(came) == 1 else "claims ") + ", ".join(map(str, came))
    from_threads = ("thread " if len(homes) == 1 else "threads ") + ", ".join(map(str, homes))
    return f"{named} from {from_threads} to thread {event.noun_id}"


def _speaker_moved(event: Event) -> str:
    blank = "nobody known"
    return f"from {_or(event.old, 'speaker', blank)} to {_or(event.new, 'speaker', blank)}"


def _speakers_merged(event: Event) -> str:
    merged, kept = (event.old, event.new) if event.undoes is None else (event.new, event.old)
    return f"{merged.get('name', '')} into {kept.get('name', '')}"


def _topic_moved(event: Event) -> str:
    """Return the topic an event is about; for a new name, both."""
    before, after = event.old.get("topic"), event.new.get("topic")
    if not before and not after:
        return ""
    return f"from “{before}” to “{after}”" if before and after else f"“{before or after}”"


def _topics_merged(event: Event) -> str:
    before, after = event.old.get("topic"), event.new.get("topic")
    return f"“{before}” into “{after}”" if "held" in event.old else f"“{after}” into “{before}”"


def _reading(event: Event) -> str:
    return quoted(_or(event.new, "title", str(event.old.get("title") or "")))


def _verdict(event: Event) -> str:
    return f"({_either(event, 'organisation')}: {_either(event, 'rating')})"


def _worked(event: Event) -> str:
    said = (event.new.get("status"), event.new.get("assignee"), event.new.get("rating"))
    return f"({', '.join(filter(None, said)) or 'taken back'})"


def _search(event: Event) -> str:
    before, after = event.old.get("name"), event.new.get("name")
    renamed = before and after and before != after
    return f"from “{before}” to “{after}”" if renamed else f"“{before or after}”"


def _kept_apart(event: Event) -> str:
    return f"({' and '.join(event.new.get('names') or event.old.get('names') or [])})"


def _ignored(event: Event) -> str:
    return f"({_either(event, 'finding')}) on {quoted(_either(event, 'words'))}: {_either(event, 'reason')}"


def _parted(event: Event) -> str:
    return f"({_either(event, 'figure')}: {_either(event, 'name')})"


def _joined(event: Event) -> str:
    return f"(“{_either(event, 'measure')}” into “{_either(event, 'into')}”)"


def _either(event: Event, key: str) -> str:
    return str(event.new.get(key) or event.old.get(key, ""))


def _or(values: Mapping[str, Any], key: str, blank: str) -> str:
    return str(values.get(key) or blank)


def _stance(event: Event) -> Stance:
    return cast(Stance, _either(event, "stance") or "asserts")


def _stance_moved(event: Event) -> str:
    return f"from “{event.old.get('stance')}” to “{event.new.get('stance')}”"


def _ends_moved(event: Event) -> str:
    old, new = event.old, event.new
    return f"(characters {old.get('start')}–{old.get('end')}, now {new.get('start')}–{new.get('end')})"


def _date_moved(event: Event) -> str:
    before, after = (long_date(values["date"]) if values.get("date") else "" for values in (event.old, event.new))
    if before and after:
        return f"({before}, now {after})"
    return f"({after or before + ' taken back'})"


_FACT_NAMES: Final = {"title": "title", "publisher": "publisher", "byline": "author", "url": "address"}


def _fact_moved(event: Event) -> str:
    name, value = _FACT_NAMES.get(_either(event, "fact"), ""), event.new.get("value")
    return f"({name}: {f'“{value}”' if value else 'none' if value == '' else 'as found'})"


_DETAILS: Final[Mapping[EventKind, Callable[[Event], str]]] = {
    EventKind.CLAIM_MADE: lambda event: f"of {as_told(quoted(_either(event, 'words')), _stance(event))}",
    EventKind.DATE_PICKED: _date_moved,
    EventKind.FACT_PICKED: _fact_moved,
    EventKind.FIGURE_PARTED: _parted,
    EventKind.FINDING_IGNORED: _ignored,
    EventKind.FORM_REMOVED: _search,
    EventKind.FORM_SAVED: _search,
    EventKind.DOCUMENT_ADDED: lambda event: _either(event, "name"),
    EventKind.MATCH_CONFIRMED: _pair,
    EventKind.MATCH_REFUSED: _pair,
    EventKind.MEASURES_JOINED: _joined,
    EventKind.READING_ADDED: _reading,
    EventKind.READING_MOVED: _reading,
    EventKind.READING_REMARKED: _reading,
    EventKind.READING_REMOVED: _reading,
    EventKind.SCALE_ADDED: lambda event: f"of {_either(event, 'organisation')}",
    EventKind.SCALE_WITHDRAWN: lambda event: f"of {_either(event, 'organisation')}",
    EventKind.SEARCH_REMOVED: _search,
    EventKind.SEARCH_RENAMED: _search,
    EventKind.SEARCH_SAVED: _search,
    EventKind.SEARCH_SEEN: _search,
    EventKind.SPAN_PICKED: _ends_moved,
    EventKind.THREAD_REGROUPED: _claims_moved,
    EventKind.THREAD_RENAMED: lambda event: f"(claim {event.new['claim']}: claim {event.old['claim']} left it)",
    EventKind.SPEAKER_PICKED: _speaker_moved,
    EventKind.SPEAKERS_KEPT_APART: _kept_apart,
    EventKind.SPEAKERS_MERGED: _speakers_merged,
    EventKind.STANCE_PICKED: _stance_moved,
    EventKind.TAG_ADDED: _topic_moved,
    EventKind.TAG_REMOVED: _topic_moved,
    EventKind.TOPIC_MADE: _topic_moved,
    EventKind.TOPIC_RENAMED: _topic_moved,
    EventKind.TOPICS_MERGED: _topics_merged,
    EventKind.VERDICT_RECORDED: _verdict,
    EventKind.VERDICT_REVISED: _verdict,
    EventKind.VERDICT_WITHDRAWN: _verdict,
    EventKind.VERDICT_WORKED: _worked,
}
"""What each kind of decision, and whatever takes it back, is told with."""


MOSTLY = 0.5
"""Share of common words from which two wordings are read better in one line; below it nearly all is struck out."""


def mostly_kept(rows: Sequence[Difference]) -> bool:
    """Whether two wordings have so much in common that one line can show both."""
    kept = 2 * sum(len(row.a.split()) for row in rows if row.op == "equal")
    both = sum(len(row.a.split()) + len(row.b.split()) for row in rows)
    return both > 0 and kept / both >= MOSTLY
