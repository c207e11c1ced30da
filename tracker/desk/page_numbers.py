"""Counting the pages of PDFs that were stored before their pages were counted."""

from __future__ import annotations

from tracker import read, store
from tracker.models import TrackerError
from tracker.store import documents


def fill(db: store.Database) -> None:
    """Read such PDFs again and write where their pages begin; to be called inside a transaction.

    Where today's reader makes another text of a file than the stored one, its pages stay unknown.
    """
    for document_id in documents.without_pages(db):
        row = documents.get(db, document_id)
        assert row is not None
        try:
            document = read.read(documents.original_of(db, row.sha256), row.name)
        except TrackerError:
            continue
        if document.text == documents.text_of(db, document_id):
            documents.put_page_starts(db, document_id, document.page_starts)
