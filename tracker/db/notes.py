"""What notes and the descriptions of topics link to, kept so that a broken link is found without reading every note."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.db.rows import IN_LIST, Database, select, to_list
from tracker.models.topics import BrokenLink, LinkedFrom, NoteLink

BROKEN = """
    FROM note_links l
    LEFT JOIN notes n ON l.holder = 'note' AND n.id = l.holder_id
    LEFT JOIN topics t ON l.holder = 'topic' AND t.id = l.holder_id
    WHERE (l.holder = 'topic' AND t.merged_into IS NULL AND NOT t.withdrawn OR l.holder = 'note' AND NOT n.withdrawn
           AND NOT EXISTS (SELECT 1 FROM notes v WHERE v.replaces = n.id AND NOT v.withdrawn))
      AND CASE l.noun
        WHEN 'claim' THEN NOT EXISTS (SELECT 1 FROM claims c WHERE c.id = l.noun_id AND (c.found OR c.touched))
        WHEN 'thread' THEN NOT EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = l.noun_id)
        ELSE NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = l.noun_id) END
"""


def write(db: Database, holder: str, holder_id: int, links: Iterable[tuple[str, int]]) -> None:
    """Write what a note or a topic's description links to, in place of what stood there."""
    db.execute("DELETE FROM note_links WHERE holder = ? AND holder_id = ?", [holder, holder_id])
    for noun, noun_id in links:
        db.execute("INSERT OR IGNORE INTO note_links VALUES (?, ?, ?, ?)", [holder, holder_id, noun, noun_id])


def of(db: Database, holder: str, holder_ids: Iterable[int]) -> list[NoteLink]:
    """Return what notes, or the descriptions of topics, link to, each once."""
    sql = f"SELECT DISTINCT noun, noun_id FROM note_links WHERE holder = ? AND holder_id {IN_LIST}"
    return select(db, sql, [holder, to_list(holder_ids)], NoteLink)


def broken(db: Database, *, limit: int = -1) -> list[BrokenLink]:
    """Return the links that lead to nothing now."""
    return select(
        db,
        "SELECT l.holder, l.holder_id, l.noun, l.noun_id, coalesce(n.noun, 'topic') AS on_noun,"
        f" coalesce(n.noun_id, t.id) AS on_id {BROKEN} ORDER BY l.holder, l.holder_id, l.noun, l.noun_id LIMIT ?",
        [limit],
        BrokenLink,
    )


def to(db: Database, noun: str, noun_id: int) -> list[LinkedFrom]:
    """Return where a claim, thread or document is linked from, by what stands."""
    return select(
        db,
        """
        SELECT coalesce(n.noun, 'topic') AS on_noun, coalesce(n.noun_id, t.id) AS on_id, n.id AS note_id
        FROM note_links l
        LEFT JOIN notes n ON l.holder = 'note' AND n.id = l.holder_id
        LEFT JOIN topics t ON l.holder = 'topic' AND t.id = l.holder_id
        WHERE l.noun = ? AND l.noun_id = ? AND (
            l.holder = 'topic' AND t.merged_into IS NULL AND NOT t.withdrawn OR l.holder = 'note' AND NOT n.withdrawn
            AND NOT EXISTS (SELECT 1 FROM notes v WHERE v.replaces = n.id AND NOT v.withdrawn))
        ORDER BY on_noun, on_id
        """,
        [noun, noun_id],
        LinkedFrom,
    )
