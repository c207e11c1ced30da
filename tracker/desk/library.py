"""The stored documents as the check of a draft asks for them: by their words, with who says what in them, when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tracker import store
from tracker.cite.findings import Source, Speech
from tracker.cite.selecting import nearby, select
from tracker.cite.source_words import SourceWords
from tracker.models import ClaimKind, DatedWords, DateKind, Span
from tracker.models.claims import StoredClaim
from tracker.models.documents import StoredDocument
from tracker.models.speakers import StoredRole
from tracker.store import claims, documents, speakers, word_index

SAME_TIME = len("2018")
"""Characters of two ISO dates that agree where a role counts as printed at the same time: the year."""


class StoredLibrary:
    """A library (``tracker.cite.checking.Library``) over a database; keys are document ids as text. Reads each once."""

    def __init__(self, db: store.Database) -> None:
        self._db = db
        self._index = word_index.StoredWords(db)
        self._sources: dict[str, Source] = {}
        self._words: dict[tuple[str, bool], SourceWords] = {}
        self._roles: dict[int, list[StoredRole]] = {}
        self.rows: dict[str, StoredDocument] = {}
        self.count = len(self._index.documents)

    def candidates(self, segments: Sequence[Sequence[str]]) -> Iterable[str]:
        """Return the documents that may have these words."""
        return [str(document_id) for document_id in select(self._index, segments)]

    def nearby(self, segments: Sequence[Sequence[str]]) -> Iterable[str]:
        """Return a few documents that may hold the nearest passage."""
        return [str(document_id) for document_id in nearby(self._index, segments)]

    def words(self, key: str, *, editors: bool) -> SourceWords:
        """Return a document's words."""
        if (key, editors) not in self._words:
            self._words[key, editors] = SourceWords(documents.text_of(self._db, int(key)), editors=editors)
        return self._words[key, editors]

    def source(self, key: str) -> Source:
        """Return a document with its speech."""
        if key not in self._sources:
            row = documents.get(self._db, int(key))
            assert row is not None
            self.rows[key] = row
            text = self.words(key, editors=True).text
            newer = documents.newer_than(self._db, row.id)
            self._sources[key] = Source(
                text, row.date, row.date_why, tuple(self._speech(row)), str(newer.id) if newer else None
            )
        return self._sources[key]

    def _speech(self, document: StoredDocument) -> Iterable[Speech]:
        """Yield the claims of a document as speech, then attributions whose words made no claim."""
        for claim in claims.of_document(self._db, document.id):
            if claim.kind is not ClaimKind.STATISTIC:
                yield Speech(
                    spans=(Span(claim.start, claim.end),),
                    kind=claim.kind,
                    speaker=claim.speaker,
                    is_body=claim.speaker_kind == "body",
                    roles=self._roles_of(claim.speaker_id, document),
                    said=_said(claim),
                    claim=claim.id,
                )
        for attribution in claims.attributions_of(self._db, document.id):
            yield Speech(
                spans=tuple(Span(*span) for span in attribution.spans),
                kind=attribution.kind,
                speaker=attribution.speaker,
                is_body=attribution.speaker_kind == "body",
                roles=self._roles_of(attribution.speaker_id, document),
            )

    def _roles_of(self, speaker_id: int | None, document: StoredDocument) -> tuple[str, ...]:
        """Return the titles printed for a speaker in the document itself, else in those of the same year."""
        if speaker_id is None:
            return ()
        if speaker_id not in self._roles:
            self._roles[speaker_id] = speakers.roles_of(self._db, speaker_id)
        printed = self._roles[speaker_id]
        own = [role.title for role in printed if role.document_id == document.id]
        year = (document.date or "")[:SAME_TIME]
        then = [role.title for role in printed if year and (role.date or "").startswith(year)]
        return tuple(dict.fromkeys([*own, *then]))


def _said(claim: StoredClaim) -> DatedWords | None:
    """Return a claim's date of saying where the text gives one that is known."""
    if claim.date_kind != "said" or claim.date is None:
        return None
    return DatedWords(DateKind.SAID, claim.date, claim.date_basis, claim.date_words)
