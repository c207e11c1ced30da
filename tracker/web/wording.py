"""The words the pages use: terms with their meaning, dates, figures and events in plain English (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.cite.exports import inner_marks
from tracker.language.lexicon import rows
from tracker.models.documents import StoredDocument
from tracker.store.rows import Row

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
CURRENCY_MARKS = {"gbp": "£", "eur": "€", "usd": "US$"}
"""Marks a British reader takes in at a glance; other currencies are printed by their ISO code."""
CURRENCY_CODE_LENGTH = 3
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
    return tuple(Term(*row) for row in rows("web", "glossary.tsv"))


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
    return any(row[0] == unit for row in rows("language", "currencies.tsv"))


@cache
def _growth_verbs() -> frozenset[str]:
    return frozenset(form for row in rows("language", "growth_verbs.tsv") for form in row[0].split("|"))


def figure(quantity: Row) -> str:
    """Return a quantity in a few words: “more than 120 homicide investigations”, “40 per cent (killings)”.

    A verb that holds its own change is printed with it: “doubled: 100 per cent increase”.
    """
    if quantity["text"].lower() in _growth_verbs():
        return f"{quantity['text']}: {amount(quantity['value'], quantity['unit'])} {quantity['direction']}"
    value, measured = amount(quantity["value"], quantity["unit"]), quantity["measured"]
    if measured:
        value += f" {measured}" if quantity["unit"] == "count" else f" ({measured})"
    return f"{quantity['approximator']} {value}" if quantity["approximator"] else value


def confidence(value: float) -> str:
    """Return a confidence as a reader understands it.

    >>> confidence(0.9)
    '90 in 100'
    """
    return f"{round(value * IN_A_HUNDRED)} in {IN_A_HUNDRED}"


def name_of(document: StoredDocument | Row) -> str:
    """Return a document's title, else the name of its file; works on rows of claims too."""
    if isinstance(document, StoredDocument):
        return document.heading
    return str(document.get("document_title") or document.get("title") or document.get("document") or document["name"])


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    >>> counted(1, "claim"), counted(2, "claim"), counted(0, "body", "bodies")
    ('1 claim', '2 claims', '0 bodies')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def event_detail(event: Row) -> str:
    """Return what an event changed, from what to what, as the end of a sentence; blank where its name says it all."""
    old, new = event["old"], event["new"]
    what = event["what"].removeprefix("undid: ")
    if what.endswith("a match"):
        pair = new.get("with") or old.get("with")
        return f"between claims {event['noun_id']} and {pair}"
    if what == "made a claim":
        return f"of {quoted(str(new.get('words') or old.get('words')))}"
    if what == "corrected a speaker":
        return f"from {_or(old, 'speaker', 'nobody known')} to {_or(new, 'speaker', 'nobody known')}"
    if what == "corrected a span":
        return _ends_moved(old, new)
    if what == "picked a date":
        return _date_moved(old, new)
    if what == "merged speakers":
        merged, kept = (new, old) if event["what"].startswith("undid") else (old, new)
        return f"{merged.get('name', '')} into {kept.get('name', '')}"
    if "topic" in old or "topic" in new:
        return _topic_moved(what, old, new)
    if what in READING_CHANGES:
        return quoted(_or(new, "title", str(old.get("title") or "")))
    if what.endswith("a verdict"):
        return (
            f"({new.get('organisation') or old.get('organisation', '')}: {new.get('rating') or old.get('rating', '')})"
        )
    if what.endswith("a scale"):
        return f"of {new.get('organisation') or old.get('organisation', '')}"
    if what.endswith("a search"):
        before, after = old.get("name"), new.get("name")
        renamed = before and after and before != after
        return f"from “{before}” to “{after}”" if renamed else f"“{before or after}”"
    if what == "kept two speakers apart":
        return f"({' and '.join(new.get('names') or old.get('names') or [])})"
    if what == "took in":
        return str(new.get("name", ""))
    return ""


READING_CHANGES = ("added a reading", "remarked on a reading", "ordered a reading list", "took off a reading")


def _topic_moved(what: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    """Return the topic an event is about; for a new name or a merge, both."""
    before, after = old.get("topic"), new.get("topic")
    if what == "merged topics":
        return f"“{before}” into “{after}”" if "held" in old else f"“{after}” into “{before}”"
    return f"from “{before}” to “{after}”" if before and after else f"“{before or after}”"


def _or(values: dict[str, Any], key: str, blank: str) -> str:
    return str(values.get(key) or blank)


def _ends_moved(old: dict[str, Any], new: dict[str, Any]) -> str:
    return f"(characters {old.get('start')}–{old.get('end')}, now {new.get('start')}–{new.get('end')})"


def _date_moved(old: dict[str, Any], new: dict[str, Any]) -> str:
    before, after = (long_date(values["date"]) if values.get("date") else "" for values in (old, new))
    if before and after:
        return f"({before}, now {after})"
    return f"({after or before + ' taken back'})"
