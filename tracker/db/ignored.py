"""Findings of a draft's check that a person ignored."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.db.rows import IN_LIST, Database, insert, select, to_list, update
from tracker.models.events import Ignored


def standing(db: Database, words: Iterable[str]) -> list[Ignored]:
    """Return what is ignored on any of these words, the latest last."""
    sql = f"""
        SELECT id, words, finding, reason, who, at FROM ignored_findings
        WHERE NOT withdrawn AND words {IN_LIST} ORDER BY id
    """
    return select(db, sql, [to_list(words)], Ignored)


def add(db: Database, *, words: str, finding: str, reason: str, who: str, at: str) -> int:
    """Store that a finding on these words is ignored; return its number."""
    values = {"words": words, "finding": finding, "reason": reason, "who": who, "at": at}
    return insert(db, "ignored_findings", values)


def set_withdrawn(db: Database, ignored_id: int, withdrawn: bool) -> None:
    """Ignore a finding no longer, or again."""
    update(db, "ignored_findings", ignored_id, {"withdrawn": int(withdrawn)})
