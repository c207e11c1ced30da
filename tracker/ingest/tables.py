"""Tables and lists of statements: CSV with a statement a row, JSON of exported claims, of ClaimReview, of Hansard."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import PurePath
from typing import Any, Final

from tracker.ingest.debates import hansard, is_hansard
from tracker.ingest.plain import Parsed, decode
from tracker.ingest.records import NOWHERE, Paragraph, Writer, address, day, fact, one_line, were
from tracker.models import STANCES, ReadError, Speech, Stance, TrackerError
from tracker.text.lexicon import rows as listed

JSON_SUFFIXES: Final = frozenset({".json", ".jsonl", ".ndjson"})
DELIMITERS: Final = ",;\t|"
SNIFFED: Final = 8_192
"""Characters by which the sign between columns is told."""
MOST_HEADERS: Final = 12
"""Headers that a sentence lists."""
LARGEST_CELL: Final = 1_000_000

Columns = Mapping[str, str]
"""Which column holds what: by "statement", "speaker", "role", "date", "title", "url", "stance", the header of each."""


def parse(data: bytes, name: str, columns: Columns | None = None) -> Parsed:
    """Return the statements of a table or of JSON; ``columns`` says which column of a table holds what.

    Raises ``ReadError`` where no statements can be recognised.
    """
    text, notes = decode(data, name)
    is_json = PurePath(name).suffix.lower() in JSON_SUFFIXES
    found = _json(text, name) if is_json else _table(text, name, columns)
    return replace(found, notes=(*notes, *found.notes))


def columns_in(words: str) -> dict[str, str]:
    """Return which column holds what, as "statement=Aussage,speaker=Wer" says; raises ``TrackerError`` for other words.

    >>> columns_in("statement=Aussage, speaker=Wer")
    {'statement': 'Aussage', 'speaker': 'Wer'}
    """
    parts = [part.partition("=") for part in words.split(",")]
    known = [row[0] for row in listed("ingest", "columns.tsv")]
    if not all(sign and header.strip() and what.strip() in known for what, sign, header in parts):
        can = f"{', '.join(known[:-1])} and {known[-1]}"
        form = "statement=Words,speaker=Who"
        raise TrackerError(f"“{words}” does not name columns as “{form}” does; {can} can be named.")
    return {what.strip(): header.strip() for what, _, header in parts}


def headers(data: bytes, name: str) -> tuple[str, ...]:
    """Return the headers of a table; raises ``ReadError`` where the bytes are no text."""
    return tuple(next(iter(_rows(decode(data, name)[0], name)), ()))


def _table(text: str, name: str, columns: Columns | None) -> Parsed:
    rows = iter(_rows(text, name))
    head = next(rows, [])
    holding = places(head, name, columns)

    def told(row: Sequence[str]) -> dict[str, object]:
        return {what: row[place] for what, place in holding.items() if place < len(row)}

    return _written((told(row) for row in rows if any(row)), name, "row")


def _rows(text: str, name: str) -> Iterator[list[str]]:
    """Yield the rows of a table that hold anything, by the sign between its columns, which Excel may state first."""
    text = text.removeprefix("\ufeff")
    stated, _, rest = text.partition("\n")
    sign = stated.strip().lower().removeprefix("sep=") if stated.lower().startswith("sep=") else ""
    if (sign and sign in DELIMITERS) or stated.rstrip("\r\n").lower() == "sep=\t":
        text, sign = rest, sign or "\t"
    if not sign:
        try:
            sign = csv.Sniffer().sniff(text[:SNIFFED], DELIMITERS).delimiter
        except csv.Error:  # one column, or columns that differ too much: the header tells
            head = text.lstrip().partition("\n")[0]
            sign = max(DELIMITERS, key=head.count)
    csv.field_size_limit(LARGEST_CELL)
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=sign):
            if any(cell.strip() for cell in row):
                yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise ReadError(f"{name} is a damaged table: one of its cells does not end, or is far too long.") from error


def places(head: Sequence[str], name: str, columns: Columns | None) -> dict[str, int]:
    """Return which column, counted from 0, holds what; raises ``ReadError`` where none is known to hold statements."""
    plain = [one_line(header.replace("_", " ").replace("-", " ")).lower() for header in head]
    shown = ", ".join(f"“{one_line(header)}”" for header in head[:MOST_HEADERS])
    more = f" and {len(head) - MOST_HEADERS} others" if len(head) > MOST_HEADERS else ""
    found: dict[str, int] = {}
    for what, header in (columns or {}).items():
        if header not in head:
            raise ReadError(f"{name} has no column “{header}”; its columns are {shown}{more}.")
        found[what] = head.index(header)
    for what, *known in listed("ingest", "columns.tsv"):
        if what not in found:
            place = next((plain.index(word) for word in known if word in plain), None)
            if place is not None and place not in found.values():
                found[what] = place
    if "statement" not in found:
        raise ReadError(
            f"{name} has no column of statements that is known here; its columns are {shown}{more}. Say which holds "
            "what under columns (--columns), as in “statement=Words,speaker=Who”."
        )
    return found


def _written(statements: Iterable[Mapping[str, object]], name: str, unit: str) -> Parsed:
    """Write statements one below the other, each under who made it, with its date and address in a line of its own."""
    writer, title = Writer(), ""
    without = undated = 0
    for told in statements:
        words = told.get("statement")
        if not isinstance(words, str) or not one_line(words):
            without += 1
            continue
        under = one_line(told.get("title"))
        if under and under != title:
            writer.heading(under)
        title = under
        speaker, role = fact(told.get("speaker")), fact(told.get("role"))
        printed, url = fact(told.get("date")), address(told.get("url"))
        date = day(printed)
        undated += printed is not None and date is None
        stance: Stance = next((known for known in STANCES if known == told.get("stance")), "asserts")
        speech = Speech(
            NOWHERE, speaker, speech_id=fact(told.get("id")), date=date, url=url, heading=title or None,
            stance=stance, whole=True, rating=fact(told.get("rating")), rated_by=fact(told.get("rated_by")),
        )  # fmt: skip
        label = ", ".join(filter(None, (speaker, role)))
        writer.speech(label, [Paragraph(line) for line in words.splitlines()], speech, role)
        by = f"{speech.rated_by} rates it" if speech.rated_by else "Rated"
        rated = f"{by} “{speech.rating}”" if speech.rating else None
        writer.line(" · ".join(filter(None, (printed, rated, url))))
    if not writer.speeches:
        raise ReadError(f"{name} holds no statement: every {unit} is blank where statements should stand.")
    notes = []
    if without:
        notes.append(f"{were(without, unit)} left out, as no statement stands there.")
    if undated:
        notes.append(f"{were(undated, unit)} left undated, as the date there is none or could be read in two ways.")
    return Parsed(writer.text, notes=tuple(notes), speeches=writer.speeches)


def _json(text: str, name: str) -> Parsed:
    values, broken = _values(text, name)
    if len(values) == 1 and is_hansard(values[0]):
        return hansard(values[0], name)
    things = list(_things(values))
    reviews = [thing for thing in things if "claimReviewed" in thing]
    claims = [thing for thing in things if isinstance(thing.get("text"), str) and "stance" in thing]
    if reviews:
        found = _written(map(_reviewed, reviews), name, "review")
        publishers = {one_line(_named(review.get("author"))) for review in reviews} - {""}
        found = replace(found, publisher=publishers.pop() if len(publishers) == 1 else None)
    elif claims:
        found = _written(map(_claimed, claims), name, "claim")
    else:
        known = "claims that this program exported, ClaimReview, and debates of the Hansard API can be read"
        raise ReadError(f"{name} is JSON of another kind than those known here: {known}.")
    note = f"This file is damaged; {were(broken, 'line')} left out."
    return replace(found, notes=(*found.notes, note)) if broken else found


def _values(text: str, name: str) -> tuple[list[Any], int]:
    """Return the one value of JSON or those of JSON lines, and how many lines are damaged."""
    text = text.removeprefix("\ufeff")
    try:
        return [json.loads(text)], 0
    except ValueError:
        pass
    values, broken = [], 0
    for line in filter(str.strip, text.splitlines()):
        try:
            values.append(json.loads(line))
        except (ValueError, RecursionError):
            broken += 1
    if not values:
        raise ReadError(f"{name} is damaged: it is no JSON, as a whole or line by line.")
    return values, broken


_INSIDE: Final = ("@graph", "claims", "itemListElement", "item", "review", "mainEntity", "dataFeedElement")


def _things(values: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield the objects of lists and of what holds lists, in order; a review is not looked into."""
    waiting = [iter(values)]
    while waiting:
        value = next(waiting[-1], None)
        if value is None:
            waiting.pop()
        elif isinstance(value, list):
            waiting.append(iter(value))
        elif isinstance(value, dict):
            yield value
            if "claimReviewed" not in value:
                waiting.append(iter([value[key] for key in _INSIDE if isinstance(value.get(key), list | dict)]))


def _claimed(claim: Mapping[str, Any]) -> dict[str, object]:
    """Return what a claim of the program's own export tells."""
    return {
        "statement": claim["text"],
        "speaker": claim.get("speaker"),
        "date": claim.get("date"),
        "title": claim.get("document_title") or claim.get("document"),
        "url": claim.get("url"),
        "stance": claim.get("stance"),
        "id": claim.get("id"),
    }


def _reviewed(review: Mapping[str, Any]) -> dict[str, object]:
    """Return what a ClaimReview of schema.org tells: the claim by who made it, the rating in words."""
    item = _one(review.get("itemReviewed"))
    made = _one(item.get("firstAppearance")) or _one(item.get("appearance"))
    rated = _one(review.get("reviewRating"))
    return {
        "statement": review.get("claimReviewed"),
        "speaker": _named(item.get("author")) or _named(item.get("creator")),
        "date": item.get("datePublished") or made.get("datePublished"),
        "url": review.get("url"),
        "rating": one_line(rated.get("alternateName")),
        "rated_by": one_line(_named(review.get("author"))),
        "id": review.get("@id"),
    }


def _one(value: Any) -> Mapping[str, Any]:
    """Return a thing, or the first of several; an empty one where there is none."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _named(value: Any) -> str:
    """Return the name of a thing, or words that stand in its place."""
    return one_line(value) or one_line(_one(value).get("name"))
