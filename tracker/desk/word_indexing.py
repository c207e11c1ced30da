"""Keeping the word index of documents in step with the documents."""

from __future__ import annotations

from tracker import store
from tracker.cite.selecting import document_keys
from tracker.store import documents, word_index

AT_ONCE = 500
"""Documents indexed in one step: bounds the memory (some ten megabytes), not the result."""


def index_missing(db: store.Database) -> int:
    """Index the words of every document that is not indexed yet, inside the caller's transaction; return how many."""
    waiting = word_index.missing(db)
    for start in range(0, len(waiting), AT_ONCE):
        some = waiting[start : start + AT_ONCE]
        word_index.add(db, ((document_id, document_keys(documents.text_of(db, document_id))) for document_id in some))
    return len(waiting)


def keep_in_step(db: store.Database) -> None:
    """Index what is missing, as after a migration; nothing is written where nothing is."""
    if word_index.missing(db):
        with store.transaction(db):
            index_missing(db)
