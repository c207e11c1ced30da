"""Two versions of a document: what changed in the text and among its claims."""

from __future__ import annotations

from tracker import store
from tracker.cite.versions import changes
from tracker.desk.nouns import need
from tracker.language.characters import fold
from tracker.models import NotFoundError
from tracker.models.documents import StoredDocument
from tracker.models.record import Record
from tracker.store import claims, documents
from tracker.store.rows import Row

MOST_CHANGES = 200
"""Changed paragraphs that are shown; two texts that differ in more are better read one after the other."""
MOST_CLAIMS = 60
"""Claims of either side that are listed."""


class ChangedParagraph(Record, frozen=True):
    """A paragraph of the older version and what stands for it in the newer one, blank where one has nothing."""

    before: str
    after: str


class Compared(Record, frozen=True):
    """Two versions of a document; ``dropped`` and ``added`` are the claims only one of them has, by their words."""

    older: StoredDocument
    newer: StoredDocument
    changes: list[ChangedParagraph]
    changes_count: int
    dropped: list[Row]
    added: list[Row]


def compared(db: store.Database, document_id: int) -> Compared:
    """Return a document beside the one it supersedes, with what changed.

    Raises ``NotFoundError`` where it supersedes none.
    """
    newer = need(db, "document", document_id)
    if newer.supersedes is None:
        raise NotFoundError(f"Document {document_id} is no newer version of another one; only such a one has changes.")
    older = need(db, "document", newer.supersedes)
    found = changes(documents.text_of(db, older.id), documents.text_of(db, newer.id))
    before, after = claims.of_document(db, older.id), claims.of_document(db, newer.id)
    return Compared(
        older=older,
        newer=newer,
        changes=[ChangedParagraph(change.before, change.after) for change in found[:MOST_CHANGES]],
        changes_count=len(found),
        dropped=_without(db, before, after),
        added=_without(db, after, before),
    )


def _without(db: store.Database, some: list[Row], others: list[Row]) -> list[Row]:
    there = {_key(row) for row in others}
    return claims.with_quantities(db, [row for row in some if _key(row) not in there][:MOST_CLAIMS])


def _key(row: Row) -> tuple[str, int]:
    return " ".join(fold(row["text"]).split()), row["polarity"]
