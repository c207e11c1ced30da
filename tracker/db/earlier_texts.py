"""Texts of a document that a later reading replaced, the claims that lost their place, and what versions hand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from tracker.db.claims import drop_attributions
from tracker.db.documents import COLUMNS_READ
from tracker.db.rows import (
    Columns,
    Database,
    to_json,
)
from tracker.models.claims import ClaimToPlace, EarlierDecision
from tracker.models.documents import EarlierText
from tracker.models.relations import Narrowed

TABLES: Final = ("dates", "speeches", "facts")
"""The tables whose rows a reading writes for a document."""
ReadRows = Mapping[str, Sequence[Columns]]
"""The rows that a reading writes for a document, by table."""


def facts_of(db: Database, document_id: int) -> Columns:
    """Return what the present reading tells of a document, as columns."""
    found = db.first(f"SELECT {', '.join(COLUMNS_READ)} FROM documents WHERE id = ?", [document_id])
    assert found is not None
    return found


def rows_of(db: Database, document_id: int) -> ReadRows:
    """Return the rows that the present reading wrote for a document, in the order in which it did."""
    found = {}
    for table in TABLES:
        columns = ", ".join(f'"{name}"' for name in db.columns(table) if name not in ("id", "document_id"))
        order = "start" if table == "speeches" else "id"
        found[table] = db.select(f"SELECT {columns} FROM {table} WHERE document_id = ? ORDER BY {order}", [document_id])
    return found


def keep(db: Database, document_id: int, *, event_id: int, at: str) -> int:
    """Keep the present text of a document, with its facts and rows, before it is replaced; return its number."""
    text = db.execute("SELECT text FROM documents WHERE id = ?", [document_id]).fetchone()[0]
    values = {
        "document_id": document_id,
        "text": text,
        "facts": to_json(facts_of(db, document_id)),
        "rows": to_json(rows_of(db, document_id)),
        "event_id": event_id,
        "at": at,
    }
    return db.insert("earlier_texts", values)


def renew(db: Database, document_id: int, text: str, facts: Columns, rows: ReadRows) -> None:
    """Write another text of a document with its facts and rows; its attributions are to be written again."""
    db.update("documents", document_id, {"text": text, **facts})
    for table in TABLES:
        db.delete(table, "document_id = ?", [document_id])
        db.insert_dicts(table, [{"document_id": document_id, **row} for row in rows[table]])
    drop_attributions(db, "document_id = ?", [document_id])


def stored(earlier_text: EarlierText) -> tuple[Columns, ReadRows]:
    """Return the facts of an earlier text as columns, and its rows."""
    rows = msgspec.json.decode(earlier_text.rows, type=dict[str, list[dict[str, Any]]])
    return msgspec.json.decode(earlier_text.facts, type=dict[str, Any]), rows


def get(db: Database, earlier_text_id: int) -> EarlierText | None:
    """Return an earlier text, or ``None``."""
    return db.first("SELECT * FROM earlier_texts WHERE id = ?", [earlier_text_id], EarlierText)


def of_document(db: Database, document_id: int) -> list[EarlierText]:
    """Return the earlier texts of a document, the oldest first."""
    return db.select("SELECT * FROM earlier_texts WHERE document_id = ? ORDER BY id", [document_id], EarlierText)


def replaced_after(db: Database, document_id: int, event_id: int) -> EarlierText | None:
    """Return the text that was in force at an event, ``None`` where that is the present one."""
    sql = "SELECT * FROM earlier_texts WHERE document_id = ? AND event_id > ? ORDER BY id LIMIT 1"
    return db.first(sql, [document_id, event_id], EarlierText)


def of_claim(db: Database, claim_id: int) -> EarlierText | None:
    """Return the earlier text that a claim stands in, ``None`` where it stands in the present text."""
    sql = "SELECT r.* FROM claims c JOIN earlier_texts r ON r.id = c.earlier_text_id WHERE c.id = ?"
    return db.first(sql, [claim_id], EarlierText)


def to_place(db: Database, document_id: int) -> list[ClaimToPlace]:
    """Return all claims of a document, also those that are not live, in order of their numbers."""
    columns = """id, start, "end", text, found_start, found_end, found OR found_though_rejected AS found, touched,
        hand_made, span_picked, judgement, earlier_text_id, stance"""
    return db.select(f"SELECT {columns} FROM claims WHERE document_id = ? ORDER BY id", [document_id], ClaimToPlace)


def put_place(db: Database, claim_id: int, values: Columns) -> None:
    """Write where a claim stands."""
    db.update("claims", claim_id, values)


def shift_quantities(db: Database, claim_id: int, by: int) -> None:
    """Move the places of a claim's figures with its words."""
    db.change("quantities", 'start = start + ?, "end" = "end" + ?', [by, by], "claim_id = ?", [claim_id])


def retire(db: Database, document_id: int, start: int, end: int) -> dict[int, str]:
    """Take claims that only the program found at a place off the lists; return their words by number."""
    sql = """
        SELECT id, text FROM claims WHERE document_id = ? AND start = ? AND "end" = ? AND found AND NOT touched
        AND earlier_text_id IS NULL
    """
    held = dict(db.execute(sql, [document_id, start, end]).fetchall())
    for claim_id in held:
        db.update("claims", claim_id, {"found": 0})
    return held


_LOST: Final = "c.earlier_text_id IS NOT NULL AND c.touched"
_WAITING: Final = "e.answer IS NULL"


def lost(db: Database, narrowed: Narrowed) -> list[int]:
    """Return the claims that people decided on whose words the present text lacks."""
    where, values = _narrowed(narrowed)
    sql = f"SELECT c.id FROM claims c WHERE {_LOST}{where} ORDER BY c.id"
    return [row[0] for row in db.execute(sql, values).fetchall()]


def earlier(db: Database, narrowed: Narrowed) -> list[EarlierDecision]:
    """Return what people decided on earlier versions that waits to be carried over to the later one."""
    where, values = _narrowed(narrowed)
    sql = (
        f"SELECT e.* FROM earlier_decisions e JOIN claims c ON c.id = e.claim_id WHERE {_WAITING}{where} ORDER BY 1, 2"
    )
    return db.select(sql, values, EarlierDecision)


def _narrowed(narrowed: Narrowed) -> tuple[str, list[Any]]:
    where, values = "", list[Any]()
    for column, value in (("speaker_id", narrowed.speaker), ("document_id", narrowed.document)):
        if value is not None:
            where += f" AND c.{column} = ?"
            values.append(value)
    return where, values


def decided(db: Database, document_ids: Iterable[int]) -> list[int]:
    """Return the claims of documents that people made, corrected, rejected, or refused a match of."""
    sql = """
        SELECT c.id FROM claims c
        WHERE c.document_id IN (SELECT value FROM json_each(?)) AND c.earlier_text_id IS NULL AND (
            (c.touched AND (c.hand_made OR c.speaker_picked OR c.span_picked OR c.stance_picked))
            OR c.judgement = 'rejected'
            OR EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = c.id AND p.decision = 'refused')
            OR EXISTS (SELECT 1 FROM pair_decisions p WHERE p.b = c.id AND p.decision = 'refused')
        ) ORDER BY c.id
    """
    return [row[0] for row in db.execute(sql, [to_json(list(document_ids))]).fetchall()]


def refused_with(db: Database, claim_id: int) -> list[int]:
    """Return the claims of which a person said that this one is none of them."""
    sql = """
        SELECT CASE a WHEN ?1 THEN b ELSE a END FROM pair_decisions WHERE (a = ?1 OR b = ?1) AND decision = 'refused'
        ORDER BY 1
    """
    return [row[0] for row in db.execute(sql, [claim_id]).fetchall()]


def answered(db: Database, claim_ids: Iterable[int]) -> set[int]:
    """Return those of these claims whose decisions a person carried over, or left, before."""
    sql = """
        SELECT DISTINCT claim_id FROM earlier_decisions
        WHERE answer IS NOT NULL AND claim_id IN (SELECT value FROM json_each(?))
    """
    return {row[0] for row in db.execute(sql, [to_json(list(claim_ids))]).fetchall()}


def propose(db: Database, claim_id: int, document_id: int, start: int, end: int) -> None:
    """Let what was decided on a claim wait for a later version, in place of an earlier proposal."""
    db.delete("earlier_decisions", "claim_id = ? AND answer IS NULL", [claim_id])
    values = {"claim_id": claim_id, "document_id": document_id, "start": start, "end": end}
    db.insert_dicts("earlier_decisions", [values])


def proposal(db: Database, claim_id: int, document_id: int) -> EarlierDecision | None:
    """Return what waits, or waited, for a later version, or ``None``."""
    sql = "SELECT * FROM earlier_decisions WHERE claim_id = ? AND document_id = ?"
    return db.first(sql, [claim_id, document_id], EarlierDecision)


def answer(db: Database, claim_id: int, document_id: int, value: str | None) -> None:
    """Record what a person answered to a proposal, ``None`` where it waits again."""
    db.change("earlier_decisions", "answer = ?", [value], "claim_id = ? AND document_id = ?", [claim_id, document_id])
