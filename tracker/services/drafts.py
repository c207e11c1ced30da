"""What a check is given: the draft, read from its bytes, with whom it quotes; and the stored texts, as a library."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from tracker.check.draft import Segments
from tracker.check.findings import AttributedWords, Source
from tracker.check.places import document_keys, select
from tracker.check.places import nearby as nearby_of_places
from tracker.check.places import telling as telling_of_places
from tracker.check.sentences import SEASONS
from tracker.check.words import is_content
from tracker.db import claims, documents, indexes, speakers
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.ingest.dates import ledger as date_ledger
from tracker.matching.candidates import word_key
from tracker.models import (
    Attribution,
    Basis,
    ClaimKind,
    DatedWords,
    DateKind,
    Document,
    Extraction,
    Precision,
    Role,
    Span,
    TrackerError,
)
from tracker.models.claims import AttributionInText, StoredClaim
from tracker.models.documents import PrintedTitle, StoredDocument
from tracker.services import nouns
from tracker.services.originals import document_in, extracted
from tracker.text.names import is_past, speaker_key
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


SAME_TIME = len("2018")
"""Characters of two ISO dates that agree where a role counts as printed at the same time: the year."""
SAME_SPELLING = 4
"""Letters at the beginning of a word that are spelt alike in Britain and in America."""
AT_ONCE = 500
"""Documents indexed in one step: bounds the memory (some ten megabytes), not the result."""


def index_missing(db: Database) -> int:
    """Index the words of every document that is not indexed yet, inside the caller's transaction; return how many."""
    waiting = indexes.documents_without_words(db)
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        indexes.add_words(
            db, ((document_id, document_keys(documents.text_of(db, document_id))) for document_id in some)
        )
    return len(waiting)


def keep_in_step(db: Database) -> None:
    """Index what is missing, as after a migration; nothing is written where nothing is."""
    if indexes.documents_without_words(db):
        with transaction(db):
            index_missing(db)


class StoredLibrary:
    """A library (``tracker.check.draft.Library``) over a database; keys are document ids as text.

    ``documents`` and ``read`` are those whose words were found, ``count`` is how many there are to look in.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index = indexes.StoredWords(db)
        self.documents: dict[str, StoredDocument] = {}
        self.read: dict[str, Source] = {}
        self.count = len(self._index.documents)

    def candidates(self, wanted: Sequence[Segments], speakers: Sequence[str | None]) -> list[list[str]]:
        """Return for each quotation the documents that may have its words, those that quote its speaker first."""
        self._index.read(map(word_key, {word for segments in wanted for word in max(segments, key=len, default=())}))
        surnames = [" ".join(speaker_key(name or "").split()[-1:]) for name in speakers]
        quoting = claims.documents_quoting(self._db, {name for name in surnames if name})
        return [
            list(map(str, select(self._index, segments, quoting.get(name, frozenset()), partial(self._quoting, name))))
            for segments, name in zip(wanted, surnames, strict=True)
        ]

    def _quoting(self, surname: str, ids: Sequence[int], wanted: Sequence[str]) -> list[int]:
        """Return those documents that quote somebody with words given by their keys, first those of a surname."""
        telling = [word for word in wanted if is_content(word)] or wanted
        found = claims.documents_with(self._db, ids, [word.partition("'")[0][:SAME_SPELLING] for word in telling])
        found.sort(key=lambda row: not surname or row[1].split()[-1:] != [surname])
        return list(dict.fromkeys(document_id for document_id, _ in found))

    def nearby(self, wanted: Sequence[Segments]) -> list[list[str]]:
        """Return for each quotation a few documents that may hold the nearest passage."""
        return [list(map(str, nearby_of_places(self._index, segments))) for segments in wanted]

    def telling(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return for each sentence, given as the keys of its words, a few documents that may tell of the same."""
        self._index.read(map(word_key, {word for sentence in sentences for word in sentence}))
        return [list(map(str, telling_of_places(self._index, sentence))) for sentence in sentences]

    def texts(self, keys: Iterable[str]) -> dict[str, str]:
        """Return the texts of documents."""
        ids = [*map(int, keys)]
        return {str(document_id): text for document_id, text in documents.texts(self._db, ids).items()} if ids else {}

    def sources(self, texts: Mapping[str, str]) -> dict[str, Source]:
        """Return documents with their speech: their claims, then attributions whose words made no claim."""
        ids = [*map(int, texts)]
        if not ids:
            return {}
        self.documents = {str(document_id): row for document_id, row in documents.several(self._db, ids).items()}
        newer = documents.replaced(self._db, ids)
        said: list[StoredClaim | AttributionInText] = [
            claim for claim in claims.of_documents(self._db, ids) if claim.kind is not ClaimKind.STATISTIC
        ]
        said += claims.attributions_of(self._db, ids)
        titles = defaultdict[int | None, list[PrintedTitle]](list)
        for title in speakers.titles_of(self._db, {row.speaker_id for row in said if row.speaker_id is not None}):
            titles[title.speaker_id].append(title)
        speech = defaultdict[int, list[AttributedWords]](list)
        for row in said:
            roles = _roles_of(titles[row.speaker_id], self.documents[str(row.document_id)])
            speech[row.document_id].append(_speech_of(row, roles))
        self.read = {
            key: Source(
                text,
                self.documents[key].date,
                self.documents[key].date_why,
                tuple(speech[int(key)]),
                str(newer[int(key)]) if int(key) in newer else None,
                self.documents[key].record,
                self.documents[key].publisher,
            )
            for key, text in texts.items()
        }
        return self.read


def _speech_of(row: StoredClaim | AttributionInText, roles: tuple[str, ...]) -> AttributedWords:
    """Return a claim or an attribution as speech."""
    is_body = row.speaker_kind == "body"
    if isinstance(row, AttributionInText):
        spans = tuple(Span(*span) for span in row.spans)
        return AttributedWords(spans, row.kind, row.speaker, is_body, roles, stance=row.stance)
    return AttributedWords(
        (Span(row.start, row.end),), row.kind, row.speaker, is_body, roles, _said(row), row.id, row.stance
    )


def _roles_of(printed: Sequence[PrintedTitle], document: StoredDocument) -> tuple[str, ...]:
    """Return the titles printed for a speaker in the document itself, else in those of the same year."""
    own = [title.title for title in printed if title.document_id == document.id]
    year = (document.date or "")[:SAME_TIME]
    then = [title.title for title in printed if year and (title.date or "").startswith(year)]
    return tuple(dict.fromkeys([*own, *then]))


def _said(claim: StoredClaim) -> DatedWords | None:
    """Return a claim's date of saying where the text gives one that is known."""
    if claim.date_kind != "said" or claim.date is None:
        return None
    return DatedWords(DateKind.SAID, claim.date, claim.date_basis, claim.date_words)
