"""Documents, their originals and their date ledgers; when each was fetched, and the speeches of records."""

from __future__ import annotations

import hashlib
import json
import zlib
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import asdict

from tracker.db.rows import (
    IN_LIST,
    Columns,
    Database,
    to_json,
    to_list,
)
from tracker.models import (
    FACTS,
    DatedWords,
    DateLedger,
    Document,
    Fact,
    FactName,
    RecordKind,
    Span,
    Speech,
    UnavailableError,
)
from tracker.models.claims import FactCheck, StoredSpeech
from tracker.models.documents import Capture, LedgerEntry, Name, StoredDocument, StoredFact, Totals
from tracker.text.words import unmarked

LISTED = """
    SELECT d.id, d.name, d.media_type, d.title, d.publisher, d.byline, d.url, d.sha256, d.captured, d.stored_at,
           d.supersedes, d.read_notes, length(d.text) AS characters,
           coalesce(d.picked_date, d.date_value) AS date,
           CASE WHEN d.picked_date IS NULL THEN d.date_basis ELSE 'entered' END AS date_basis,
           d.picked_date, d.date_value AS found_date, d.date_candidates, d.date_conflict, d.date_why,
           coalesce(d.format_record, d.found_record) AS record,
           (SELECT count(*) FROM claims c WHERE c.document_id = d.id AND (c.found OR c.touched)) AS claims,
           '[' || ltrim(iif(d.picked_title IS NULL, '', ',"title"')
           || iif(d.picked_publisher IS NULL, '', ',"publisher"')
           || iif(d.picked_byline IS NULL, '', ',"byline"')
           || iif(d.picked_url IS NULL, '', ',"url"'), ',') || ']' AS entered
    FROM documents d
"""


def find_by_hash(db: Database, sha256: str) -> StoredDocument | None:
    """Return the document whose original bytes have this SHA-256, or ``None``."""
    return db.first(LISTED + "WHERE d.sha256 = ?", [sha256], StoredDocument)


def newest_of_url(db: Database, url: str) -> StoredDocument | None:
    """Return the document taken in last that was published at a web address, or fetched from it; or ``None``."""
    captured = "SELECT document_id FROM captures WHERE address = :url OR final_address = :url"
    sql = f"{LISTED} WHERE d.url = :url OR d.id IN ({captured}) ORDER BY d.id DESC LIMIT 1"
    return db.first(sql, {"url": url}, StoredDocument)


def newest_file(db: Database, name: str, media_type: str) -> int | None:
    """Return the newest document that was made of a file of this name and format; ``None`` where there is none.

    Pages that were fetched from the web are versions of one another by their addresses, and not by their names.
    """
    sql = """
        SELECT max(id) FROM documents d
        WHERE name = ? AND media_type = ? AND NOT EXISTS (SELECT 1 FROM captures c WHERE c.document_id = d.id)
    """
    return db.number(sql, [name, media_type]) or None


def add(
    db: Database,
    document: Document,
    ledger: DateLedger,
    *,
    captured: str,
    stored_at: str,
    supersedes: int | None = None,
    record: RecordKind | None = None,
) -> int:
    """Store a document with its compressed original and its date ledger; return its id.

    ``supersedes`` is the version before it, ``record`` the kind of record that its text shows it to be.
    """
    original = (document.sha256, zlib.compress(document.original), len(document.original))
    db.insert_rows("originals", ("sha256", "zlib_bytes", "size"), [original])
    document_id = db.insert(
        "documents",
        {
            "sha256": document.sha256,
            "name": document.name,
            "media_type": document.media_type,
            "text": document.text,
            "captured": captured,
            "stored_at": stored_at,
            "supersedes": supersedes,
            "found_record": record,
            **columns_read(document, ledger),
        },
    )
    db.insert_dicts("dates", [{"document_id": document_id, **dated_row(entry)} for entry in ledger.dates])
    db.insert_dicts("facts", [{"document_id": document_id, **fact_row(fact)} for fact in document.facts])
    return document_id


_READ_OF_DOCUMENT: Final = {
    "found_title": "title",
    "found_publisher": "publisher",
    "found_byline": "byline",
    "found_url": "url",
    "read_notes": "notes",
    "page_starts": "page_starts",
    "format_record": "record",
}
_READ_OF_DATE: Final = {
    "date_value": "value",
    "date_basis": "basis",
    "date_candidates": "candidates",
    "date_conflict": "conflict",
    "date_why": "why",
}
COLUMNS_READ: Final = (*_READ_OF_DOCUMENT, *_READ_OF_DATE)
"""What a reading tells of a document beside its text; what people picked stands in columns of its own."""


def columns_read(document: Document, ledger: DateLedger) -> Columns:
    """Return what reading a file tells of a document beside its text, as ``COLUMNS_READ``."""
    told = {column: getattr(document, field) for column, field in _READ_OF_DOCUMENT.items()}
    told |= {column: getattr(ledger.date, field) for column, field in _READ_OF_DATE.items()}
    return {column: to_json(value) if isinstance(value, tuple) else value for column, value in told.items()}


def dated_row(entry: DatedWords) -> Columns:
    """Return a ledger entry as a row of the table ``dates``, without its document."""
    told = {name: getattr(entry, name) for name in ("kind", "value", "precision", "basis", "start", "end", "why")}
    return told | {"candidates": to_json(entry.candidates), "words": entry.text}


def fact_row(fact: Fact) -> Columns:
    """Return a fact as a row of the table ``facts``, without its document."""
    told = {name: getattr(fact, name) for name in ("name", "value", "basis", "start", "end", "why")}
    return told | {"words": fact.text}


def get(db: Database, document_id: int) -> StoredDocument | None:
    """Return one document as listed, or ``None``."""
    return db.first(LISTED + "WHERE d.id = ?", [document_id], StoredDocument)


def several(db: Database, document_ids: Iterable[int]) -> dict[int, StoredDocument]:
    """Return documents as listed, by their ids."""
    found = db.select(f"{LISTED} WHERE d.id {IN_LIST}", [to_list(document_ids)], StoredDocument)
    return {document.id: document for document in found}


def texts(db: Database, document_ids: Iterable[int]) -> dict[int, str]:
    """Return the stored texts of documents, by their ids."""
    return dict(db.execute(f"SELECT id, text FROM documents WHERE id {IN_LIST}", [to_list(document_ids)]).fetchall())


def published(db: Database, document_ids: Iterable[int]) -> dict[int, str | None]:
    """Return the dates of documents (ISO 8601, ``None`` where open) by their ids."""
    sql = f"SELECT id, coalesce(picked_date, date_value) FROM documents WHERE id {IN_LIST}"
    return dict(db.execute(sql, [to_list(set(document_ids))]).fetchall())


def text_of(db: Database, document_id: int) -> str:
    """Return the stored text of a document."""
    return str(db.execute("SELECT text FROM documents WHERE id = ?", [document_id]).fetchone()[0])


def openings(db: Database, document_ids: Iterable[int], *, characters: int) -> dict[int, str]:
    """Return the first characters of the texts of these documents, by document."""
    sql = f"SELECT id, substr(text, 1, ?) FROM documents WHERE id {IN_LIST}"
    return dict(db.execute(sql, [characters, to_list(document_ids)]).fetchall())


def page_starts_of(db: Database, document_id: int) -> list[int]:
    """Return where the pages of the original begin in the text; empty where it has none or they are not known."""
    sql = "SELECT page.value FROM documents d JOIN json_each(d.page_starts) page WHERE d.id = ? ORDER BY page.key"
    return [row[0] for row in db.execute(sql, [document_id]).fetchall()]


def put_page_starts(db: Database, document_id: int, starts: Sequence[int]) -> None:
    """Write where the pages of the original begin."""
    db.update("documents", document_id, {"page_starts": to_json(starts)})


def record_of(db: Database, document_id: int) -> RecordKind | None:
    """Return what kind of record a document is, ``None`` where that is not known."""
    sql = "SELECT coalesce(format_record, found_record) FROM documents WHERE id = ?"
    kind = db.execute(sql, [document_id]).fetchone()[0]
    return RecordKind(kind) if kind else None


def put_record(db: Database, document_id: int, record: RecordKind | None) -> None:
    """Write what kind of record the text of a document shows it to be."""
    db.update("documents", document_id, {"found_record": record})


def without_pages(db: Database) -> list[int]:
    """Return the PDFs that were stored before their pages were counted."""
    sql = "SELECT id FROM documents WHERE media_type = 'application/pdf' AND page_starts = '[]' ORDER BY id"
    return [row[0] for row in db.execute(sql).fetchall()]


def newer_than(db: Database, document_id: int) -> StoredDocument | None:
    """Return the version that supersedes a document, or ``None``."""
    return db.first(LISTED + "WHERE d.supersedes = ? ORDER BY d.id LIMIT 1", [document_id], StoredDocument)


def versions_before(db: Database, document_id: int) -> list[int]:
    """Return the earlier versions of a document, the newest of them first."""
    sql = """
        WITH RECURSIVE earlier(id, back) AS (
            SELECT supersedes, 1 FROM documents WHERE id = ? AND supersedes IS NOT NULL
            UNION SELECT d.supersedes, e.back + 1 FROM earlier e JOIN documents d ON d.id = e.id
            WHERE d.supersedes IS NOT NULL
        )
        SELECT id FROM earlier ORDER BY back
    """
    return [row[0] for row in db.execute(sql, [document_id]).fetchall()]


def newest_version(db: Database, document_id: int) -> int:
    """Return the newest version of a document, which is itself where nothing supersedes it."""
    sql = """
        WITH RECURSIVE later(id) AS (
            SELECT ? UNION SELECT d.id FROM later l JOIN documents d ON d.supersedes = l.id
        )
        SELECT max(id) FROM later
    """
    return db.number(sql, [document_id])


def original_of(db: Database, sha256: str) -> bytes:
    """Return the original bytes, exactly as they came; raises ``UnavailableError`` where they are lost."""
    row = db.execute("SELECT zlib_bytes FROM originals WHERE sha256 = ?", [sha256]).fetchone()
    try:
        return zlib.decompress(row[0])
    except (TypeError, zlib.error) as error:
        raise UnavailableError("The original is damaged or lost; “tracker restore” puts back a backup.") from error


def every(db: Database, *, limit: int = -1, offset: int = 0) -> Iterator[StoredDocument]:
    """Give the documents, dated ones first by date, then in order of intake."""
    date = "coalesce(d.picked_date, d.date_value)"
    order = f"ORDER BY {date} IS NULL, {date}, d.id LIMIT ? OFFSET ?"
    return db.stream(LISTED + order, [limit, offset], StoredDocument)


def replaced(db: Database, document_ids: Iterable[int]) -> dict[int, int]:
    """Return the document that supersedes each of these, by their ids; those that stand are left out."""
    sql = f"SELECT supersedes, max(id) FROM documents WHERE supersedes {IN_LIST} GROUP BY supersedes"
    return dict(db.execute(sql, [to_list(document_ids)]).fetchall())


def count(db: Database) -> int:
    """Return how many documents there are."""
    return db.number("SELECT count(*) FROM documents")


def ids(db: Database) -> list[int]:
    """Return the ids of all documents in order of intake."""
    return [row[0] for row in db.execute("SELECT id FROM documents ORDER BY id").fetchall()]


def dates_of(db: Database, document_id: int) -> list[LedgerEntry]:
    """Return the date ledger of a document in order of the text, metadata first."""
    return db.select("SELECT * FROM dates WHERE document_id = ? ORDER BY start, id", [document_id], LedgerEntry)


def facts_of(db: Database, document_id: int) -> list[StoredFact]:
    """Return what a document says of itself, of each fact what counts first."""
    return db.select("SELECT * FROM facts WHERE document_id = ? ORDER BY id", [document_id], StoredFact)


def picked_facts(db: Database, document_id: int) -> dict[FactName, str | None]:
    """Return what a person entered of a document by its name: blank for none, ``None`` for nothing entered."""
    columns = ", ".join(f"picked_{name}" for name in FACTS)
    row = db.execute(f"SELECT {columns} FROM documents WHERE id = ?", [document_id]).fetchone()
    return dict(zip(FACTS, row, strict=True))


def pick_fact(db: Database, document_id: int, name: FactName, value: str | None) -> None:
    """Record what a person entered, or take it back with ``None``; a blank says that the document has none."""
    db.update("documents", document_id, {f"picked_{name}": value})


def pick_date(db: Database, document_id: int, value: str | None) -> None:
    """Record the date a person picked (ISO 8601), or take the pick back with ``None``."""
    db.update("documents", document_id, {"picked_date": value})


def publishers_called(db: Database, name: str) -> list[str]:
    """Return the publishers whose names have words that begin so; neither case nor accents count."""
    words = unmarked(name).split()
    having = " AND ".join("instr(' ' || unmarked(publisher), ' ' || ?) > 0" for _ in words)
    sql = f"SELECT DISTINCT publisher FROM documents WHERE publisher IS NOT NULL AND {having} ORDER BY 1"
    return [row[0] for row in db.execute(sql, words).fetchall()] if words else []


def titled(db: Database, words: str, *, limit: int) -> list[Name]:
    """Return the documents in whose title, or name where it has none, all of these words stand, the newest first.

    Neither case nor accents count.
    """
    given = unmarked(words).split()
    having = " AND ".join("instr(unmarked(coalesce(d.title, d.name)), ?) > 0" for _ in given)
    sql = f"SELECT d.id, coalesce(d.title, d.name) AS name FROM documents d WHERE {having} ORDER BY d.id DESC LIMIT ?"
    return db.select(sql, [*given, limit], Name) if given else []


def undecided_dates(db: Database, *, limit: int = -1) -> list[StoredDocument]:
    """Return the documents whose date is open, for a person to decide."""
    sql = LISTED + "WHERE d.picked_date IS NULL AND d.date_value IS NULL ORDER BY d.id LIMIT ?"
    return db.select(sql, [limit], StoredDocument)


def totals(db: Database) -> Totals:
    """Return how many documents, claims, speakers and threads there are, each counted along an index."""
    return Totals(
        documents=count(db),
        claims=db.number("SELECT count(*) FROM claims")
        - db.number("SELECT count(*) FROM claims WHERE NOT (found OR touched)"),
        speakers=db.number(
            "SELECT count(DISTINCT speaker_id) FROM claims WHERE speaker_id IS NOT NULL AND (found OR touched)"
        ),
        threads=db.number("SELECT count(*) FROM threads WHERE claims > 0"),
    )


def misquoted_claims(db: Database) -> list[int]:
    """Return the ids of claims whose words are not the characters at their place; there should be none."""
    rows = db.execute(
        "SELECT c.id FROM claims c JOIN documents d ON d.id = c.document_id"
        " LEFT JOIN earlier_texts r ON r.id = c.earlier_text_id"
        ' WHERE substr(coalesce(r.text, d.text), c.start + 1, c."end" - c.start) != c.text ORDER BY c.id'
    )
    return [row[0] for row in rows.fetchall()]


def damaged_originals(db: Database) -> list[int]:
    """Return the ids of documents whose stored original no longer yields the bytes its hash names."""
    damaged = []
    for document_id, sha256 in db.execute("SELECT id, sha256 FROM documents ORDER BY id").fetchall():
        try:
            sound = hashlib.sha256(original_of(db, sha256)).hexdigest() == sha256
        except UnavailableError:
            sound = False
        if not sound:
            damaged.append(document_id)
    return damaged


_AT = "address = :address OR final_address = :address OR final_address = :final_address"


def add_capture(db: Database, capture: Capture) -> int:
    """Store one capture, whose own ``id`` is passed over; return the id that it was given."""
    columns = asdict(capture)
    del columns["id"]
    return db.insert("captures", columns)


def newest_capture(db: Database, address: str, final_address: str | None = None) -> Capture | None:
    """Return the last capture of what stands at an address, or of what it led to; ``None`` where there is none."""
    sql = f"SELECT * FROM captures WHERE {_AT} ORDER BY id DESC LIMIT 1"
    return db.first(sql, {"address": address, "final_address": final_address}, Capture)


def newest_captured_document(db: Database, address: str, final_address: str) -> int | None:
    """Return the newest document that was fetched from an address, also where the page went back to an earlier one."""
    sql = f"SELECT max(document_id) FROM captures WHERE {_AT}"
    return db.number(sql, {"address": address, "final_address": final_address}) or None


def captures_of(db: Database, document_id: int) -> list[Capture]:
    """Return the captures of a document, the first one first."""
    return db.select("SELECT * FROM captures WHERE document_id = ? ORDER BY id", [document_id], Capture)


_TOLD_OF_SPEECH: Final = (
    "speaker", "speech_id", "member_id", "column", "time", "date", "url", "heading", "stance", "rating", "rated_by",
)  # fmt: skip
"""Columns that are fields of a speech as they stand."""


def put_speeches(db: Database, document_id: int, speeches: Sequence[Speech]) -> None:
    """Store the speeches of a document that has none so far."""
    db.insert_dicts("speeches", [{"document_id": document_id, **speech_row(speech)} for speech in speeches])


def speech_row(speech: Speech) -> Columns:
    """Return a speech as a row of its table, without its document."""
    label, role = speech.label, speech.role
    return {
        "start": speech.span.start,
        "end": speech.span.end,
        "label_start": label.start if label else None,
        "label_end": label.end if label else None,
        "role_start": role.start if role else None,
        "role_end": role.end if role else None,
        **{column: getattr(speech, column) for column in _TOLD_OF_SPEECH},
        "whole": int(speech.whole),
    }


def name_columns(db: Database, headers: Sequence[str], columns: Mapping[str, str]) -> None:
    """Keep which column holds what, for tables with these headers."""
    row = (to_json(headers), to_json(columns))
    db.replace_rows("named_columns", ("headers",), ("headers", "columns"), [row])


def named_columns(db: Database, headers: Sequence[str]) -> dict[str, str]:
    """Return which column holds what in tables with these headers, as a person named them; empty where nobody did."""
    found = db.execute("SELECT columns FROM named_columns WHERE headers = ?", [to_json(headers)]).fetchone()
    return dict(json.loads(found[0])) if found else {}


def name_people(db: Database, corpus: str, people: Mapping[str, str]) -> None:
    """Keep the names of those whom the debates of a corpus name by ids."""
    rows = [(corpus, member_id, name) for member_id, name in people.items()]
    db.replace_rows("record_people", ("corpus", "member_id"), ("corpus", "member_id", "name"), rows)


def named_people(db: Database, corpus: str) -> dict[str, str]:
    """Return the names of those whom the debates of a corpus name by ids."""
    return dict(db.execute("SELECT member_id, name FROM record_people WHERE corpus = ?", [corpus]).fetchall())


def speeches_of(db: Database, document_id: int) -> tuple[Speech, ...]:
    """Return the speeches of a document in order of its text, none where its format does not say who speaks."""
    found = db.select("SELECT * FROM speeches WHERE document_id = ? ORDER BY start", [document_id])
    return tuple(map(_speech, found))


def speeches_at(db: Database, document_id: int, places: Collection[int]) -> dict[int, StoredSpeech]:
    """Return what the record tells of the speech at each of some places of a document; those in none are left out."""
    if not places:
        return {}
    sql = """
        SELECT start, "end", speaker, speech_id, member_id, "column", time, date, url, heading FROM speeches
        WHERE document_id = ? AND start <= ? AND start >= coalesce(
            (SELECT max(start) FROM speeches WHERE document_id = ? AND start <= ?), 0
        ) ORDER BY start
    """
    found = db.select(sql, [document_id, max(places), document_id, min(places)], StoredSpeech)
    before = {place: bisect_right(found, place, key=lambda speech: speech.start) - 1 for place in places}
    return {place: found[at] for place, at in before.items() if at >= 0 and place < found[at].end}


def fact_checks(db: Database, claim_ids: Collection[int]) -> dict[int, FactCheck]:
    """Return what published fact-checks found of claims that stand in them; claims of no fact-check are left out."""
    sql = f"""
        SELECT c.id AS claim_id, c.document_id, s.rating, s.rated_by, s.url
        FROM claims c CROSS JOIN speeches s
          ON s.document_id = c.document_id AND s.start <= c.start AND c.start < s."end"
        WHERE c.id {IN_LIST} AND s.rating IS NOT NULL ORDER BY c.id
    """
    return {row.claim_id: row for row in db.select(sql, [to_list(claim_ids)], FactCheck)}


def speech_times(db: Database, document_id: int, start: int, end: int) -> list[tuple[int, str]]:
    """Return where in a stretch of a document another minute begins than that of the speech before, and its time."""
    sql = """
        SELECT start, time FROM (
            SELECT start, time, lag(substr(time, 1, 5)) OVER (ORDER BY start) AS before FROM speeches
            WHERE document_id = ? AND time IS NOT NULL
        ) WHERE start >= ? AND start < ? AND substr(time, 1, 5) IS NOT before ORDER BY start
    """
    return [(place, time) for place, time in db.execute(sql, [document_id, start, end]).fetchall()]


def _speech(columns: Columns) -> Speech:
    def span(name: str) -> Span | None:
        return None if columns[f"{name}_start"] is None else Span(columns[f"{name}_start"], columns[f"{name}_end"])

    told = {column: columns[column] for column in _TOLD_OF_SPEECH} | {"whole": bool(columns["whole"])}
    return Speech(Span(columns["start"], columns["end"]), label=span("label"), role=span("role"), **told)
