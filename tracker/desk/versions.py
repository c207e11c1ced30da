"""Two versions of a document: what changed in the text and among its claims."""

from __future__ import annotations

from tracker import store
from tracker.cite.versions import changes
from tracker.desk.nouns import need
from tracker.desk.showing import with_quantities
from tracker.language.characters import fold
from tracker.models import NotFoundError
from tracker.store import claims, documents
from tracker.store.rows import Row

MOST_CHANGES = 200
"""Changed paragraphs that are shown; two texts that differ in more are better read one after the other."""
MOST_CLAIMS = 60
"""Claims of either side that are listed."""


def compared(db: store.Database, document_id: int) -> Row:
    """Return a document beside the one it supersedes, as ``older`` and ``newer``, with what changed.

    ``changes`` are paragraphs ``{"before", "after"}``; ``dropped`` and ``added`` are the claims that only one of them
    has, by their words. Raises ``NotFoundError`` where it supersedes none.
    """
    newer = need(db, "document", document_id)
    if newer["supersedes"] is None:
        raise NotFoundError(f"Document {document_id} is no newer version of another one; only such a one has changes.")
    older = need(db, "document", newer["supersedes"])
    found = changes(documents.text_of(db, older["id"]), documents.text_of(db, newer["id"]))
    before, after = claims.of_document(db, older["id"]), claims.of_document(db, newer["id"])
    return {
        "older": older,
        "newer": newer,
        "changes": [{"before": change.before, "after": change.after} for change in found[:MOST_CHANGES]],
        "changes_count": len(found),
        "dropped": _without(db, before, after),
        "added": _without(db, after, before),
    }


def _without(db: store.Database, some: list[Row], others: list[Row]) -> list[Row]:
    there = {_key(row) for row in others}
    return with_quantities(db, [row for row in some if _key(row) not in there][:MOST_CLAIMS])


def _key(row: Row) -> tuple[str, int]:
    return " ".join(fold(row["text"]).split()), row["polarity"]
