"""Claims with their attributions and quantities; lists with filters and facets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from tracker.models import Attribution, Claim, Quantity
from tracker.store.rows import IN_LIST, Row, first, insert, number, select, to_json, to_list, update

LIVE = "(c.found OR c.touched)"
"""A claim is shown while the program finds it, or once a person has decided something about it."""

COLUMNS = f"""
    c.id, c.document_id, c.attribution_id, c.kind, c.start, c."end", c.text, c.polarity, c.label,
    c.speaker_id, s.name AS speaker, s.kind AS speaker_kind, c.speaker_picked, c.span_picked, c.found, c.touched,
    c.date, c.date_kind, c.date_basis, c.date_words, c.date_candidates, c.date_why, c.notes,
    d.name AS document, d.title AS document_title, d.publisher, d.url, {LIVE} AS live
"""

JOINS = """
    FROM claims c JOIN documents d ON d.id = c.document_id LEFT JOIN speakers s ON s.id = c.speaker_id
"""

SAME_PLACE_IOU = 0.5
"""A claim found again whose span moved keeps its id if the old and the new span share half of their union."""


@dataclass(frozen=True, slots=True)
class ClaimDate:
    """When a claim was made, as columns: the date of saying where the text gives one, else its document's."""

    value: str | None
    kind: str
    basis: str
    words: str
    candidates: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of claims is narrowed to; ``None`` and empty mean "any".

    ``since`` and ``until`` are ISO dates (inclusive; a year or month will do); ``figure`` keeps claims with a quantity.
    ``ids`` narrows to given claims, as a search does.
    """

    kind: str | None = None
    speaker: int | None = None
    document: int | None = None
    since: str | None = None
    until: str | None = None
    figure: bool = False
    relation: str | None = None
    ids: tuple[int, ...] | None = None


def replace_attributions(
    db: Database, document_id: int, attributions: Iterable[Attribution], speaker_ids: Mapping[str, int]
) -> dict[int, int]:
    """Write the attributions of a document anew; return row ids by the attribution's number in its document.

    An attribution found again at the same place keeps its row id.
    """
    before = {
        to_json(row["spans"]): row["id"]
        for row in select(db, "SELECT id, spans FROM attributions WHERE document_id = ?", [document_id])
    }
    rows = {}
    for attribution in attributions:
        source, cue = attribution.source, attribution.cue
        values = {
            "document_id": document_id,
            "ordinal": attribution.id,
            "kind": attribution.kind,
            "spans": to_json([[span.start, span.end] for span in attribution.spans]),
            "source_start": source.start if source else None,
            "source_end": source.end if source else None,
            "cue_start": cue.start if cue else None,
            "cue_end": cue.end if cue else None,
            "speaker_id": speaker_ids.get(attribution.speaker or ""),
            "label": attribution.label,
            "polarity": attribution.polarity,
            "rule": attribution.rule,
            "confidence": attribution.confidence,
            "why": attribution.why,
            "speaker_rule": attribution.speaker_rule,
            "turn": attribution.turn,
        }
        row_id = before.pop(str(values["spans"]), None)
        if row_id is None:
            row_id = insert(db, "attributions", values)
        else:
            update(db, "attributions", row_id, values)
        rows[attribution.id] = row_id
    db.execute(f"DELETE FROM attributions WHERE id {IN_LIST}", [to_list(before.values())])
    return rows


def replace_claims(
    db: Database,
    document_id: int,
    claims: Sequence[tuple[Claim, ClaimDate]],
    speaker_ids: Mapping[str, int],
    attribution_ids: Mapping[int, int],
) -> dict[str, list[int]]:
    """Write the claims of a document anew without touching what people picked.

    Claims found again keep their ids. Returns the ids by what became of them: ``new``, ``changed``, ``kept`` and
    ``gone`` (no longer found; their rows and permalinks stay).
    """
    stored = select(db, "SELECT * FROM claims WHERE document_id = ?", [document_id])
    before = {row["id"]: row for row in stored}
    identity = _same_claims(stored, [claim for claim, _ in claims])
    outcome: dict[str, list[int]] = {"new": [], "changed": [], "kept": [], "gone": []}
    for index, (claim, date) in enumerate(claims):
        found = {
            "document_id": document_id,
            "attribution_id": attribution_ids.get(claim.attribution) if claim.attribution is not None else None,
            "kind": claim.kind,
            "found_start": claim.start,
            "found_end": claim.end,
            "found_speaker_id": speaker_ids.get(claim.speaker or ""),
            "label": claim.label,
            "polarity": claim.polarity,
            "date": date.value,
            "date_kind": date.kind,
            "date_basis": date.basis,
            "date_words": date.words,
            "date_candidates": to_json(date.candidates),
            "date_why": date.why,
            "notes": to_json(claim.notes),
            "found": 1,
        }
        old = before.get(identity.get(index, 0))
        if old is None or not old["speaker_picked"]:
            found["speaker_id"] = found["found_speaker_id"]
        if old is None or not old["span_picked"]:
            found |= {"start": claim.start, "end": claim.end, "text": claim.text}
        if old is None:
            claim_id = insert(db, "claims", found)
            outcome["new"].append(claim_id)
        else:
            claim_id = old["id"]
            update(db, "claims", claim_id, found)
            same = all(found.get(key, old[key]) == old[key] for key in ("text", "polarity", "kind", "speaker_id"))
            outcome["kept" if same and old["found"] else "changed"].append(claim_id)
        if old is None or not old["span_picked"]:
            replace_quantities(db, claim_id, claim.quantities)
    again = set(identity.values())
    for row in stored:
        if row["id"] not in again and row["found"]:
            update(db, "claims", row["id"], {"found": 0})
            outcome["gone"].append(row["id"])
    return outcome


def _same_claims(stored: Sequence[Row], claims: Sequence[Claim]) -> dict[int, int]:
    """Return the stored claim each new claim (by index) continues: the same span, else the best overlap."""
    by_span = {(row["found_start"], row["found_end"]): row["id"] for row in stored}
    identity = {i: by_span[c.start, c.end] for i, c in enumerate(claims) if (c.start, c.end) in by_span}
    free = [row for row in stored if row["id"] not in set(identity.values())]
    overlaps = []
    for i, claim in enumerate(claims):
        if i in identity:
            continue
        for row in free:
            shared = min(claim.end, row["found_end"]) - max(claim.start, row["found_start"])
            union = max(claim.end, row["found_end"]) - min(claim.start, row["found_start"])
            if shared > 0 and shared / union >= SAME_PLACE_IOU:
                overlaps.append((-shared / union, i, row["id"]))
    for _, i, row_id in sorted(overlaps):
        if i not in identity and row_id not in identity.values():
            identity[i] = row_id
    return identity


def replace_quantities(db: Database, claim_id: int, quantities: Iterable[Quantity]) -> None:
    """Write the quantities of a claim; figures are stored as TEXT so that no decimal changes."""
    new = [_quantity_row(claim_id, quantity) for quantity in quantities]
    old = select(db, "SELECT * FROM quantities WHERE claim_id = ? ORDER BY id", [claim_id])
    if [{key: value for key, value in row.items() if key != "id"} for row in old] == new:
        return
    db.execute("DELETE FROM quantities WHERE claim_id = ?", [claim_id])
    for row in new:
        insert(db, "quantities", row)


def _quantity_row(claim_id: int, quantity: Quantity) -> Row:
    low, high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, None)
    return {
        "claim_id": claim_id,
        "low": repr(low),
        "high": None if high is None else repr(high),
        "unit": quantity.unit,
        "direction": quantity.direction,
        "approximator": quantity.approximator,
        "measured": quantity.measured,
        "period": quantity.period,
        "place": quantity.place,
        "comparison": quantity.comparison,
        "start": quantity.start,
        "end": quantity.end,
        "text": quantity.text,
    }


def quantities_of(db: Database, claim_ids: Sequence[int]) -> dict[int, list[Row]]:
    """Return the quantities of several claims, by claim."""
    found: dict[int, list[Row]] = {claim_id: [] for claim_id in claim_ids}
    sql = f"SELECT * FROM quantities WHERE claim_id {IN_LIST} ORDER BY start"
    for row in select(db, sql, [to_list(claim_ids)]):
        low, high = float(row.pop("low")), row.pop("high")
        found[row["claim_id"]].append({**row, "value": low if high is None else [low, float(high)]})
    return found


def get(db: Database, claim_id: int) -> Row | None:
    """Return one claim with its speaker and document, or ``None``; also claims no longer found."""
    return first(db, f"SELECT {COLUMNS} {JOINS} WHERE c.id = ?", [claim_id])


def several(db: Database, claim_ids: Sequence[int]) -> list[Row]:
    """Return the claims with these ids, in the order given."""
    sql = f"SELECT {COLUMNS} {JOINS} WHERE c.id {IN_LIST}"
    rows = {row["id"]: row for row in select(db, sql, [to_list(claim_ids)])}
    return [rows[claim_id] for claim_id in claim_ids if claim_id in rows]


def in_lasting_order(db: Database, claim_ids: Collection[int]) -> list[Row]:
    """Return id, date, words and speaker of those of these claims that are live.

    They come in the order of their documents' fingerprints and of the text, which no order of intake changes.
    """
    sql = f"""
        SELECT c.id, c.date, c.text, s.name AS speaker {JOINS}
        WHERE c.id {IN_LIST} AND {LIVE} ORDER BY d.sha256, c.found_start, c.found_end
    """
    return select(db, sql, [to_list(claim_ids)])


def live_texts(db: Database, claim_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return id and words of those of these claims that are live, in the order given."""
    sql = f"SELECT c.id, c.text FROM claims c WHERE c.id {IN_LIST} AND {LIVE}"
    texts = dict(db.execute(sql, [to_list(claim_ids)]).fetchall())
    return [(claim_id, texts[claim_id]) for claim_id in claim_ids if claim_id in texts]


def of_document(db: Database, document_id: int) -> list[Row]:
    """Return the live claims of a document in order of its text."""
    return select(
        db, f'SELECT {COLUMNS} {JOINS} WHERE c.document_id = ? AND {LIVE} ORDER BY c.start, c."end"', [document_id]
    )


def documents_of(db: Database, claim_ids: Sequence[int]) -> list[int]:
    """Return the ids of the documents these claims stand in."""
    sql = f"SELECT DISTINCT document_id FROM claims WHERE id {IN_LIST} ORDER BY document_id"
    return [row[0] for row in db.execute(sql, [to_list(claim_ids)]).fetchall()]


def live_ids(db: Database) -> list[int]:
    """Return the ids of all live claims."""
    return [row[0] for row in db.execute(f"SELECT c.id FROM claims c WHERE {LIVE} ORDER BY c.id").fetchall()]


def attribution_of(db: Database, attribution_id: int) -> Row | None:
    """Return one attribution row, or ``None``."""
    return first(
        db,
        "SELECT a.*, s.name AS speaker FROM attributions a LEFT JOIN speakers s ON s.id = a.speaker_id WHERE a.id = ?",
        [attribution_id],
    )


def turn_text(db: Database, attribution_id: int) -> str:
    """Return the words of the whole turn an attribution belongs to, from its first span to its last, joined."""
    row = attribution_of(db, attribution_id)
    assert row is not None
    rows = [row]
    if row["turn"] is not None:
        rows = select(
            db,
            "SELECT spans FROM attributions WHERE document_id = ? AND turn = ? ORDER BY ordinal",
            [row["document_id"], row["turn"]],
        )
    spans = [span for part in rows for span in part["spans"]]
    text = db.execute("SELECT text FROM documents WHERE id = ?", [row["document_id"]]).fetchone()[0]
    return "\n\n".join(text[start:end] for start, end in spans)


def of_same_turn(db: Database, claim_id: int) -> list[int]:
    """Return the other claims of the turn a claim belongs to."""
    sql = """
        SELECT other.id FROM claims c
        JOIN attributions a ON a.id = c.attribution_id
        JOIN attributions b ON b.document_id = a.document_id AND b.turn = a.turn
        JOIN claims other ON other.attribution_id = b.id AND other.id != c.id
        WHERE c.id = ? ORDER BY other.id
    """
    return [row[0] for row in db.execute(sql, [claim_id]).fetchall()]


def _where(filters: Filters) -> tuple[str, list[Any]]:
    """Return the WHERE clause of a filtered list and its parameters."""
    clauses, values = [LIVE], []
    for column, value in (
        ("c.kind = ?", filters.kind),
        ("c.speaker_id = ?", filters.speaker),
        ("c.document_id = ?", filters.document),
        ("c.date >= ?", filters.since),
    ):
        if value is not None:
            clauses.append(column)
            values.append(value)
    if filters.until is not None:
        clauses.append("substr(c.date, 1, ?) <= ?")
        values += [len(filters.until), filters.until]
    if filters.figure:
        clauses.append("EXISTS (SELECT 1 FROM quantities q WHERE q.claim_id = c.id)")
    if filters.relation is not None:
        clauses.append("EXISTS (SELECT 1 FROM relations r WHERE r.kind = ? AND (r.a = c.id OR r.b = c.id))")
        values.append(filters.relation)
    if filters.ids is not None:
        clauses.append(f"c.id {IN_LIST}")
        values.append(to_list(filters.ids))
    return " AND ".join(clauses), values


def ids_query(filters: Filters) -> tuple[str, list[Any]]:
    """Return the SELECT of the claim ids a filter leaves, with its parameters, for a search to narrow itself to."""
    where, values = _where(filters)
    return f"SELECT c.id FROM claims c WHERE {where}", values


def listed(db: Database, filters: Filters, *, limit: int, offset: int = 0) -> list[Row]:
    """Return the claims a filter leaves: dated ones first by date, then in order of document and text."""
    where, values = _where(filters)
    order = "c.date IS NULL, c.date, c.document_id, c.start"
    sql = f"SELECT {COLUMNS} {JOINS} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?"
    return select(db, sql, [*values, limit, offset])


def counted(db: Database, filters: Filters) -> int:
    """Return how many claims a filter leaves."""
    where, values = _where(filters)
    return number(db, f"SELECT count(*) FROM claims c WHERE {where}", values)


def facets(db: Database, filters: Filters) -> dict[str, list[Row]]:
    """Return, for each facet, its values with counts among the claims that the other filters leave.

    Each row is ``{"value", "name", "claims"}``.
    """

    def count(value: str, name: str, without: Filters) -> list[Row]:
        where, values = _where(without)
        sql = (
            f"SELECT {value} AS value, {name} AS name, count(*) AS claims {JOINS} WHERE {where} AND {value} IS NOT NULL"
            " GROUP BY 1 ORDER BY claims DESC, name"
        )
        return select(db, sql, values)

    return {
        "kind": count("c.kind", "c.kind", replace(filters, kind=None)),
        "speaker": count("c.speaker_id", "s.name", replace(filters, speaker=None)),
        "document": count("c.document_id", "coalesce(d.title, d.name)", replace(filters, document=None)),
        "year": count("substr(c.date, 1, 4)", "substr(c.date, 1, 4)", replace(filters, since=None, until=None)),
    }


def pick_speaker(db: Database, claim_id: int, speaker_id: int | None, *, picked: bool) -> None:
    """Record the speaker a person picked (``None``: nobody), or with ``picked`` false go back to what was found."""
    if picked:
        update(db, "claims", claim_id, {"speaker_id": speaker_id, "speaker_picked": 1, "touched": 1})
    else:
        db.execute("UPDATE claims SET speaker_id = found_speaker_id, speaker_picked = 0 WHERE id = ?", [claim_id])


def pick_span(db: Database, claim_id: int, start: int, end: int, text: str, *, picked: bool) -> None:
    """Record the span a person picked, or with ``picked`` false put back a span of the program's."""
    values = {"start": start, "end": end, "text": text, "span_picked": int(picked)}
    update(db, "claims", claim_id, values | ({"touched": 1} if picked else {}))


def touch(db: Database, claim_id: int) -> None:
    """Mark a claim as decided on by a person: it stays on the pages even if a rerun no longer finds it."""
    update(db, "claims", claim_id, {"touched": 1})
