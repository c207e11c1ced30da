"""The append-only record of changes; notes and their links; what a reader has seen, ignored or added; tokens."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from tracker.db.relations import SURE
from tracker.db.rows import (
    IN_LIST,
    Database,
    to_json,
    to_list,
)
from tracker.models.documents import CitationForm
from tracker.models.events import (
    ApiToken,
    Arrivals,
    BrokenLink,
    Event,
    EventKind,
    ExportedNote,
    Ignored,
    LinkedFrom,
    Note,
    NoteLink,
    Visit,
)

LISTED: Final = """
    SELECT e.id, e.at, e.who, e.kind, e.noun, e.noun_id, e.old, e.new, e.undoes, e.erased,
           u.id AS undone_by, d.kind AS undid
    FROM events e LEFT JOIN events u ON u.undoes = e.id LEFT JOIN events d ON d.id = e.undoes
"""


def record(
    db: Database,
    *,
    at: str,
    who: str,
    kind: EventKind,
    noun: str,
    noun_id: int,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    undoes: int | None = None,
) -> int:
    """Append one event, chained to the one before, and return its id."""
    before, parts = to_json(old or {}), to_json(new or {})
    last = "SELECT seq, (SELECT chain FROM events ORDER BY id DESC LIMIT 1) FROM sqlite_sequence WHERE name = 'events'"
    last_id, last_chain = db.execute(last).fetchone() or (0, None)
    told = (last_id + 1, at, who, kind.value, noun, noun_id, undoes)
    content = content_of(before, parts)
    chain = chained(last_chain or "", told, content)
    columns = ("id", "at", "who", "kind", "noun", "noun_id", "undoes", "old", "new", "content", "chain")
    return db.insert("events", dict(zip(columns, (*told, before, parts, content, chain), strict=True)))


def content_of(old: str, new: str) -> str:
    """Return the hash of what an event says was before and is after, both as JSON."""
    return sha256(f"{old}\n{new}".encode("utf-8", "surrogatepass")).hexdigest()


def chained(before: str, told: Iterable[object], content: str) -> str:
    """Return the hash of an event: of that of the event ``before``, of its other columns and of its content's hash."""
    line = "\n".join([before, *("" if part is None else str(part) for part in told), content])
    return sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def broken_chain(db: Database) -> list[tuple[int, str]]:
    """Return the events that do not follow on the one before as they were written, and what is wrong with each.

    An event whose content was erased is followed by the hash of it.
    """
    found = []
    before, last_id = "", 0
    sql = "SELECT id, at, who, kind, noun, noun_id, undoes, old, new, content, chain, erased FROM events ORDER BY id"
    for *told, old, new, content, chain, erased in db.execute(sql):
        if not erased and content_of(old, new) != content:
            found.append((told[0], "says something else than was recorded"))
        if chained(before, told, content) != chain:
            found.append((told[0], f"does not follow on event {last_id}" if last_id else "is not the first one"))
        before, last_id = chain, told[0]
    if next_id(db) != last_id + 1:
        found.append((last_id, "is followed by events that are gone"))
    return found


def get(db: Database, event_id: int) -> Event | None:
    """Return one event with the id of the event that undid it, or ``None``."""
    return db.first(LISTED + "WHERE e.id = ?", [event_id], Event)


def latest(db: Database, limit: int, offset: int = 0) -> list[Event]:
    """Return the newest events first."""
    return db.select(LISTED + "ORDER BY e.id DESC LIMIT ? OFFSET ?", [limit, offset], Event)


def every(db: Database, *, limit: int = -1, offset: int = 0) -> Iterator[Event]:
    """Give the events in the order they happened."""
    return db.stream(LISTED + "ORDER BY e.id LIMIT ? OFFSET ?", [limit, offset], Event)


def count(db: Database) -> int:
    """Return how many events there are."""
    return db.number("SELECT count(*) FROM events")


def about(db: Database, noun: str, noun_id: int) -> list[Event]:
    """Return the events of one thing, newest first; those of a speaker with those of who was merged into it."""
    one = "SELECT ? UNION ALL SELECT id FROM speakers WHERE ? = 'speaker' AND merged_into = ?"
    sql = f"{LISTED} WHERE e.noun = ? AND e.noun_id IN ({one}) ORDER BY e.id DESC"
    return db.select(sql, [noun, noun_id, noun, noun_id], Event)


def decisions_on(db: Database, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return by pair (a < b) of claims the latest event that decided on it and stands."""
    if not pairs:
        return {}
    sql = f"""
        SELECT e.noun_id, json_extract(e.new, '$.with') AS other, max(e.id) FROM events e
        WHERE e.noun = 'claim' AND e.noun_id {IN_LIST} AND other IS NOT NULL AND e.undoes IS NULL
          AND NOT EXISTS (SELECT 1 FROM events u WHERE u.undoes = e.id)
        GROUP BY 1, 2
    """
    found = db.execute(sql, [to_list({a for a, _ in pairs})]).fetchall()
    return {(a, b): event_id for a, b, event_id in found if (a, b) in pairs}


def later_of_kinds(db: Database, event: Event, kinds: Iterable[EventKind]) -> list[Event]:
    """Return the later events of some kinds that concern the same row and still stand."""
    sql = f"{LISTED} WHERE e.id > ? AND e.noun = ? AND e.noun_id = ? AND e.kind {IN_LIST} AND u.id IS NULL"
    return db.select(sql, [event.id, event.noun, event.noun_id, to_list(kinds)], Event)


def next_id(db: Database) -> int:
    """Return the number the next event gets; to be asked inside a transaction, where nobody else can take it."""
    row = db.first("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
    return int(row["seq"]) + 1 if row else 1


def of_batch(db: Database, batch: int) -> list[Event]:
    """Return the events of one action in their order; they lie side by side, beginning with number ``batch``.

    Between them may stand what became of threads.
    """
    return db.select(
        LISTED
        + """
        WHERE e.id >= ? AND json_extract(e.new, '$.batch') = ? AND e.undoes IS NULL AND e.id < coalesce(
            (SELECT min(x.id) FROM events x WHERE x.id >= ? AND json_extract(x.new, '$.batch') IS NOT ?
                AND x.kind NOT LIKE 'thread.%'), e.id + 1)
        ORDER BY e.id
        """,
        [batch, batch, batch, batch],
        Event,
    )


STANDING_NOTE = """
    NOT n.withdrawn AND NOT EXISTS (SELECT 1 FROM notes v WHERE v.replaces = n.id AND NOT v.withdrawn)
"""
"""A note stands until it is withdrawn or a later version replaces it."""


def add_note(
    db: Database, *, noun: str, noun_id: int, markdown: str, who: str, at: str, replaces: int | None = None
) -> int:
    """Store a Markdown note, or with ``replaces`` a new version of one; return its id."""
    values = {"noun": noun, "noun_id": noun_id, "markdown": markdown, "who": who, "at": at, "replaces": replaces}
    return db.insert("notes", values)


def note(db: Database, note_id: int) -> Note | None:
    """Return one note, in whichever version, or ``None``."""
    return db.first("SELECT * FROM notes WHERE id = ?", [note_id], Note)


def note_stands(db: Database, note_id: int) -> bool:
    """Whether this version of a note stands."""
    return db.number(f"SELECT count(*) FROM notes n WHERE n.id = ? AND {STANDING_NOTE}", [note_id]) > 0


def versions_of(db: Database, note_id: int) -> list[Note]:
    """Return all versions of a note, whichever of them is named, the first one first; withdrawn ones too."""
    sql = """
        WITH RECURSIVE back(id, replaces) AS (
            SELECT id, replaces FROM notes WHERE id = ?
            UNION SELECT n.id, n.replaces FROM notes n JOIN back ON n.id = back.replaces
        ), forth(id) AS (
            SELECT id FROM back WHERE replaces IS NULL
            UNION SELECT n.id FROM notes n JOIN forth ON n.replaces = forth.id
        )
        SELECT * FROM notes WHERE id IN (SELECT id FROM forth) ORDER BY id
    """
    return db.select(sql, [note_id], Note)


_WITHDRAWN: Final = {
    "finding": ("ignored_findings", "withdrawn"), "form": ("citation_forms", "removed"), "note": ("notes", "withdrawn"),
    "measure": ("measure_decisions", "withdrawn"), "reading": ("readings", "removed"), "scale": ("scales", "withdrawn"),
    "search": ("saved_searches", "removed"), "topic": ("topics", "withdrawn"), "verdict": ("verdicts", "withdrawn"),
}  # fmt: skip
"""What can be taken back with its row kept: its table, and the column that says so."""


def set_withdrawn(db: Database, noun: str, row_id: int, withdrawn: bool) -> None:
    """Take back what was decided, written or kept, or let it stand again; its row is kept in its place."""
    table, column = _WITHDRAWN[noun]
    db.update(table, row_id, {column: int(withdrawn)})


def notes_about(db: Database, noun: str, noun_id: int) -> list[Note]:
    """Return the notes that stand, oldest first, each in its latest version; ``replaces`` says that it was edited."""
    return db.select(
        f"SELECT n.* FROM notes n WHERE n.noun = ? AND n.noun_id = ? AND {STANDING_NOTE} ORDER BY n.id",
        [noun, noun_id],
        Note,
    )


def notes_about_several(db: Database, noun: str, noun_ids: Iterable[int]) -> dict[int, list[Note]]:
    """Return what ``notes_about`` does for several of a noun, by their ids; those without notes are left out."""
    sql = f"SELECT n.* FROM notes n WHERE n.noun = ? AND n.noun_id {IN_LIST} AND {STANDING_NOTE} ORDER BY n.id"
    found: dict[int, list[Note]] = {}
    for note in db.select(sql, [noun, to_list(noun_ids)], Note):
        found.setdefault(note.noun_id, []).append(note)
    return found


COUNTED_TO = 1_000
"""What is new is counted no further than this; nobody reads so far."""


def visit(db: Database, who: str) -> Visit | None:
    """Return how far a reader has seen, or ``None`` for one who has never marked it."""
    return db.first("SELECT event_id, claim_id, thread_id, at FROM visits WHERE who = ?", [who], Visit)


def now_at(db: Database) -> Visit:
    """Return how far one can see now: to the newest event, claim and thread."""
    newest = "SELECT (SELECT max(id) FROM events), (SELECT max(id) FROM claims), (SELECT max(id) FROM threads)"
    event, claim, thread = db.execute(newest).fetchone()
    return Visit(event or 0, claim or 0, thread or 0)


def put_visit(db: Database, who: str, seen: Visit) -> None:
    """Write how far a reader has seen."""
    row = (who, seen.at, seen.event_id, seen.claim_id, seen.thread_id)
    db.replace_rows("visits", ("who",), ("who", "at", "event_id", "claim_id", "thread_id"), [row])


def counts_since(db: Database, seen: Visit) -> Arrivals:
    """Return how many claims, threads and waiting matches came since, each counted to ``COUNTED_TO`` at most."""

    def count(sql: str, since: int) -> int:
        return db.number(f"SELECT count(*) FROM ({sql} LIMIT {COUNTED_TO})", [since])

    return Arrivals(
        claims=count("SELECT 1 FROM claims WHERE id > ? AND (found OR touched)", seen.claim_id),
        threads=count(
            "SELECT 1 FROM threads t WHERE t.id > ?"
            " AND EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = t.id)",
            seen.thread_id,
        ),
        matches=count(
            f"SELECT 1 FROM relations r WHERE r.b > ? AND r.waits AND r.kind != 'related' AND {SURE}", seen.claim_id
        ),
    )


def events_since(db: Database, event_id: int, *, who: str, limit: int) -> list[Event]:
    """Return the newest events since one that are somebody else's."""
    sql = f"{LISTED} WHERE e.id > ? AND e.who != ? ORDER BY e.id DESC LIMIT ?"
    return db.select(sql, [event_id, who, limit], Event)


def last_of(db: Database, who: str, kinds: Iterable[EventKind], *, limit: int) -> Event | None:
    """Return a reader's latest decision of these kinds that stands, looked for among the newest ``limit`` events."""
    return db.first(
        f"""
        SELECT * FROM ({LISTED} ORDER BY e.id DESC LIMIT ?)
        WHERE who = ? AND undone_by IS NULL AND kind {IN_LIST}
        ORDER BY id DESC
        """,
        [limit, who, to_list(kinds)],
        Event,
    )


def newest_event(db: Database) -> tuple[int, str]:
    """Return the number and the moment of the newest event, which change with everything that is stored."""
    row = db.execute("SELECT id, at FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "")


BROKEN = """
    FROM note_links l
    LEFT JOIN notes n ON l.holder = 'note' AND n.id = l.holder_id
    LEFT JOIN topics t ON l.holder = 'topic' AND t.id = l.holder_id
    WHERE (l.holder = 'topic' AND t.merged_into IS NULL AND NOT t.withdrawn OR l.holder = 'note' AND NOT n.withdrawn
           AND NOT EXISTS (SELECT 1 FROM notes v WHERE v.replaces = n.id AND NOT v.withdrawn))
      AND CASE l.noun
        WHEN 'claim' THEN NOT EXISTS (SELECT 1 FROM claims c WHERE c.id = l.noun_id AND (c.found OR c.touched))
        WHEN 'thread' THEN NOT EXISTS (SELECT 1 FROM thread_members m WHERE m.thread_id = l.noun_id)
        ELSE NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = l.noun_id) END
"""


def write_links(db: Database, holder: str, holder_id: int, links: Iterable[tuple[str, int]]) -> None:
    """Write what a note or a topic's description links to, in place of what stood there."""
    db.delete("note_links", "holder = ? AND holder_id = ?", [holder, holder_id])
    rows = ((holder, holder_id, noun, noun_id) for noun, noun_id in links)
    db.insert_rows("note_links", ("holder", "holder_id", "noun", "noun_id"), rows, "ON CONFLICT DO NOTHING")


def links_of(db: Database, holder: str, holder_ids: Iterable[int]) -> list[NoteLink]:
    """Return what notes, or the descriptions of topics, link to, each once."""
    sql = f"SELECT DISTINCT noun, noun_id FROM note_links WHERE holder = ? AND holder_id {IN_LIST}"
    return db.select(sql, [holder, to_list(holder_ids)], NoteLink)


def broken_links(db: Database, *, limit: int = -1) -> list[BrokenLink]:
    """Return the links that lead to nothing now."""
    return db.select(
        "SELECT l.holder, l.holder_id, l.noun, l.noun_id, coalesce(n.noun, 'topic') AS on_noun,"
        f" coalesce(n.noun_id, t.id) AS on_id {BROKEN} ORDER BY l.holder, l.holder_id, l.noun, l.noun_id LIMIT ?",
        [limit],
        BrokenLink,
    )


def linked_from(db: Database, noun: str, noun_id: int) -> list[LinkedFrom]:
    """Return where a claim, thread or document is linked from, by what stands."""
    return db.select(
        """
        SELECT coalesce(n.noun, 'topic') AS on_noun, coalesce(n.noun_id, t.id) AS on_id, n.id AS note_id
        FROM note_links l
        LEFT JOIN notes n ON l.holder = 'note' AND n.id = l.holder_id
        LEFT JOIN topics t ON l.holder = 'topic' AND t.id = l.holder_id
        WHERE l.noun = ? AND l.noun_id = ? AND (
            l.holder = 'topic' AND t.merged_into IS NULL AND NOT t.withdrawn OR l.holder = 'note' AND NOT n.withdrawn
            AND NOT EXISTS (SELECT 1 FROM notes v WHERE v.replaces = n.id AND NOT v.withdrawn))
        ORDER BY on_noun, on_id
        """,
        [noun, noun_id],
        LinkedFrom,
    )


def ignored(db: Database, words: Iterable[str]) -> list[Ignored]:
    """Return what is ignored on any of these words, the latest last."""
    sql = f"""
        SELECT id, words, finding, reason, who, at FROM ignored_findings
        WHERE NOT withdrawn AND words {IN_LIST} ORDER BY id
    """
    return db.select(sql, [to_list(words)], Ignored)


def add_ignored(db: Database, *, words: str, finding: str, reason: str, who: str, at: str) -> int:
    """Store that a finding on these words is ignored; return its number."""
    values = {"words": words, "finding": finding, "reason": reason, "who": who, "at": at}
    return db.insert("ignored_findings", values)


TOKENS = "SELECT id, holder, scope, made_at, expires_at, used_at, ended_at FROM tokens"


def add_token(db: Database, *, holder: str, scope: str, expires_at: str | None, sha256: str, at: str) -> int:
    """Store a token's hash and return its number."""
    row = {"holder": holder, "scope": scope, "expires_at": expires_at, "sha256": sha256, "made_at": at}
    return db.insert("tokens", row)


def token(db: Database, token_id: int) -> ApiToken | None:
    """Return one token, or ``None``."""
    return db.first(f"{TOKENS} WHERE id = ?", [token_id], ApiToken)


def token_of_hash(db: Database, sha256: str) -> ApiToken | None:
    """Return the token with this hash, in force or not, or ``None``."""
    return db.first(f"{TOKENS} WHERE sha256 = ?", [sha256], ApiToken)


def use_token(db: Database, token_id: int, at: str) -> None:
    """Note when a token was used last."""
    db.update("tokens", token_id, {"used_at": at})


def end_token(db: Database, token_id: int, at: str) -> None:
    """End a token."""
    db.update("tokens", token_id, {"ended_at": at})


def tokens(db: Database) -> list[ApiToken]:
    """Return all tokens, the newest first."""
    return db.select(f"{TOKENS} ORDER BY id DESC", (), ApiToken)


_FORM_COLUMNS = "id, key, name, line, csl, removed"


def citation_forms(db: Database) -> list[CitationForm]:
    """Return the forms that are offered, by name."""
    return db.select(
        f"SELECT {_FORM_COLUMNS} FROM citation_forms WHERE NOT removed ORDER BY name, id", (), CitationForm
    )


def citation_form(db: Database, form_id: int) -> CitationForm | None:
    """Return one form, or ``None``; also a removed one."""
    return db.first(f"SELECT {_FORM_COLUMNS} FROM citation_forms WHERE id = ?", [form_id], CitationForm)


def add_citation_form(db: Database, key: str, name: str, *, line: str | None = None, csl: str | None = None) -> int:
    """Store a form and return its number."""
    return db.insert("citation_forms", {"key": key, "name": name, "line": line, "csl": csl})


def notes_streamed(db: Database) -> Iterator[ExportedNote]:
    """Give the notes that stand, oldest first."""
    sql = "SELECT id, noun, noun_id, markdown, who, at FROM notes WHERE NOT withdrawn ORDER BY id"
    return db.stream(sql, (), ExportedNote)
