"""What the words that claims lean on stand for, and what each claim reads alone as."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tracker.cite.alone import alone, plainly
from tracker.db.rows import IN_LIST, Database, insert_rows, select, to_list
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


def replace(db: Database, new: Sequence[int], again: Sequence[int], found: Mapping[int, Sequence[Referent]]) -> None:
    """Write what was found for claims: for those that are ``new``, and ``again`` for those that were stored before."""
    if again:
        db.execute(f"DELETE FROM referents WHERE claim_id {IN_LIST}", [to_list(again)])
    rows = [_row(claim_id, referent) for claim_id in (*new, *again) for referent in found.get(claim_id, ())]
    if rows:
        insert_rows(db, "referents", COLUMNS, rows)
    renew(db, [*again, *(claim_id for claim_id in new if found.get(claim_id))])


def _row(claim_id: int, referent: Referent) -> tuple[object, ...]:
    word, meant = referent.word, referent.meant
    known = (meant.start, meant.end, referent.words, referent.context) if meant is not None else (None,) * 4
    return (claim_id, word.start, word.end, *known)


def renew(db: Database, claim_ids: Collection[int]) -> None:
    """Write anew what claims read alone as, after their referents or their bounds changed."""
    if not claim_ids:
        return
    known = of_claims(db, claim_ids)
    written = []
    for row in select(db, f"SELECT id, start, text FROM claims WHERE id {IN_LIST}", [to_list(claim_ids)]):
        end = row["start"] + len(row["text"])
        own = [one for one in known.get(row["id"], ()) if row["start"] <= one.start and one.end <= end]
        leaning = int(any(one.meant is None for one in own))
        written.append((plainly(alone(row["text"], row["start"], own)), leaning, row["id"]))
    changed = "UPDATE claims SET alone = ?1, leaning = ?2 WHERE id = ?3 AND (alone IS NOT ?1 OR leaning != ?2)"
    db.conn.executemany(changed, written)
