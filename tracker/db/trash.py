"""The trash: documents that were deleted, each with its claims and all that hangs on them, as rows that can come back.

A deleted document's rows stand in no other table, so that no list, count, search or match can hold them. What is
derived (indexes, relations) is not kept: it is made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from tracker.db import threads
from tracker.db.rows import (
    IN_LIST,
    Columns,
    Database,
    to_json,
    to_list,
)
from tracker.models.documents import Deleted, Restored

_OF_DOCUMENT: Final = "document_id = :document"
_OF_CLAIMS: Final = "claim_id IN (SELECT value FROM json_each(:claims))"
_OF_PAIRS: Final = "a IN (SELECT value FROM json_each(:claims)) OR b IN (SELECT value FROM json_each(:claims))"
_OF_VERDICTS: Final = f"SELECT id FROM verdicts WHERE {_OF_CLAIMS}"
_ABOUT: Final = f"""
    noun = 'document' AND noun_id = :document OR noun = 'claim' AND noun_id IN (SELECT value FROM json_each(:claims))
    OR noun = 'verdict' AND noun_id IN ({_OF_VERDICTS})
"""

KEPT: Final[Mapping[str, str]] = {
    "documents": "id = :document",
    "dates": _OF_DOCUMENT,
    "facts": _OF_DOCUMENT,
    "speeches": _OF_DOCUMENT,
    "captures": _OF_DOCUMENT,
    "earlier_texts": _OF_DOCUMENT,
    "roles": _OF_DOCUMENT,
    "attributions": _OF_DOCUMENT,
    "claims": _OF_DOCUMENT,
    "quantities": _OF_CLAIMS,
    "referents": _OF_CLAIMS,
    "measure_decisions": _OF_CLAIMS,
    "pair_decisions": _OF_PAIRS,
    "earlier_decisions": f"{_OF_CLAIMS} OR {_OF_DOCUMENT}",
    "threads": (
        "lead_id IN (SELECT value FROM json_each(:claims)) OR title_id IN (SELECT value FROM json_each(:claims))"
    ),
    "thread_members": _OF_CLAIMS,
    "verdicts": _OF_CLAIMS,
    "verdict_versions": f"verdict_id IN ({_OF_VERDICTS})",
    "working_verdicts": _OF_CLAIMS,
    "notes": _ABOUT,
    "topic_tags": _ABOUT,
    "readings": _OF_DOCUMENT,
}
"""The tables whose rows go to the trash with a document, in an order in which each refers to those before."""
_DROPPED: Final[Mapping[str, str]] = {
    "note_links": f"holder = 'note' AND holder_id IN (SELECT id FROM notes WHERE {_ABOUT})",
    "relations": _OF_PAIRS,
    "linked_before": _OF_PAIRS,
    "claim_features": _OF_CLAIMS,
    "claim_readings": _OF_CLAIMS,
    "passages": _OF_DOCUMENT,
    "copies": "a = :document OR b = :document",
}
"""Tables of what is made again, with the rows that go."""
_WAITING: Final[Mapping[str, tuple[str, ...]]] = {"pair_decisions": ("a", "b"), "earlier_decisions": ("claim_id",)}
"""Tables of rows that also concern a claim of another document, which may be in the trash by itself."""

_NUMBERED_ANEW: Final = ("dates", "facts", "captures", "roles", "attributions", "quantities", "referents")
"""Tables whose numbers are given again once they are free; of these only claims refer to one, to attributions."""

Rows = dict[str, list[Columns]]


def rows_of(db: Database, document_id: int, claim_ids: Collection[int]) -> Rows:
    """Return all rows that go to the trash with a document."""
    of = {"document": document_id, "claims": to_list(claim_ids)}
    found: Rows = {}
    for table, condition in KEPT.items():
        columns = ", ".join(f'"{name}"' for name in db.columns(table))
        found[table] = db.select(f'SELECT {columns} FROM "{table}" WHERE {condition}', of)
    return found


def put(db: Database, document_id: int, rows: Rows, claim_ids: Collection[int], *, who: str, at: str) -> None:
    """Keep the rows of a document in the trash, and take them out of their tables."""
    (document,) = rows["documents"]
    followers = [row[0] for row in db.execute("SELECT id FROM documents WHERE supersedes = ?", [document_id])]
    values = {
        "document_id": document_id,
        "name": document["name"],
        "title": document["picked_title"] or document["found_title"],
        "sha256": document["sha256"],
        "who": who,
        "at": at,
        "claims": to_json(sorted(claim_ids)),
        "followers": to_json(followers),
        "rows": to_json(rows),
    }
    db.insert_dicts("trash", [values])
    of = {"document": document_id, "claims": to_list(claim_ids)}
    db.change("documents", "supersedes = ?", [document["supersedes"]], "supersedes = ?", [document_id])
    for table, condition in _DROPPED.items():
        db.delete(table, condition, of)
    _leave_threads(db, of["claims"])
    for table, condition in reversed([*KEPT.items()]):
        db.delete(table, condition, of)


def _leave_threads(db: Database, claims: object) -> None:
    """Let threads that verdicts, or work on one, on other claims stand on be led by these, since they have to stay.

    A thread that stays and was named by the words of a claim that goes is named by those of its lead.
    """
    gone = "IN (SELECT value FROM json_each(:claims))"
    stays = f"""
        SELECT thread_id, claim_id FROM verdicts WHERE claim_id NOT {gone}
        UNION ALL SELECT thread_id, claim_id FROM working_verdicts WHERE claim_id NOT {gone}
    """
    of = {"claims": claims}
    led = f"lead_id = (SELECT claim_id FROM ({stays}) s WHERE s.thread_id = threads.id LIMIT 1)"
    held = f"lead_id {gone} AND EXISTS (SELECT 1 FROM ({stays}) s WHERE s.thread_id = threads.id)"
    db.change("threads", led, (), held, of)
    db.change("threads", "title_id = lead_id", (), f"title_id {gone} AND lead_id NOT {gone}", of)


def take_out(db: Database, document_id: int) -> Restored:
    """Put the rows of a document back into their tables; what waits for others stays with those."""
    row = db.first("SELECT * FROM trash WHERE document_id = ?", [document_id])
    assert row is not None
    rows: Rows = msgspec.json.decode(row["rows"])
    db.delete("trash", "document_id = ?", [document_id])
    db.execute("PRAGMA defer_foreign_keys = ON")
    merged = dict(db.execute("SELECT id, merged_into FROM speakers WHERE merged_into IS NOT NULL").fetchall())
    renumbered: dict[tuple[str, int], int] = {}
    for table in KEPT:
        columns = db.columns(table)
        written = [{name: each[name] for name in columns if name in each} for each in rows[table]]
        renumbered |= _renumbered(db, table, written) if table in _NUMBERED_ANEW else {}
        for each in written:
            if table == "claims":
                each["attribution_id"] = renumbered.get(
                    ("attributions", each["attribution_id"]), each["attribution_id"]
                )
            for name in ("speaker_id", "found_speaker_id"):
                if name in each:
                    each[name] = merged.get(each[name], each[name])
        db.insert_dicts(table, _possible(db, table, written))
    for follower in msgspec.json.decode(row["followers"]):
        db.update("documents", follower, {"supersedes": document_id})
    return msgspec.convert(rows, Restored)


def _renumbered(db: Database, table: str, rows: Sequence[Columns]) -> dict[tuple[str, int], int]:
    """Give new numbers to the rows whose own others have by now; return the new ones by table and old one."""
    next_id = db.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"').fetchone()[0] + 1
    next_id = max([next_id, *(row["id"] + 1 for row in rows)])
    changed = {}
    for row in rows:
        if _there(db, table, row["id"]):
            changed[table, row["id"]] = next_id
            row["id"] = next_id
            next_id += 1
    return changed


def _possible(db: Database, table: str, rows: Sequence[Columns]) -> list[Columns]:
    """Return the rows that can stand now: what they refer to is there. What it waits for in the trash gets others."""
    found = []
    for row in rows:
        if table == "documents" and not _there(db, "documents", row["supersedes"]):
            row["supersedes"] = None
        if table == "threads":
            if _there(db, "threads", row["id"]) or not _there(db, "claims", row["lead_id"]):
                continue
            title = row["title_id"] if _there(db, "claims", row["title_id"]) else row["lead_id"]
            row = row | {"title_id": title, "claims": 0, "documents": 0}
        if table == "thread_members" and not _there(db, "threads", row["thread_id"]):
            continue
        if table in ("verdicts", "working_verdicts") and not _there(db, "threads", row["thread_id"]):
            db.insert_dicts("threads", [{"id": row["thread_id"], "lead_id": row["claim_id"]}])
        if table == "working_verdicts" and threads.working(db, row["thread_id"]):  # begun anew since
            continue
        missing = [name for name in _WAITING.get(table, ()) if not _there(db, "claims", row[name])]
        if missing:
            _hand_over(db, table, row, row[missing[0]])
        elif table != "earlier_decisions" or _there(db, "documents", row["document_id"]):
            found.append(row)
    return found


def _there(db: Database, table: str, row_id: int | None) -> bool:
    return row_id is None or db.execute(f"SELECT 1 FROM {table} WHERE id = ?", [row_id]).fetchone() is not None


def _hand_over(db: Database, table: str, row: Columns, claim_id: int) -> None:
    """Keep a row with the deleted document whose claim it waits for; one that was erased is waited for in vain."""
    holder = holding(db, "claim", claim_id)
    if holder is not None:
        text = db.execute("SELECT rows FROM trash WHERE document_id = ?", [holder]).fetchone()[0]
        rows: Rows = msgspec.json.decode(text)
        rows[table].append(row)
        db.change("trash", "rows = ?", [to_json(rows)], "document_id = ?", [holder])


def holding(db: Database, noun: str, noun_id: int) -> int | None:
    """Return the deleted document that holds a document or a claim, ``None`` where none does."""
    if noun not in ("document", "claim") or not 0 <= noun_id < 1 << 63:
        return None
    of_claim = "EXISTS (SELECT 1 FROM json_each(trash.claims) WHERE value = ?)"
    sql = f"SELECT document_id FROM trash WHERE {of_claim if noun == 'claim' else 'document_id = ?'}"
    row = db.execute(sql, [noun_id]).fetchone()
    return None if row is None else int(row[0])


def of_bytes(db: Database, sha256: str) -> int | None:
    """Return the deleted document that was read from these bytes, or ``None``."""
    row = db.execute("SELECT document_id FROM trash WHERE sha256 = ?", [sha256]).fetchone()
    return None if row is None else int(row[0])


_LISTED: Final = "SELECT document_id, name, title, who, at, json_array_length(claims) AS claims FROM trash"


def every(db: Database) -> list[Deleted]:
    """Return the deleted documents, the last deleted first."""
    return db.select(f"{_LISTED} ORDER BY at DESC, document_id DESC", [], Deleted)


def get(db: Database, document_id: int) -> Deleted | None:
    """Return one of them, or ``None``."""
    return db.first(f"{_LISTED} WHERE document_id = ?", [document_id], Deleted)


def forget(db: Database, document_id: int) -> list[int]:
    """Erase a deleted document: its rows, its original, and what events say of it; return these events.

    Speakers that nothing names any more go with it. To be called inside a transaction.
    """
    row = db.first("SELECT * FROM trash WHERE document_id = ?", [document_id])
    assert row is not None
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = msgspec.json.decode(row["rows"])
    about = [("document", document_id), *(("claim", claim) for claim in msgspec.json.decode(row["claims"]))]
    about += [("verdict", verdict["id"]) for verdict in rows["verdicts"]]
    told = [
        row_id
        for noun, noun_id in about
        for (row_id,) in db.execute("SELECT id FROM events WHERE noun = ? AND noun_id = ?", [noun, noun_id]).fetchall()
    ]
    entries = to_list(entry["id"] for entry in rows["readings"])
    on_lists = f"SELECT id FROM events WHERE kind LIKE 'reading.%' AND json_extract(new, '$.with') {IN_LIST}"
    told += [row_id for (row_id,) in db.execute(on_lists, [entries]).fetchall()]
    worked = f"""
        SELECT id FROM events WHERE noun = 'thread' AND json_type(new, '$.note') IS NOT NULL
            AND json_extract(new, '$.claim') {IN_LIST}
        UNION SELECT id FROM events WHERE noun = 'thread' AND json_type(old, '$.note') IS NOT NULL
            AND json_extract(old, '$.claim') {IN_LIST}
    """
    told += [row_id for (row_id,) in db.execute(worked, [row["claims"], row["claims"]]).fetchall()]
    db.change("events", "old = '{}', new = '{}', erased = 1", (), f"id {IN_LIST}", [to_list({*told})])
    db.delete("trash", "document_id = ?", [document_id])
    db.delete("originals", "sha256 = ? AND sha256 NOT IN (SELECT sha256 FROM documents)", [row["sha256"]])
    _forget_speakers(db, {claim["speaker_id"] for claim in rows["claims"]}, rows["attributions"], rows["roles"])
    return sorted({*told})


def _forget_speakers(db: Database, speakers: Iterable[int | None], *others: Sequence[Mapping[str, Any]]) -> None:
    ids = to_list({*speakers, *(row["speaker_id"] for rows in others for row in rows)} - {None})
    named = " ".join(
        f"AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{column} = speakers.id)"
        for table, column in (
            ("claims", "speaker_id"), ("claims", "found_speaker_id"), ("attributions", "speaker_id"),
            ("roles", "speaker_id"), ("speakers", "merged_into"), ("speakers_kept_apart", "a"),
            ("speakers_kept_apart", "b"), ("thread_speakers", "speaker_id"),
        )
    )  # fmt: skip
    named += " ".join(
        f" AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.noun = 'speaker' AND x.noun_id = speakers.id)"
        for table in ("notes", "topic_tags")
    )
    in_trash = """
        AND id NOT IN (
            SELECT named.value FROM trash t JOIN json_tree(t.rows) named
            WHERE named.key IN ('speaker_id', 'found_speaker_id') AND named.value IS NOT NULL
        )
    """
    db.delete("speakers", f"id {IN_LIST} AND merged_into IS NULL {named} {in_trash}", [ids])


def scrub(db: Database) -> None:
    """Write the file anew without what was erased from it, outside any transaction."""
    db.execute("PRAGMA secure_delete = ON")
    db.execute("INSERT INTO claim_search(claim_search) VALUES ('rebuild')")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
