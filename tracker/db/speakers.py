"""Speakers, the identities they are merged into, their roles, and those who may be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from tracker.db.rows import (
    IN_LIST,
    Database,
    to_list,
)
from tracker.models import Role
from tracker.models.documents import (
    ClaimsOfYear,
    DatedSpeaker,
    MergedName,
    Name,
    NamelessLabel,
    PartInThread,
    PrintedLabel,
    PrintedTitle,
    SpeakerDates,
    SpeakerIdentity,
    StoredRole,
    StoredSpeaker,
    ThreadsOfSpeaker,
)
from tracker.text.words import unmarked

LISTED = """
    SELECT s.id, s.name, s.kind, s.key, s.merged_into,
           (SELECT count(*) FROM claims c WHERE c.speaker_id = s.id AND (c.found OR c.touched)) AS claims,
           (SELECT count(DISTINCT c.document_id) FROM claims c
             WHERE c.speaker_id = s.id AND (c.found OR c.touched)) AS documents
    FROM speakers s
"""


def find_or_add(db: Database, name: str, kind: str, key: str) -> int:
    """Return the id of the speaker with this identity key, as ``find_or_add_all`` does."""
    return find_or_add_all(db, [(name, kind, key)])[key]


def find_or_add_all(db: Database, named: Sequence[tuple[str, str, str]]) -> dict[str, int]:
    """Return the ids of speakers by their identity keys, following merges; add those that are new, in order.

    Each comes as name, kind and key. The fullest name seen is kept as the speaker's name.
    """
    sql = f"SELECT key, id, name, merged_into FROM speakers WHERE key {IN_LIST}"
    known = {row["key"]: row for row in db.select(sql, [to_list(key for _, _, key in named)])}
    new: dict[str, tuple[str, str, str]] = {}
    fuller: dict[int, str] = {}
    for name, kind, key in named:
        if (row := known.get(key)) is None:
            earlier, its_kind, _ = new.get(key, (name, kind, key))
            new[key] = (max(earlier, name, key=len), its_kind, key)
        elif row["merged_into"] is None and len(name) > len(fuller.get(row["id"]) or row["name"]):
            fuller[row["id"]] = name
    for speaker_id, name in fuller.items():
        db.update("speakers", speaker_id, {"name": name})
    ids = {key: row["merged_into"] or row["id"] for key, row in known.items()}
    return ids | dict(zip(new, db.insert_rows("speakers", ("name", "kind", "key"), new.values()), strict=True))


def get(db: Database, speaker_id: int) -> StoredSpeaker | None:
    """Return one speaker with counts, or ``None``."""
    return db.first(LISTED + "WHERE s.id = ?", [speaker_id], StoredSpeaker)


def every(db: Database, *, limit: int = -1, offset: int = 0) -> list[StoredSpeaker]:
    """Return the speakers that have claims, most claims first.

    The claims are counted along an index for all of them, the documents only for those returned.
    """
    return db.select(
        """
        WITH held AS (
            SELECT c.speaker_id, count(*) AS claims FROM claims c
            WHERE c.speaker_id IS NOT NULL AND (c.found OR c.touched) GROUP BY c.speaker_id
        ), wanted AS MATERIALIZED (
            SELECT s.id, s.name, s.kind, s.key, s.merged_into, held.claims FROM held JOIN speakers s
            ON s.id = held.speaker_id WHERE s.merged_into IS NULL ORDER BY held.claims DESC, s.name LIMIT ? OFFSET ?
        )
        SELECT w.*, (SELECT count(DISTINCT c.document_id) FROM claims c
                      WHERE c.speaker_id = w.id AND (c.found OR c.touched)) AS documents
        FROM wanted w ORDER BY w.claims DESC, w.name
        """,
        [limit, offset],
        StoredSpeaker,
    )


ORDERS = {
    "claims": "claims DESC, name",
    "name": "name COLLATE NOCASE, id",
    "documents": "documents DESC, name",
    "first": "first IS NULL, first, name",
    "latest": "last DESC, name",
}
"""How the list of speakers can be sorted, by name."""


def _wanted(words: str) -> tuple[str, list[str]]:
    """Return the condition on ``s`` that all of these words stand in a name of the speaker, with its parameters.

    A name merged into a speaker is one of the speaker's.
    """
    if not words:
        return "s.merged_into IS NULL", []
    given = unmarked(words).split()
    stand = " AND ".join("instr(unmarked(x.name), ?)" for _ in given)
    return f"s.id IN (SELECT coalesce(x.merged_into, x.id) FROM speakers x WHERE {stand})", given


def sorted_by(db: Database, order: str, *, words: str = "", limit: int = -1, offset: int = 0) -> Iterator[DatedSpeaker]:
    """Give the speakers that have claims, in one of ``ORDERS``; ``words`` narrows them to names in which all stand."""
    wanted, values = _wanted(words)
    sql = f"""
        WITH wanted AS MATERIALIZED (SELECT s.id, s.name, s.kind, s.key, s.merged_into FROM speakers s WHERE {wanted})
        SELECT w.*, count(*) AS claims, count(DISTINCT c.document_id) AS documents,
               min(c.date) AS first, max(c.date) AS last
        FROM wanted w JOIN claims c ON c.speaker_id = w.id AND (c.found OR c.touched)
        GROUP BY w.id ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?
    """
    return db.stream(sql, [*values, limit, offset], DatedSpeaker)


def named(db: Database, words: str) -> int:
    """Return how many speakers with claims have a name in which all of these words stand."""
    wanted, values = _wanted(words)
    held = "EXISTS (SELECT 1 FROM claims c WHERE c.speaker_id = s.id AND (c.found OR c.touched))"
    return db.number(f"SELECT count(*) FROM speakers s WHERE {wanted} AND {held}", values)


def with_name(db: Database, name: str) -> list[Name]:
    """Return the speakers of exactly this name, whatever its case, that are not merged into others."""
    sql = "SELECT id, name FROM speakers WHERE name = ? COLLATE NOCASE AND merged_into IS NULL ORDER BY id"
    return db.select(sql, [name], Name)


def on_record(db: Database, claim_ids: Sequence[int], *, most: int) -> dict[int, int]:
    """Return for each of these claims with a speaker how many live claims that one has, counted to ``most``."""
    sql = f"""
        WITH asked AS MATERIALIZED (
            SELECT id, speaker_id FROM claims WHERE id {IN_LIST} AND speaker_id IS NOT NULL
        ),
        counted AS MATERIALIZED (
            SELECT speaker_id, (
                SELECT count(*) FROM (
                    SELECT 1 FROM claims c WHERE c.speaker_id = each.speaker_id AND (c.found OR c.touched) LIMIT ?
                )
            ) AS claims FROM (SELECT DISTINCT speaker_id FROM asked) each
        )
        SELECT id, claims FROM asked JOIN counted USING (speaker_id)
    """
    return dict(db.execute(sql, [to_list(claim_ids), most]).fetchall())


def dates_of(db: Database, speaker_id: int) -> SpeakerDates:
    """Return the dates of a speaker's claims in figures."""
    rows = db.select(
        """
        SELECT substr(date, 1, 4) AS year, count(*) AS claims, min(date) AS first, max(date) AS last FROM claims
        WHERE speaker_id = ? AND (found OR touched) GROUP BY 1 ORDER BY 1
        """,
        [speaker_id],
    )
    dated = [row for row in rows if row["year"] is not None]
    return SpeakerDates(
        first=dated[0]["first"] if dated else None,
        last=dated[-1]["last"] if dated else None,
        undated=sum(row["claims"] for row in rows) - sum(row["claims"] for row in dated),
        years=tuple(ClaimsOfYear(row["year"], row["claims"]) for row in dated),
    )


def threads_of(db: Database, speaker_id: int, *, limit: int) -> list[PartInThread]:
    """Return the threads a speaker takes part in, those with most of the speaker's own claims first."""
    return db.select(
        """
        SELECT m.thread_id, count(*) AS own, max(m.claim_id = t.lead_id) AS leads, min(c.date) AS first,
               max(c.date) AS last
        FROM claims c JOIN thread_members m ON m.claim_id = c.id JOIN threads t ON t.id = m.thread_id
        WHERE c.speaker_id = ? AND (c.found OR c.touched)
        GROUP BY m.thread_id ORDER BY own DESC, m.thread_id LIMIT ?
        """,
        [speaker_id, limit],
        PartInThread,
    )


def threads_counted(db: Database, speaker_id: int) -> ThreadsOfSpeaker:
    """Return in how many threads a speaker takes part, and how many of them one of its claims leads."""
    sql = """
        SELECT count(DISTINCT m.thread_id) AS threads,
               count(DISTINCT CASE WHEN m.claim_id = t.lead_id THEN m.thread_id END) AS led
        FROM claims c JOIN thread_members m ON m.claim_id = c.id JOIN threads t ON t.id = m.thread_id
        WHERE c.speaker_id = ? AND (c.found OR c.touched)
    """
    return db.select(sql, [speaker_id], ThreadsOfSpeaker)[0]


def count(db: Database) -> int:
    """Return how many speakers have claims."""
    sql = "SELECT count(DISTINCT speaker_id) FROM claims WHERE speaker_id IS NOT NULL AND (found OR touched)"
    return db.number(sql)


def called(db: Database, name: str) -> list[int]:
    """Return the ids of the speakers with this name, else of those whose names have words that begin so; merges count.

    Neither case nor accents count.
    """
    name = unmarked(name)
    same = "SELECT DISTINCT coalesce(merged_into, id) FROM speakers WHERE unmarked(name) = ?"
    if found := [row[0] for row in db.execute(same, [name]).fetchall()]:
        return found
    words = name.split()
    having = " AND ".join("instr(' ' || unmarked(name), ' ' || ?) > 0" for _ in words)
    sql = f"SELECT DISTINCT coalesce(merged_into, id) FROM speakers WHERE {having} ORDER BY 1"
    return [row[0] for row in db.execute(sql, words).fetchall()] if words else []


def names(db: Database, *, limit: int) -> list[str]:
    """Return the names of the speakers with most claims, for a field to complete."""
    return [speaker.name for speaker in every(db, limit=limit)]


def merged_from(db: Database, speaker_id: int) -> list[MergedName]:
    """Return the speakers that were merged into this one."""
    sql = "SELECT id, name, key FROM speakers WHERE merged_into = ? ORDER BY id"
    return db.select(sql, [speaker_id], MergedName)


def labels_of(db: Database, speaker_id: int) -> list[PrintedLabel]:
    """Return the labels printed for a speaker with how often each occurs."""
    return db.select(
        "SELECT label, count(*) AS claims FROM claims WHERE speaker_id = ? AND label IS NOT NULL AND (found OR touched)"
        " GROUP BY label ORDER BY claims DESC, label",
        [speaker_id],
        PrintedLabel,
    )


def replace_roles(db: Database, document_id: int, roles: Iterable[Role], speaker_ids: Mapping[str, int]) -> None:
    """Write the roles a document prints; a role of somebody who has no speaker row is left out."""
    db.delete("roles", "document_id = ?", [document_id])
    rows = (
        (speaker_ids[role.speaker], document_id, role.title, role.organisation, role.start, role.end)
        for role in roles
        if role.speaker in speaker_ids
    )
    db.insert_rows("roles", ("speaker_id", "document_id", "title", "organisation", "start", "end"), rows)


def roles_of(db: Database, speaker_id: int) -> list[StoredRole]:
    """Return a speaker's roles with the document and the date that show each, oldest first."""
    return db.select(
        """
        SELECT r.title, r.organisation, r.start, r."end", r.document_id, d.name AS document, d.title AS document_title,
               coalesce(d.picked_date, d.date_value) AS date,
               CASE WHEN d.picked_date IS NULL THEN d.date_basis ELSE 'entered' END AS date_basis
        FROM roles r JOIN documents d ON d.id = r.document_id WHERE r.speaker_id = ?
        ORDER BY date IS NULL, date, r.document_id, r.start
        """,
        [speaker_id],
        StoredRole,
    )


def titles_of(db: Database, speaker_ids: Iterable[int]) -> list[PrintedTitle]:
    """Return the titles printed for speakers, speaker by speaker, each one's oldest first."""
    return db.select(
        f"""
        SELECT r.speaker_id, r.title, r.document_id, coalesce(d.picked_date, d.date_value) AS date
        FROM roles r JOIN documents d ON d.id = r.document_id WHERE r.speaker_id {IN_LIST}
        ORDER BY r.speaker_id, date IS NULL, date, r.document_id, r.start
        """,
        [to_list(speaker_ids)],
        PrintedTitle,
    )


def merge(db: Database, speaker_id: int, into: int) -> None:
    """Make one speaker an alias of another: claims, roles and earlier aliases follow."""
    db.change("speakers", "merged_into = ?", [into], "id = ? OR merged_into = ?", [speaker_id, speaker_id])
    for table, column in (
        ("claims", "speaker_id"), ("claims", "found_speaker_id"), ("attributions", "speaker_id"),
        ("roles", "speaker_id"),
    ):  # fmt: skip
        db.change(table, f"{column} = ?", [into], f"{column} = ?", [speaker_id])


def held_by(db: Database, speaker_id: int) -> dict[str, list[int]]:
    """Return the ids of everything that names a speaker, so that a merge can be undone exactly."""

    def ids(sql: str) -> list[int]:
        return [row[0] for row in db.execute(sql, [speaker_id]).fetchall()]

    return {
        "claims": ids("SELECT id FROM claims WHERE speaker_id = ?"),
        "found": ids("SELECT id FROM claims WHERE found_speaker_id = ?"),
        "aliases": ids("SELECT id FROM speakers WHERE merged_into = ?"),
    }


def separate(db: Database, speaker_id: int, held: Mapping[str, list[int]]) -> None:
    """Undo a merge: what ``held_by`` had named goes back to the speaker; roles come back with the next extraction."""
    db.update("speakers", speaker_id, {"merged_into": None})
    for table, column, key in (
        ("claims", "speaker_id", "claims"), ("claims", "found_speaker_id", "found"),
        ("speakers", "merged_into", "aliases"),
    ):  # fmt: skip
        db.change(table, f"{column} = ?", [speaker_id], f"id {IN_LIST}", [to_list(held[key])])


_UNJUDGED: Final = "c.judgement IS NULL AND NOT c.speaker_picked AND (c.found OR c.touched)"

_NAMELESS: Final = "c.speaker_id IS NULL AND c.label IS NOT NULL"


def identities(db: Database) -> list[SpeakerIdentity]:
    """Return every speaker who is not merged into another."""
    sql = "SELECT id, name, kind, key FROM speakers WHERE merged_into IS NULL ORDER BY id"
    return db.select(sql, (), SpeakerIdentity)


def apart(db: Database) -> set[tuple[int, int]]:
    """Return the pairs that people keep apart, the lower id first."""
    return {(row[0], row[1]) for row in db.execute("SELECT a, b FROM speakers_kept_apart").fetchall()}


def keep_apart(db: Database, a: int, b: int, *, who: str, at: str) -> bool:
    """Record that two speakers (a < b) are two; return whether that was new."""
    known = db.first("SELECT 1 AS known FROM speakers_kept_apart WHERE a = ? AND b = ?", [a, b])
    if known is None:
        db.insert("speakers_kept_apart", {"a": a, "b": b, "who": who, "at": at})
    return known is None


def let_together(db: Database, a: int, b: int) -> None:
    """Take back that two speakers (a < b) are two."""
    db.delete("speakers_kept_apart", "a = ? AND b = ?", [a, b])


def nameless(db: Database) -> list[NamelessLabel]:
    """Return the labels that stand for nobody known by name, document by document, those of most claims first.

    A description ("a neighbour") is somebody else in every document, also where the program made a speaker of it.
    """
    return db.select(
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
        for row in db.select(
            """
            SELECT s.name, count(*) AS claims FROM claims c JOIN speakers s ON s.id = c.speaker_id
            WHERE c.document_id = ? AND (c.found OR c.touched) AND NOT (s.key >= 'document ' AND s.key < 'document!')
            GROUP BY s.id ORDER BY claims DESC, s.id LIMIT ?
            """,
            [document_id, limit],
        )
    ]
