"""How many claims and documents a thread spans, kept beside the thread: the list of threads is sorted by it.

Triggers keep the counts in step with the table of members, whoever writes it; ``tests/store/test_marks.py``
holds them to a plain count. A claim never moves to another document, so nothing else can change them.
"""

from __future__ import annotations

from sqlite_utils import Database


def _another(row: str) -> str:
    """Return the condition that another member of the thread stands in the same document as a row's claim."""
    return f"""
        EXISTS (
            SELECT 1 FROM claims c JOIN claims o ON o.document_id = c.document_id AND o.id != c.id
            JOIN thread_members m ON m.thread_id = {row}.thread_id AND m.claim_id = o.id WHERE c.id = {row}.claim_id
        )
    """


def create(db: Database) -> None:
    """Add the columns, fill them, and the triggers that keep them."""
    for statement in (
        "ALTER TABLE threads ADD COLUMN claims INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE threads ADD COLUMN documents INTEGER NOT NULL DEFAULT 0",
        """
        UPDATE threads SET (claims, documents) = (
            SELECT count(*), count(DISTINCT c.document_id) FROM thread_members m JOIN claims c ON c.id = m.claim_id
            WHERE m.thread_id = threads.id
        )
        """,
        "CREATE INDEX threads_size ON threads(documents DESC, claims DESC, id) WHERE claims > 0",
        f"""
        CREATE TRIGGER thread_grows AFTER INSERT ON thread_members
        BEGIN
            UPDATE threads SET claims = claims + 1, documents = documents + NOT {_another("NEW")}
            WHERE id = NEW.thread_id;
        END
        """,
        f"""
        CREATE TRIGGER thread_shrinks AFTER DELETE ON thread_members
        BEGIN
            UPDATE threads SET claims = claims - 1, documents = documents - NOT {_another("OLD")}
            WHERE id = OLD.thread_id;
        END
        """,
    ):
        db.execute(statement)
