"""Speakers who may be one, and labels without a name: what the review queue asks of speakers."""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

from tracker.models.speakers import NamelessLabel, SpeakerIdentity
from tracker.store.rows import first, select

_UNJUDGED: Final = "c.judgement IS NULL AND NOT c.speaker_picked AND (c.found OR c.touched)"

_NAMELESS: Final = "c.speaker_id IS NULL AND c.label IS NOT NULL"


def listed(db: Database) -> list[SpeakerIdentity]:
    """Return every speaker who is not merged into another."""
    sql = "SELECT id, name, kind, key FROM speakers WHERE merged_into IS NULL ORDER BY id"
    return select(db, sql, (), SpeakerIdentity)


def apart(db: Database) -> set[tuple[int, int]]:
    """Return the pairs that people keep apart, the lower id first."""
    return {(row[0], row[1]) for row in db.execute("SELECT a, b FROM speakers_kept_apart").fetchall()}


def keep_apart(db: Database, a: int, b: int, *, who: str, at: str) -> bool:
    """Record that two speakers (a < b) are two; return whether that was new."""
    known = first(db, "SELECT 1 AS known FROM speakers_kept_apart WHERE a = ? AND b = ?", [a, b])
    if known is None:
        db.execute("INSERT INTO speakers_kept_apart (a, b, who, at) VALUES (?, ?, ?, ?)", [a, b, who, at])
    return known is None


def let_together(db: Database, a: int, b: int) -> None:
    """Take back that two speakers (a < b) are two."""
    db.execute("DELETE FROM speakers_kept_apart WHERE a = ? AND b = ?", [a, b])


def nameless(db: Database) -> list[NamelessLabel]:
    """Return the labels that stand for nobody known by name, document by document, those of most claims first.

    A description ("a neighbour") is somebody else in every document, also where the program made a speaker of it.
    """
    return select(
        db,
        f"""
        SELECT c.document_id, c.label, NULL AS speaker_id, count(*) AS claims, min(c.id) AS claim_id
        FROM claims c INDEXED BY claims_nameless WHERE {_NAMELESS} AND {_UNJUDGED} GROUP BY c.document_id, c.label
        UNION ALL
        SELECT c.document_id, min(c.label), s.id, count(*), min(c.id)
        FROM speakers s CROSS JOIN claims c ON c.speaker_id = s.id
        WHERE s.key >= 'document ' AND s.key < 'document!' AND s.merged_into IS NULL AND {_UNJUDGED}
        GROUP BY s.id
        ORDER BY claims DESC, claim_id
        """,
        (),
        NamelessLabel,
    )


def claims_of_nameless(db: Database, document_id: int, label: str | None, speaker_id: int | None) -> list[int]:
    """Return the claims that one row of ``nameless`` stands for."""
    if speaker_id is not None:
        sql, values = f"SELECT c.id FROM claims c WHERE c.speaker_id = ? AND {_UNJUDGED} ORDER BY c.id", [speaker_id]
        return [row[0] for row in db.execute(sql, values).fetchall()]
    sql = f"SELECT c.id FROM claims c WHERE c.document_id = ? AND c.label = ? AND {_NAMELESS} AND {_UNJUDGED}"
    return [row[0] for row in db.execute(sql + " ORDER BY c.id", [document_id, label]).fetchall()]


def named_in(db: Database, document_id: int, *, limit: int) -> list[str]:
    """Return the names of the people and bodies with most claims in a document; descriptions are left out."""
    return [
        row["name"]
        for row in select(
            db,
            """
            SELECT s.name, count(*) AS claims FROM claims c JOIN speakers s ON s.id = c.speaker_id
            WHERE c.document_id = ? AND (c.found OR c.touched) AND NOT (s.key >= 'document ' AND s.key < 'document!')
            GROUP BY s.id ORDER BY claims DESC, s.id LIMIT ?
            """,
            [document_id, limit],
        )
    ]
