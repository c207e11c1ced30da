"""The stored documents as a library that the check of a draft looks in: their texts, and who says what in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from tracker.check.draft import Segments
from tracker.check.findings import AttributedWords, Source
from tracker.check.places import document_keys, select
from tracker.check.places import nearby as nearby_of_places
from tracker.check.places import telling as telling_of_places
from tracker.check.words import is_content
from tracker.db import claims, documents, indexes, speakers
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.matching.keys import word_key
from tracker.models import ClaimKind, DatedWords, DateKind, Span
from tracker.models.claims import AttributionInText, StoredClaim
from tracker.models.documents import PrintedTitle, StoredDocument
from tracker.text.names import speaker_key

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
