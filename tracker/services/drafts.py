"""A draft, read from its bytes: its text, and whom it gives its quotations to, as what and when."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tracker.check.findings import AttributedWords
from tracker.check.sentences import SEASONS
from tracker.ingest.dates import ledger as date_ledger
from tracker.models import (
    Attribution,
    Basis,
    DatedWords,
    DateKind,
    Document,
    Extraction,
    Precision,
    Role,
    Span,
    TrackerError,
)
from tracker.services import nouns
from tracker.services.originals import document_in, extracted
from tracker.text.names import is_past
from tracker.text.sentences import opening, rest

LONGEST_DRAFT = 200_000
"""Characters: a long article is a quarter of it."""
NEAR = 60
"""Characters from the name that a draft gives a speaker to the role it prints beside it."""
SEASON_REACH = 300
"""Characters of a quotation's sentence, before it and after it, in which a season may be named."""
LONGEST_WORD = 12
"""Characters before a role in which "former" or "ex-" stands."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft's name, text and speech, and notes on how it was read."""

    name: str
    text: str
    speech: tuple[AttributedWords, ...]
    notes: tuple[str, ...] = ()


def read_draft(data: bytes, name: str) -> Draft:
    """Return a draft from its bytes; raises ``TrackerError`` where it cannot be read or is too long."""
    document = document_in(data, name)
    if len(document.text) > LONGEST_DRAFT:
        raise TrackerError(f"{document.name} is too long: a draft has at most {LONGEST_DRAFT:,} characters.")
    found = extracted(document.name, document.text, date_ledger(document, nouns.today()).date, document.speeches)
    return Draft(document.name, document.text, tuple(_speech(document, found)), document.notes)


def _speech(document: Document, found: Extraction) -> Iterator[AttributedWords]:
    bodies = {mention.name for mention in found.speakers if mention.kind == "body"}
    said = {claim.attribution: claim.said for claim in found.claims if claim.said is not None}
    for attribution in found.attributions:
        roles = _roles(document.text, attribution, found.roles)
        dated = _in_season(document.text, attribution, said.get(attribution.id))
        where: dict[str, Span] = {}
        if attribution.source is not None:
            where["speaker"] = attribution.source
        if roles:
            where["role"] = _title_span(document.text, roles[0])
        if dated is not None and dated.start is not None and dated.end is not None:
            where["date"] = _with_preposition(document.text, Span(dated.start, dated.end))
        yield AttributedWords(
            spans=attribution.spans,
            kind=attribution.kind,
            speaker=attribution.speaker,
            is_body=attribution.speaker in bodies,
            roles=tuple(role.title for role in roles),
            said=dated,
            stance=attribution.stance,
            where=where,
        )


_SEASON: Final = re.compile(
    r"\b[Ii]n (?:the )?(?:early |late )?(spring|summer|autumn|winter)(?: (?:of )?((?:1[5-9]|20)\d\d))?\b"
)
_MIDSUMMER: Final = 6
_MONTHS: Final = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


def _in_season(text: str, attribution: Attribution, dated: DatedWords | None) -> DatedWords | None:
    """Return a date of saying with the season that a draft's sentence names beside the quotation, where it has a year.

    Its candidates are the months of the season; a winter's may be of the year before and of the year after.
    """
    if dated is not None and dated.precision is not Precision.YEAR:
        return dated
    low, high = attribution.spans[0].start, attribution.spans[-1].end
    start = low - len(opening(text, low, SEASON_REACH))
    found = _SEASON.search(text, start, low) or _SEASON.search(text, high, high + len(rest(text, high, SEASON_REACH)))
    if found is None or found[2] is None:
        return dated
    year = int(found[2])
    years = (year - 1, year, year + 1) if found[1] == "winter" else (year,)
    months = sorted(_MONTHS[month] for month in SEASONS[found[1]])
    fit = tuple(
        f"{each}-{month:02}"
        for each in years
        for month in months
        if each == year or (month > _MIDSUMMER) == (each < year)
    )
    return DatedWords(
        DateKind.SAID, None, Basis.STATED, found[0], found.start(), found.end(), Precision.MONTH, candidates=fit
    )


def _roles(text: str, attribution: Attribution, roles: tuple[Role, ...]) -> list[Role]:
    """Return the roles printed beside the name that a quotation is given to; a former role says nothing of then."""
    source = attribution.source
    if source is None:
        return []
    return [
        role
        for role in roles
        if role.speaker == attribution.speaker
        and _beside(text, source, Span(role.start, role.end))
        and not _is_past(text, role)
    ]


def _is_past(text: str, role: Role) -> bool:
    """Say whether a role, or the word before it, says that it is held no longer."""
    before = text[max(0, role.start - LONGEST_WORD) : role.start].split()
    return any(map(is_past, (*before[-1:], text[role.start : role.end])))


def _beside(text: str, source: Span, role: Span) -> bool:
    """Say whether a role is printed at a name: over or near it, with no quotation and no new paragraph between."""
    low, high = min(source.end, role.end), max(source.start, role.start)
    return high <= low or (high - low <= NEAR and not any(mark in text[low:high] for mark in '“”"‘\n'))


def _title_span(text: str, role: Role) -> Span:
    """Return where a role's title stands; its printed stretch may hold the organisation too."""
    at = text.find(role.title, role.start, role.end)
    return Span(at, at + len(role.title)) if at >= 0 else Span(role.start, role.end)


def _with_preposition(text: str, span: Span) -> Span:
    for word in ("on ", "in ", "On ", "In "):
        if text.startswith(word, span.start - len(word)):
            return Span(span.start - len(word), span.end)
    return span
