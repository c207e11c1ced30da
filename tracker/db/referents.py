"""What the words that claims lean on stand for, and what each claim reads alone as."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import astuple

from tracker.cite.words import alone, plainly
from tracker.db.rows import IN_LIST, Database, delete, insert_rows, select, to_list, update_rows
from tracker.models import Referent
from tracker.models.claims import StoredReferent

COLUMNS = ("claim_id", "start", "end", "meant_start", "meant_end", "meant", "sentence")


def of_claims(db: Database, claim_ids: Collection[int]) -> dict[int, list[StoredReferent]]:
    """Return the referents of claims, by claim; claims without any are left out."""
    sql = f"""
        SELECT claim_id, start, "end", meant_start, meant_end, meant, sentence FROM referents
        WHERE claim_id {IN_LIST} ORDER BY claim_id, start, meant_start
    """
    found: dict[int, list[StoredReferent]] = {}
    for row in select(db, sql, [to_list(claim_ids)]):
        found.setdefault(row.pop("claim_id"), []).append(StoredReferent(**row))
    return found


def with_claim(db: Database, claim_id: int) -> tuple[str, int, list[StoredReferent]] | None:
    """Return the words of a claim, where it begins, and its referents; ``None`` where there is no such claim."""
    sql = """
        SELECT c.text, c.start, r.start, r."end", r.meant_start, r.meant_end, r.meant, r.sentence
        FROM claims c LEFT JOIN referents r ON r.claim_id = c.id WHERE c.id = ? ORDER BY r.start, r.meant_start
    """
    rows = db.execute(sql, [claim_id]).fetchall()
    known = [StoredReferent(*row[2:]) for row in rows if row[2] is not None]
    return (rows[0][0], rows[0][1], known) if rows else None


def replace(db: Database, again: Sequence[int], found: Mapping[int, Sequence[Referent]]) -> None:
    """Write what was found for claims, in place of what was stored of those that were there before (``again``).

    What new claims read alone as (``read_alone``) is written with them.
    """
    if again:
        delete(db, "referents", f"claim_id {IN_LIST}", [to_list(again)])
    rows = ((claim_id, *astuple(_stored(referent))) for claim_id, own in found.items() for referent in own)
    insert_rows(db, "referents", COLUMNS, rows)
    renew(db, again)


def _stored(referent: Referent) -> StoredReferent:
    word, meant = referent.word, referent.meant
    if meant is None:
        return StoredReferent(word.start, word.end, None, None, None, None)
    return StoredReferent(word.start, word.end, meant.start, meant.end, referent.words, referent.context)


def read_alone(text: str, start: int, referents: Sequence[Referent]) -> tuple[str | None, int]:
    """Return what a new claim reads alone as, ``None`` where as it is, and 1 where it leans on what nobody knows."""
    return _alone(text, start, [*map(_stored, referents)])


def _alone(text: str, start: int, known: Sequence[StoredReferent]) -> tuple[str | None, int]:
    own = [one for one in known if start <= one.start and one.end <= start + len(text)]
    return plainly(alone(text, start, own)) if own else None, int(any(one.meant is None for one in own))


def renew(db: Database, claim_ids: Collection[int]) -> None:
    """Write anew what claims read alone as, after their referents or their bounds changed."""
    if not claim_ids:
        return
    known = of_claims(db, claim_ids)
    written = []
    sql = f"SELECT id, start, text, alone, leaning FROM claims WHERE id {IN_LIST}"
    for claim_id, start, text, *before in db.execute(sql, [to_list(claim_ids)]).fetchall():
        now = _alone(text, start, known.get(claim_id, ()))
        written += [(claim_id, *now)] if now != tuple(before) else []
    update_rows(db, "claims", ("alone", "leaning"), written)
