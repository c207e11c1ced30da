"""What one document has of another's words: their claims in order, and the relations between the two."""

from __future__ import annotations

from collections.abc import Collection

from sqlite_utils import Database

from tracker.models.claims import QuotedDocument, SaidClaim
from tracker.models.relations import RelationBetween
from tracker.store.alignment import KIND
from tracker.store.claims import LIVE
from tracker.store.rows import IN_LIST, select, to_list


def said_in(db: Database, document_id: int, *, limit: int) -> list[SaidClaim]:
    """Return a document's live claims, in order of the text."""
    sql = f"""
        SELECT c.id, c.text, c.kind, s.name AS speaker, a.turn
        FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_id LEFT JOIN attributions a ON a.id = c.attribution_id
        WHERE c.document_id = ? AND {LIVE} ORDER BY c.start, c."end" LIMIT ?
    """
    return select(db, sql, [document_id, limit], SaidClaim)


def relations_between(db: Database, one: int, other: int) -> list[RelationBetween]:
    """Return the relations from claims of one document (``near``) to claims of another (``far``), none of them refused.

    Mere relatedness is left out.
    """
    half = f"""
        SELECT n.id AS near, f.id AS far, {KIND} AS kind FROM claims n JOIN relations r ON r.{{near}} = n.id
        JOIN claims f ON f.id = r.{{far}} LEFT JOIN pair_decisions d ON d.a = r.a AND d.b = r.b
        WHERE n.document_id = :one AND f.document_id = :other AND r.kind != 'related' AND d.decision IS NOT 'refused'
    """
    sql = f"{half.format(near='a', far='b')} UNION ALL {half.format(near='b', far='a')} ORDER BY near, far"
    return select(db, sql, {"one": one, "other": other}, RelationBetween)


def dates_and_quoted(db: Database, document_ids: Collection[int]) -> list[QuotedDocument]:
    """Return date and number of characters in direct quotations of some documents."""
    sql = f"""
        SELECT d.id, coalesce(d.picked_date, d.date_value) AS date,
               (SELECT coalesce(sum(length(c.text)), 0) FROM claims c
                 WHERE c.document_id = d.id AND c.kind = 'direct' AND {LIVE}) AS quoted
        FROM documents d WHERE d.id {IN_LIST}
    """
    return select(db, sql, [to_list(document_ids)], QuotedDocument)
