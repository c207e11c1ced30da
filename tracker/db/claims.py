"""Claims with their attributions and quantities: read, written, corrected and judged; what words in them stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec.structs import asdict, astuple

from tracker.cite.snippets import alone, plainly
from tracker.db.rows import (
    IN_LIST,
    Database,
    to_list,
)
from tracker.models import Referent
from tracker.models.claims import (
    AttributionInText,
    ClaimInBrief,
    ClaimsBefore,
    ClaimText,
    ClaimWithQuantities,
    ComparedClaim,
    Neighbours,
    PrintedRole,
    SpeakerInDocument,
    StoredAttribution,
    StoredClaim,
    StoredQuantity,
    StoredReferent,
)
from tracker.models.threads import ThreadOfClaim

LIVE = "(c.found OR c.touched)"
"""A claim is shown while the program finds it, or once a person has decided something about it.

One that a person rejected has neither set (``tracker.db.claims``), so that every list leaves it out.
"""

PLACED = "c.earlier_text_id IS NULL"
"""A claim stands in the present text of its document; others stand in a reading that was replaced."""

COLUMNS = f"""
    c.id, c.document_id, c.attribution_id, c.kind, c.start, c."end", c.text, c.stance, c.polarity, c.label,
    c.speaker_id, s.name AS speaker, s.kind AS speaker_kind, c.speaker_picked, c.span_picked,
    c.stance_picked, c.found, c.touched, c.hand_made, c.judgement,
    c.date, c.date_kind, c.date_basis, c.date_words, c.date_candidates, c.date_why, c.notes,
    d.name AS document, d.title AS document_title, d.publisher, d.url, {LIVE} AS live, c.alone, c.leaning
"""

JOINS = """
    FROM claims c JOIN documents d ON d.id = c.document_id LEFT JOIN speakers s ON s.id = c.speaker_id
"""


VALUE = "CASE WHEN q.high IS NULL THEN q.low ELSE '[' || q.low || ',' || q.high || ']' END AS value"
"""A number or the two of a range, as JSON: decimals are stored as text."""


def quantities_of(db: Database, claim_ids: Sequence[int]) -> dict[int, list[StoredQuantity]]:
    """Return the quantities of several claims, by claim."""
    found: dict[int, list[StoredQuantity]] = {claim_id: [] for claim_id in claim_ids}
    sql = f"""
        SELECT q.id, q.claim_id, q.unit, q.direction, q.approximator, q.measured, q.period, q.place, q.comparison,
               q.denominator, q.owner, q.taken, q.start, q."end", q.text, {VALUE}
        FROM quantities q WHERE q.claim_id {IN_LIST} ORDER BY q.start
    """
    for quantity in db.select(sql, [to_list(claim_ids)], StoredQuantity):
        found[quantity.claim_id].append(quantity)
    return found


def with_quantities(db: Database, claims: Sequence[StoredClaim]) -> list[ClaimWithQuantities]:
    """Return claims with their quantities."""
    quantities = quantities_of(db, [claim.id for claim in claims])
    return [ClaimWithQuantities(**asdict(claim), quantities=tuple(quantities[claim.id])) for claim in claims]


def get(db: Database, claim_id: int) -> StoredClaim | None:
    """Return one claim with its speaker and document, or ``None``; also claims no longer found."""
    return db.first(f"SELECT {COLUMNS} {JOINS} WHERE c.id = ?", [claim_id], StoredClaim)


def several(db: Database, claim_ids: Sequence[int]) -> list[StoredClaim]:
    """Return the claims with these ids, in the order given."""
    sql = f"SELECT {COLUMNS} {JOINS} WHERE c.id {IN_LIST}"
    found = {claim.id: claim for claim in db.select(sql, [to_list(claim_ids)], StoredClaim)}
    return [found[claim_id] for claim_id in claim_ids if claim_id in found]


def beside(db: Database, claim: StoredClaim) -> Neighbours:
    """Return the live claims before and after one in its document, in order of the text."""

    def nearest(than: str, order: str) -> int | None:
        sql = f"""
            SELECT c.id FROM claims c
            WHERE c.document_id = ? AND (c.start, c."end", c.id) {than} (?, ?, ?) AND {LIVE} AND {PLACED}
            ORDER BY c.start {order}, c."end" {order}, c.id {order} LIMIT 1
        """
        found = db.first(sql, [claim.document_id, claim.start, claim.end, claim.id])
        return int(found["id"]) if found else None

    return Neighbours(nearest("<", "DESC"), nearest(">", "ASC"))


def in_lasting_order(db: Database, claim_ids: Collection[int]) -> list[ClaimInBrief]:
    """Return those of these claims that are live.

    They come in the order of their documents' fingerprints and of the text, which no order of intake changes.
    """
    sql = f"""
        SELECT c.id, c.date, c.text, s.name AS speaker, c.stance, c.document_id {JOINS}
        WHERE c.id {IN_LIST} AND {LIVE} ORDER BY d.sha256, c.found_start, c.found_end
    """
    return db.select(sql, [to_list(claim_ids)], ClaimInBrief)


def to_compare(db: Database, claim_ids: Collection[int]) -> list[ComparedClaim]:
    """Return of these claims what a comparison asks; also of those that are not live."""
    sql = f"""
        SELECT c.id, c.text, c.kind, c.stance, c.document_id, c.attribution_id, s.name AS speaker, {LIVE} AS live,
               f.packed
        FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_id LEFT JOIN claim_features f ON f.claim_id = c.id
        WHERE c.id {IN_LIST}
    """
    return db.select(sql, [to_list(claim_ids)], ComparedClaim)


def places(db: Database, claim_ids: Collection[int]) -> dict[int, tuple[object, ...]]:
    """Return where those of these claims that are live stand in the order of threads, as values to compare."""
    sql = f"""
        SELECT c.id, c.date IS NULL, coalesce(c.date, ''), d.sha256, c.found_start, c.found_end {JOINS}
        WHERE c.id {IN_LIST} AND {LIVE}
    """
    return {row[0]: row[1:] for row in db.execute(sql, [to_list(claim_ids)]).fetchall()}


def in_thread_order(db: Database) -> list[ClaimText]:
    """Return all live claims in the order threads take them: by date, undated ones last."""
    sql = f"""
        SELECT c.id, c.kind, c.text FROM claims c JOIN documents d ON d.id = c.document_id
        WHERE {LIVE} ORDER BY c.date IS NULL, c.date, d.sha256, c.found_start, c.found_end
    """
    return db.select(sql, (), ClaimText)


def every_live_text(db: Database) -> Iterator[tuple[int, str]]:
    """Yield id and words of every live claim, read as they are asked for."""
    yield from db.execute(f"SELECT c.id, c.text FROM claims c WHERE {LIVE} ORDER BY c.id")


def live_texts(db: Database, claim_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return id and words of those of these claims that are live, in the order given."""
    sql = f"SELECT c.id, c.text FROM claims c WHERE c.id {IN_LIST} AND {LIVE}"
    texts = dict(db.execute(sql, [to_list(claim_ids)]).fetchall())
    return [(claim_id, texts[claim_id]) for claim_id in claim_ids if claim_id in texts]


def of_document(db: Database, document_id: int) -> list[StoredClaim]:
    """Return the live claims of a document in order of its text."""
    sql = f'SELECT {COLUMNS} {JOINS} WHERE c.document_id = ? AND {LIVE} AND {PLACED} ORDER BY c.start, c."end"'
    return db.select(sql, [document_id], StoredClaim)


def ids_in(db: Database, document_id: int) -> list[int]:
    """Return the ids of all claims of a document, live or not."""
    rows = db.execute("SELECT id FROM claims WHERE document_id = ? ORDER BY id", [document_id]).fetchall()
    return [row[0] for row in rows]


def let_all_go(db: Database, document_id: int) -> None:
    """Let all claims of a document live no longer, before they go to the trash."""
    db.change("claims", "found = 0, touched = 0", (), "document_id = ? AND (found OR touched)", [document_id])


def texts_of_document(db: Database, document_id: int) -> list[tuple[int, str]]:
    """Return id and words of the live claims of a document in order of its text."""
    sql = f'SELECT c.id, c.text FROM claims c WHERE c.document_id = ? AND {LIVE} AND {PLACED} ORDER BY c.start, c."end"'
    return db.execute(sql, [document_id]).fetchall()


def of_documents(db: Database, document_ids: Iterable[int]) -> list[StoredClaim]:
    """Return the live claims of documents, document by document in order of the text."""
    where = f"c.document_id {IN_LIST} AND {LIVE} AND {PLACED}"
    sql = f'SELECT {COLUMNS} {JOINS} WHERE {where} ORDER BY c.document_id, c.start, c."end"'
    return db.select(sql, [to_list(document_ids)], StoredClaim)


def documents_quoting(db: Database, surnames: Collection[str]) -> dict[str, set[int]]:
    """Return for each surname, as the last word of a speaker's key, the documents with a claim of such a speaker."""
    last = {speaker_id: key.split()[-1] for speaker_id, key in db.execute("SELECT id, key FROM speakers") if key}
    asked = to_list(speaker_id for speaker_id, surname in last.items() if surname in surnames)
    sql = f"SELECT DISTINCT speaker_id, document_id FROM claims WHERE speaker_id {IN_LIST}"
    found: dict[str, set[int]] = {}
    for speaker_id, document_id in db.execute(sql, [asked]).fetchall():
        found.setdefault(last[speaker_id], set()).add(document_id)
    return found


def documents_with(db: Database, document_ids: Sequence[int], words: Sequence[str]) -> list[tuple[int, str]]:
    """Return those documents that quote somebody with these beginnings of words, in this order, and the speaker's key.

    Quoted is what is said directly or in part; the key is blank where nobody is known to speak.
    """
    sql = f"""SELECT DISTINCT c.document_id, coalesce(s.key, '')
              FROM claims c LEFT JOIN speakers s ON s.id = c.speaker_id
              WHERE c.document_id {IN_LIST} AND c.kind IN ('direct', 'mixed') AND c.text LIKE ? ORDER BY 1, 2"""
    pattern = "%".join(["", *(word.replace("%", "").replace("_", "") for word in words), ""])
    return db.execute(sql, [to_list(document_ids), pattern]).fetchall()


def of_speaker(db: Database, speaker_id: int, *, limit: int) -> list[StoredClaim]:
    """Return a few live claims of a speaker in order of intake."""
    return db.select(f"SELECT {COLUMNS} {JOINS} WHERE c.speaker_id = ? AND {LIVE} ORDER BY c.id LIMIT ?",
                  [speaker_id, limit], StoredClaim)  # fmt: skip


def documents_of(db: Database, claim_ids: Sequence[int]) -> list[int]:
    """Return the ids of the documents these claims stand in."""
    sql = f"SELECT DISTINCT document_id FROM claims WHERE id {IN_LIST} ORDER BY document_id"
    return [row[0] for row in db.execute(sql, [to_list(claim_ids)]).fetchall()]


def live_ids(db: Database) -> list[int]:
    """Return the ids of all live claims."""
    return [row[0] for row in db.execute(f"SELECT c.id FROM claims c WHERE {LIVE} ORDER BY c.id").fetchall()]


ATTRIBUTION = "SELECT a.*, s.name AS speaker FROM attributions a LEFT JOIN speakers s ON s.id = a.speaker_id"


def attribution_of(db: Database, attribution_id: int) -> StoredAttribution | None:
    """Return one attribution, or ``None``."""
    return db.first(f"{ATTRIBUTION} WHERE a.id = ?", [attribution_id], StoredAttribution)


def attributions_of(db: Database, document_ids: Iterable[int]) -> list[AttributionInText]:
    """Return the attributions of documents, document by document in order of the text."""
    return db.select(
        "SELECT a.*, s.name AS speaker, s.kind AS speaker_kind FROM attributions a"
        f" LEFT JOIN speakers s ON s.id = a.speaker_id WHERE a.document_id {IN_LIST}"
        " ORDER BY a.document_id, a.ordinal",
        [to_list(document_ids)],
        AttributionInText,
    )


def drop_attributions(db: Database, where: str, of: Sequence[object]) -> None:
    """Delete the attributions that answer a condition; claims that came from them stay, without one."""
    ids = f"IN (SELECT id FROM attributions WHERE {where})"
    db.change("claims", "attribution_id = NULL", (), f"attribution_id {ids}", of)
    db.delete("attributions", where, of)


def turn_text(db: Database, attribution_id: int) -> str:
    """Return the words of the whole turn an attribution belongs to, from its first span to its last, joined."""
    own = attribution_of(db, attribution_id)
    assert own is not None
    parts = [own]
    if own.turn is not None:
        sql = f"{ATTRIBUTION} WHERE a.document_id = ? AND a.turn = ? ORDER BY a.ordinal"
        parts = db.select(sql, [own.document_id, own.turn], StoredAttribution)
    text = db.execute("SELECT text FROM documents WHERE id = ?", [own.document_id]).fetchone()[0]
    return "\n\n".join(text[start:end] for part in parts for start, end in part.spans)


def words_until(db: Database, claim_id: int) -> tuple[str, int]:
    """Return the text of a claim's document up to where the claim starts, and that place in it."""
    sql = "SELECT substr(d.text, 1, c.start) FROM claims c JOIN documents d ON d.id = c.document_id WHERE c.id = ?"
    text = str(db.execute(sql, [claim_id]).fetchone()[0])
    return text, len(text)


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


def pick_speaker(db: Database, claim_id: int, speaker_id: int | None, *, picked: bool) -> None:
    """Record the speaker a person picked (``None``: nobody), or with ``picked`` false go back to what was found."""
    if picked:
        db.update("claims", claim_id, {"speaker_id": speaker_id, "speaker_picked": 1})
        touch(db, claim_id)
    else:
        db.change("claims", "speaker_id = found_speaker_id, speaker_picked = 0", (), "id = ?", [claim_id])


def pick_span(db: Database, claim_id: int, start: int, end: int, text: str, *, picked: bool) -> None:
    """Record the span a person picked, or with ``picked`` false put back a span of the program's."""
    db.update("claims", claim_id, {"start": start, "end": end, "text": text, "span_picked": int(picked)})
    if picked:
        touch(db, claim_id)


def pick_stance(db: Database, claim_id: int, stance: str | None) -> None:
    """Record the stance a person picked, or with ``None`` go back to what was found."""
    if stance is not None:
        db.update("claims", claim_id, {"stance": stance, "stance_picked": 1})
        touch(db, claim_id)
    else:
        db.change("claims", "stance = found_stance, stance_picked = 0", (), "id = ?", [claim_id])


def touch(db: Database, *claim_ids: int) -> None:
    """Mark claims as decided on by a person: they stay on the pages even if a rerun no longer finds them.

    One that was rejected stays rejected.
    """
    of = f"id {IN_LIST} AND NOT touched AND judgement IS NOT 'rejected'"
    db.change("claims", "touched = 1", (), of, [to_list(claim_ids)])


def confirm(db: Database, claim_id: int) -> None:
    """Record that a person confirmed a claim's attribution."""
    db.update("claims", claim_id, {"judgement": "confirmed", "touched": 1})


def reject(db: Database, claim_id: int) -> None:
    """Record that a person says this is no claim."""
    what = "judgement = 'rejected', found_though_rejected = found, found = 0, touched = 0"
    db.change("claims", what, (), "id = ?", [claim_id])


def restore(db: Database, claim_id: int, judgement: str | None) -> None:
    """Put back the judgement before, ``None`` or ``confirmed``; a rejected claim comes back into the lists."""
    what = """
        found = CASE judgement WHEN 'rejected' THEN found_though_rejected ELSE found END,
        judgement = ?, found_though_rejected = 0, touched = 1
    """
    db.change("claims", what, [judgement], "id = ?", [claim_id])


def led_by_choice(db: Database, claim_id: int) -> list[int]:
    """Return the threads that a person made this claim the lead of."""
    sql = "SELECT id FROM threads WHERE lead_id = ? AND lead_picked ORDER BY id"
    return [row[0] for row in db.execute(sql, [claim_id]).fetchall()]


def between(db: Database, document_id: int, start: int, end: int) -> list[StoredClaim]:
    """Return the live claims that reach into a stretch of a document, in order of its text."""
    return db.select(
        f'SELECT {COLUMNS} {JOINS} WHERE c.document_id = ? AND c.start < ? AND c."end" > ? AND {LIVE} AND {PLACED}'
        ' ORDER BY c.start, c."end", c.id',
        [document_id, end, start],
        StoredClaim,
    )


def starts(db: Database, document_id: int) -> list[int]:
    """Return where the live claims of a document begin, in order."""
    sql = f"SELECT c.start FROM claims c WHERE c.document_id = ? AND {LIVE} AND {PLACED} ORDER BY c.start"
    return [row[0] for row in db.execute(sql, [document_id]).fetchall()]


def before(db: Database, document_id: int, start: int) -> ClaimsBefore:
    """Return how many live claims begin before a place, and the last of them."""
    count = db.number(f"SELECT count(*) FROM claims c WHERE c.document_id = ? AND c.start < ? AND {LIVE} AND {PLACED}",
                   [document_id, start])  # fmt: skip
    last = db.first(
        f"SELECT c.id FROM claims c WHERE c.document_id = ? AND c.start < ? AND {LIVE} AND {PLACED}"
        ' ORDER BY c.start DESC, c."end" DESC, c.id DESC LIMIT 1',
        [document_id, start],
    )
    return ClaimsBefore(count, last["id"] if last else None)


def after(db: Database, document_id: int, end: int) -> int | None:
    """Return the first live claim that begins at or after a place."""
    row = db.first(
        f"SELECT c.id FROM claims c WHERE c.document_id = ? AND c.start >= ? AND {LIVE} AND {PLACED}"
        ' ORDER BY c.start, c."end", c.id LIMIT 1',
        [document_id, end],
    )
    return row["id"] if row else None


def threads_of(db: Database, claim_ids: Sequence[int]) -> dict[int, list[ThreadOfClaim]]:
    """Return, by claim, the threads of more than one claim it stands in."""
    rows = db.select(
        f"""
        SELECT m.claim_id, m.thread_id, t.claims FROM thread_members m JOIN threads t ON t.id = m.thread_id
        WHERE m.claim_id {IN_LIST} AND t.claims > 1 ORDER BY m.thread_id
        """,
        [to_list(claim_ids)],
    )
    found: dict[int, list[ThreadOfClaim]] = {}
    for row in rows:
        found.setdefault(row["claim_id"], []).append(ThreadOfClaim(row["thread_id"], row["claims"]))
    return found


def speakers_in(db: Database, document_id: int, *, limit: int) -> list[SpeakerInDocument]:
    """Return who speaks in a document, in the order they first do, with how many claims and the roles it prints."""
    rows = db.select(
        f"""
        SELECT s.id, s.name, count(*) AS claims, min(c.start) AS place
        FROM claims c JOIN speakers s ON s.id = c.speaker_id
        WHERE c.document_id = ? AND {LIVE} GROUP BY s.id ORDER BY place LIMIT ?
        """,
        [document_id, limit],
    )
    printed: dict[int, list[PrintedRole]] = {}
    for role in roles_in(db, document_id):
        printed.setdefault(role.speaker_id, []).append(role)
    return [SpeakerInDocument(**row, roles=tuple(printed.get(row["id"], ()))) for row in rows]


def roles_in(db: Database, document_id: int) -> list[PrintedRole]:
    """Return the roles that a document prints, in their order."""
    sql = "SELECT speaker_id, title, organisation FROM roles WHERE document_id = ? ORDER BY start"
    return db.select(sql, [document_id], PrintedRole)


def at(db: Database, document_id: int, start: int, end: int) -> list[StoredClaim]:
    """Return the claims that stand exactly at a place of a document, live ones first; also some that no longer live."""
    return db.select(
        f'SELECT {COLUMNS} {JOINS} WHERE c.document_id = ? AND c.start = ? AND c."end" = ? AND {PLACED}'
        f" ORDER BY {LIVE} DESC, c.id",
        [document_id, start, end],
        StoredClaim,
    )


REFERENT_COLUMNS = ("claim_id", "start", "end", "meant_start", "meant_end", "meant", "sentence")


def referents_of(db: Database, claim_ids: Collection[int]) -> dict[int, list[StoredReferent]]:
    """Return the referents of claims, by claim; claims without any are left out."""
    sql = f"""
        SELECT claim_id, start, "end", meant_start, meant_end, meant, sentence FROM referents
        WHERE claim_id {IN_LIST} ORDER BY claim_id, start, meant_start
    """
    found: dict[int, list[StoredReferent]] = {}
    for row in db.select(sql, [to_list(claim_ids)]):
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


def replace_referents(db: Database, again: Sequence[int], found: Mapping[int, Sequence[Referent]]) -> None:
    """Write what was found for claims, in place of what was stored of those that were there before (``again``).

    What new claims read alone as (``read_alone``) is written with them.
    """
    if again:
        db.delete("referents", f"claim_id {IN_LIST}", [to_list(again)])
    rows = ((claim_id, *astuple(_stored(referent))) for claim_id, own in found.items() for referent in own)
    db.insert_rows("referents", REFERENT_COLUMNS, rows)
    renew_alone(db, again)


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


def renew_alone(db: Database, claim_ids: Collection[int]) -> None:
    """Write anew what claims read alone as, after their referents or their bounds changed."""
    if not claim_ids:
        return
    known = referents_of(db, claim_ids)
    written = []
    sql = f"SELECT id, start, text, alone, leaning FROM claims WHERE id {IN_LIST}"
    for claim_id, start, text, *before in db.execute(sql, [to_list(claim_ids)]).fetchall():
        now = _alone(text, start, known.get(claim_id, ()))
        written += [(claim_id, *now)] if now != tuple(before) else []
    db.update_rows("claims", ("alone", "leaning"), written)
