"""The schema, one small named function per change, append-only; sqlite-utils' ``Migrations`` applies and records them.

What the program found and what a person picked stand in separate columns: a rerun writes the ``found_*`` columns and
never a ``*_picked`` one, so no decision can be lost by it. Offsets are code points into ``documents.text``.

A change is made of SQL and small code of its own and calls nothing else of the program, so that a database of any age
becomes the same whatever the program is by then. What only the program can make (the words of an index, what a figure
measures) is left out here and made by the program afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from sqlite3 import Connection
from typing import Final

Change = Callable[[Connection], None]

CHANGES: Final[list[Change]] = []
"""All changes, in the order in which they are made."""


def change(made: Change) -> Change:
    """Put a function down as the next change of the schema; its name is recorded in every database that has it."""
    CHANGES.append(made)
    return made


def _run(db: Connection, *statements: str) -> None:
    """Execute statements inside the migration's transaction (``executescript`` would commit it)."""
    for statement in statements:
        db.execute(statement)


def _reshape(db: Connection, *statements: str) -> None:
    """Execute statements that change columns no trigger names, without the triggers: SQLite reads all for each."""
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid").fetchall()
    _run(db, *(f"DROP TRIGGER {name}" for name, _ in triggers), *statements, *(sql for _, sql in triggers))


@change
def m001_documents(db: Connection) -> None:
    """Originals (compressed bytes), documents, and the date ledger."""
    _run(
        db,
        """
        CREATE TABLE originals (
            sha256 TEXT PRIMARY KEY,
            zlib_bytes BLOB NOT NULL,
            size INTEGER NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sha256 TEXT NOT NULL UNIQUE REFERENCES originals(sha256),
            name TEXT NOT NULL,
            media_type TEXT NOT NULL,
            text TEXT NOT NULL,
            title TEXT, publisher TEXT, byline TEXT, url TEXT,
            read_notes TEXT NOT NULL DEFAULT '[]',
            date_value TEXT, date_basis TEXT NOT NULL, date_candidates TEXT NOT NULL DEFAULT '[]',
            date_conflict INTEGER NOT NULL DEFAULT 0, date_why TEXT NOT NULL DEFAULT '',
            picked_date TEXT,
            captured TEXT NOT NULL,
            stored_at TEXT NOT NULL,
            supersedes INTEGER REFERENCES documents(id)
        ) STRICT
        """,
        """
        CREATE TABLE dates (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES documents(id),
            kind TEXT NOT NULL, value TEXT, precision TEXT NOT NULL, basis TEXT NOT NULL,
            candidates TEXT NOT NULL DEFAULT '[]', words TEXT NOT NULL, start INTEGER, "end" INTEGER,
            why TEXT NOT NULL DEFAULT ''
        ) STRICT
        """,
        "CREATE INDEX dates_document ON dates(document_id)",
    )


@change
def m002_speakers(db: Connection) -> None:
    """Speakers with their identity key, and the roles documents print beside them."""
    _run(
        db,
        """
        CREATE TABLE speakers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL UNIQUE,
            merged_into INTEGER REFERENCES speakers(id)
        ) STRICT
        """,
        """
        CREATE TABLE roles (
            id INTEGER PRIMARY KEY,
            speaker_id INTEGER NOT NULL REFERENCES speakers(id),
            document_id INTEGER NOT NULL REFERENCES documents(id),
            title TEXT NOT NULL, organisation TEXT, start INTEGER NOT NULL, "end" INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX roles_speaker ON roles(speaker_id)",
        "CREATE INDEX roles_document ON roles(document_id)",
    )


@change
def m003_claims(db: Connection) -> None:
    """Attributions as the program last found them; claims, whose ids never change; their quantities.

    A claim the program no longer finds keeps its row with ``found = 0``; it stays on the pages only if ``touched``.
    """
    _run(
        db,
        """
        CREATE TABLE attributions (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES documents(id),
            ordinal INTEGER NOT NULL,
            kind TEXT NOT NULL, spans TEXT NOT NULL,
            source_start INTEGER, source_end INTEGER, cue_start INTEGER, cue_end INTEGER,
            speaker_id INTEGER REFERENCES speakers(id), label TEXT, polarity INTEGER NOT NULL,
            rule TEXT NOT NULL, confidence REAL NOT NULL, why TEXT NOT NULL, speaker_rule TEXT NOT NULL, turn INTEGER
        ) STRICT
        """,
        "CREATE INDEX attributions_document ON attributions(document_id)",
        """
        CREATE TABLE claims (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id INTEGER NOT NULL REFERENCES documents(id),
            attribution_id INTEGER REFERENCES attributions(id) ON DELETE SET NULL,
            kind TEXT NOT NULL,
            start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
            found_start INTEGER NOT NULL, found_end INTEGER NOT NULL, span_picked INTEGER NOT NULL DEFAULT 0,
            speaker_id INTEGER REFERENCES speakers(id), found_speaker_id INTEGER REFERENCES speakers(id),
            speaker_picked INTEGER NOT NULL DEFAULT 0,
            label TEXT, polarity INTEGER NOT NULL,
            date TEXT, date_kind TEXT NOT NULL, date_basis TEXT NOT NULL, date_words TEXT NOT NULL DEFAULT '',
            date_candidates TEXT NOT NULL DEFAULT '[]', date_why TEXT NOT NULL DEFAULT '',
            notes TEXT NOT NULL DEFAULT '[]',
            found INTEGER NOT NULL DEFAULT 1, touched INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX claims_document ON claims(document_id, start)",
        "CREATE INDEX claims_attribution ON claims(attribution_id)",
        "CREATE INDEX claims_speaker ON claims(speaker_id)",
        "CREATE INDEX claims_date ON claims(date)",
        """
        CREATE TABLE quantities (
            id INTEGER PRIMARY KEY,
            claim_id INTEGER NOT NULL REFERENCES claims(id),
            low TEXT NOT NULL, high TEXT, unit TEXT NOT NULL, direction TEXT NOT NULL, approximator TEXT,
            measured TEXT, period TEXT, place TEXT, comparison TEXT,
            start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX quantities_claim ON quantities(claim_id)",
    )


@change
def m004_threads(db: Connection) -> None:
    """Relations between claims (a < b), what people decided of a pair, and threads with stable ids."""
    _run(
        db,
        """
        CREATE TABLE relations (
            a INTEGER NOT NULL REFERENCES claims(id), b INTEGER NOT NULL REFERENCES claims(id),
            kind TEXT NOT NULL, score REAL NOT NULL, reasons TEXT NOT NULL, differences TEXT NOT NULL DEFAULT '[]',
            rules TEXT NOT NULL,
            PRIMARY KEY (a, b), CHECK (a < b)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX relations_b ON relations(b)",
        """
        CREATE TABLE pair_decisions (
            a INTEGER NOT NULL REFERENCES claims(id), b INTEGER NOT NULL REFERENCES claims(id),
            decision TEXT NOT NULL CHECK (decision IN ('confirmed', 'refused')), who TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (a, b), CHECK (a < b)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX pair_decisions_b ON pair_decisions(b)",
        """
        CREATE TABLE threads (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            lead_id INTEGER NOT NULL REFERENCES claims(id),
            lead_picked INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        """
        CREATE TABLE thread_members (
            thread_id INTEGER NOT NULL REFERENCES threads(id),
            claim_id INTEGER NOT NULL REFERENCES claims(id),
            PRIMARY KEY (thread_id, claim_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX threads_lead ON threads(lead_id)",
        "CREATE INDEX thread_members_claim ON thread_members(claim_id)",
    )


@change
def m005_events_and_notes(db: Connection) -> None:
    """The append-only record of changes, and people's Markdown notes."""
    _run(
        db,
        """
        CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, noun TEXT NOT NULL, noun_id INTEGER NOT NULL,
            old TEXT NOT NULL DEFAULT '{}', new TEXT NOT NULL DEFAULT '{}',
            undoes INTEGER UNIQUE REFERENCES events(id)
        ) STRICT
        """,
        "CREATE INDEX events_noun ON events(noun, noun_id)",
        """
        CREATE TRIGGER events_are_append_only BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
        """,
        """
        CREATE TRIGGER events_stay BEFORE DELETE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
        """,
        """
        CREATE TABLE notes (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            noun TEXT NOT NULL, noun_id INTEGER NOT NULL, markdown TEXT NOT NULL,
            who TEXT NOT NULL, at TEXT NOT NULL, withdrawn INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX notes_noun ON notes(noun, noun_id)",
    )


@change
def m006_indexes(db: Connection) -> None:
    """The full-text index and the key index of claims, empty."""
    _run(
        db,
        "CREATE VIRTUAL TABLE claim_search USING fts5("
        "text, title, speaker, figures, tokenize = \"unicode61 tokenchars '._'\")",
        "CREATE VIRTUAL TABLE claim_search_terms USING fts5vocab(claim_search, row)",
        "CREATE TABLE key_parts (id INTEGER PRIMARY KEY, claims BLOB NOT NULL) STRICT",
        "CREATE TABLE key_totals (id INTEGER PRIMARY KEY CHECK (id = 1), claims INTEGER NOT NULL) STRICT",
        "INSERT INTO key_totals (id, claims) VALUES (1, 0)",
    )


@change
def m010_claim_features(db: Connection) -> None:
    """Features of claims, packed; made anew where they are missing or stale."""
    _run(
        db,
        """
        CREATE TABLE claim_features (
            claim_id INTEGER PRIMARY KEY REFERENCES claims(id),
            packed BLOB NOT NULL
        ) STRICT
        """,
    )


@change
def m030_claims_by_hand(db: Connection) -> None:
    """Claims that a person made: the program leaves their words, kind and polarity alone, and never drops them."""
    _run(db, "ALTER TABLE claims ADD COLUMN hand_made INTEGER NOT NULL DEFAULT 0")


@change
def m031_topics(db: Connection) -> None:
    """Topics, what is tagged with them, and their reading lists. A merged or withdrawn topic keeps its row."""
    _run(
        db,
        """
        CREATE TABLE topics (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            key TEXT NOT NULL,
            description TEXT NOT NULL DEFAULT '',
            merged_into INTEGER REFERENCES topics(id),
            withdrawn INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE UNIQUE INDEX topics_key ON topics(key) WHERE merged_into IS NULL AND NOT withdrawn",
        "CREATE INDEX topics_merged ON topics(merged_into)",
        """
        CREATE TABLE topic_tags (
            topic_id INTEGER NOT NULL REFERENCES topics(id),
            noun TEXT NOT NULL CHECK (noun IN ('claim', 'thread', 'document')),
            noun_id INTEGER NOT NULL,
            PRIMARY KEY (topic_id, noun, noun_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX topic_tags_noun ON topic_tags(noun, noun_id)",
        """
        CREATE TABLE readings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            topic_id INTEGER NOT NULL REFERENCES topics(id),
            document_id INTEGER REFERENCES documents(id), url TEXT, title TEXT,
            remark TEXT NOT NULL DEFAULT '',
            place INTEGER NOT NULL,
            removed INTEGER NOT NULL DEFAULT 0,
            CHECK ((document_id IS NULL) != (url IS NULL))
        ) STRICT
        """,
        "CREATE INDEX readings_topic ON readings(topic_id, place)",
    )


@change
def m032_notes_with_versions_and_links(db: Connection) -> None:
    """A note edited is a new row that replaces the one before; what notes and descriptions link to, to find breaks."""
    _run(
        db,
        "ALTER TABLE notes ADD COLUMN replaces INTEGER REFERENCES notes(id)",
        "CREATE INDEX notes_replaces ON notes(replaces) WHERE replaces IS NOT NULL",
        """
        CREATE TABLE note_links (
            holder TEXT NOT NULL CHECK (holder IN ('note', 'topic')), holder_id INTEGER NOT NULL,
            noun TEXT NOT NULL, noun_id INTEGER NOT NULL,
            PRIMARY KEY (holder, holder_id, noun, noun_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX note_links_target ON note_links(noun, noun_id)",
    )


@change
def m033_page_numbers(db: Connection) -> None:
    """Where the pages of a PDF begin in its text; an empty list where the format has no pages or they are not known."""
    _run(db, "ALTER TABLE documents ADD COLUMN page_starts TEXT NOT NULL DEFAULT '[]'")


@change
def m040_word_index(db: Connection) -> None:
    """The word index of documents; documents that are stored already come into it with the next check or take-in."""
    _run(
        db,
        "CREATE TABLE word_places (id INTEGER PRIMARY KEY, places BLOB NOT NULL) STRICT",
        """
        CREATE TABLE word_documents (
            document_id INTEGER PRIMARY KEY REFERENCES documents(id),
            first INTEGER NOT NULL,
            words INTEGER NOT NULL
        ) STRICT
        """,
    )


@change
def m034_versions(db: Connection) -> None:
    """Finding the version that supersedes a document."""
    _run(db, "CREATE INDEX documents_supersedes ON documents(supersedes) WHERE supersedes IS NOT NULL")


@change
def m050_tokens(db: Connection) -> None:
    """Tokens for programs that write through the API, as hashes."""
    _run(
        db,
        """
        CREATE TABLE tokens (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            holder TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, ended_at TEXT
        ) STRICT
        """,
    )


_RELATION_MARKS: Final = {
    "repeat": 1, "variant": 2, "excerpt": 4, "spliced": 8, "revised": 16, "reversed": 32, "related": 64,
}  # fmt: skip
_SUGGESTED_MARK: Final = 128


def _marks(sure: str = "", decided: str = "") -> str:
    """Return the marks of a row of ``claims`` as SQL: a bit for everything that lists ask of all claims at once.

    ``sure`` is what a suggestion ``r`` must be besides, as a condition that begins with AND; ``decided`` lets pass what
    a person decided on, as one that ends with OR.
    """
    sides = ("a", "b")
    related = {
        bit: " OR ".join(
            f"EXISTS (SELECT 1 FROM relations r WHERE r.{side} = claims.id AND r.kind = '{kind}' AND NOT EXISTS"
            " (SELECT 1 FROM pair_decisions p WHERE p.a = r.a AND p.b = r.b AND p.decision = 'refused')"
            f"{sure.format(decided=decided) if kind != 'related' else ''})"
            for side in sides
        )
        for kind, bit in _RELATION_MARKS.items()
    }
    suggested = " OR ".join(
        f"EXISTS (SELECT 1 FROM relations r WHERE r.{side} = claims.id AND r.kind != 'related' AND NOT EXISTS"
        f" (SELECT 1 FROM pair_decisions p WHERE p.a = r.a AND p.b = r.b){sure.format(decided='')})"
        for side in sides
    )
    confirmed = " OR ".join(
        f"EXISTS (SELECT 1 FROM pair_decisions p WHERE p.{side} = claims.id AND p.decision = 'confirmed')"
        for side in sides
    )
    conditions = {
        **related,
        _SUGGESTED_MARK: suggested,
        256: confirmed,
        512: "claims.speaker_picked OR claims.span_picked",
        4096: "claims.hand_made",
        1024: "NOT claims.found AND NOT claims.hand_made",
        2048: "EXISTS (SELECT 1 FROM quantities q WHERE q.claim_id = claims.id)",
    }
    return " + ".join(f"{bit} * ({condition})" for bit, condition in conditions.items())


def _create_mark_triggers(db: Connection, marks: str, added_if: str = "") -> None:
    """Write the triggers that keep the marks, afresh where there are earlier ones.

    A relation that is new can only add marks, and most claims have them already: so nothing is looked up again. It adds
    none where ``added_if`` (a condition that begins with AND) does not hold.
    """

    def refresh(which: str) -> str:
        return f"UPDATE claims SET marks = ({marks}) WHERE id IN ({which}) AND marks != ({marks})"

    added = "CASE NEW.kind {} END".format(
        " ".join(
            f"WHEN '{kind}' THEN {bit if kind == 'related' else bit + _SUGGESTED_MARK}"
            for kind, bit in _RELATION_MARKS.items()
        )
    )
    decided = "EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = NEW.a AND p.b = NEW.b)"
    add = f"UPDATE claims SET marks = marks | {added} WHERE id IN (NEW.a, NEW.b) AND (marks & {added}) != {added}"
    for name, condition, change in (
        ("insert", f"NOT {decided}{added_if}", add),
        ("insert_decided", decided, refresh("NEW.a, NEW.b")),
    ):
        db.execute(f"DROP TRIGGER IF EXISTS marks_relations_{name}")
        db.execute(
            f"CREATE TRIGGER marks_relations_{name} AFTER INSERT ON relations WHEN {condition} BEGIN {change}; END"
        )
    for table, change, which in (
        ("relations", "UPDATE", "NEW.a, NEW.b"),
        ("relations", "DELETE", "OLD.a, OLD.b"),
        ("pair_decisions", "INSERT", "NEW.a, NEW.b"),
        ("pair_decisions", "UPDATE", "NEW.a, NEW.b"),
        ("pair_decisions", "DELETE", "OLD.a, OLD.b"),
        ("quantities", "INSERT", "NEW.claim_id"),
        ("quantities", "UPDATE", "OLD.claim_id, NEW.claim_id"),
        ("quantities", "DELETE", "OLD.claim_id"),
        ("claims", "INSERT", "NEW.id"),
        ("claims", "UPDATE OF found, speaker_picked, span_picked, hand_made", "NEW.id"),
    ):
        name = f"marks_{table}_{change.split()[0].lower()}"
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
        db.execute(f"CREATE TRIGGER {name} AFTER {change} ON {table} BEGIN {refresh(which)}; END")


@change
def m035_marks(db: Connection) -> None:
    """What lists ask of every claim at once, as bits beside the claim."""
    _run(
        db,
        "ALTER TABLE claims ADD COLUMN marks INTEGER NOT NULL DEFAULT 0",
        "DROP INDEX relations_b",
        "CREATE INDEX relations_b ON relations(b, kind)",
        "CREATE INDEX relations_a ON relations(a, kind)",
    )
    marks = _marks()
    _create_mark_triggers(db, marks)
    _run(db, f"UPDATE claims SET marks = ({marks}) WHERE marks != ({marks})")


@change
def m036_thread_sizes(db: Connection) -> None:
    """How many claims and documents a thread spans, beside the thread, so that the list is read in its order."""

    def another(row: str) -> str:
        """Return the condition that another member of the thread stands in the same document as a row's claim."""
        return f"""
            EXISTS (
                SELECT 1 FROM claims c JOIN claims o ON o.document_id = c.document_id AND o.id != c.id
                JOIN thread_members m ON m.thread_id = {row}.thread_id AND m.claim_id = o.id WHERE c.id = {row}.claim_id
            )
        """

    _run(
        db,
        "ALTER TABLE threads ADD COLUMN claims INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE threads ADD COLUMN documents INTEGER NOT NULL DEFAULT 0",
        """
        UPDATE threads SET (claims, documents) = (
            SELECT count(*), count(DISTINCT c.document_id) FROM thread_members m JOIN claims c ON c.id = m.claim_id
            WHERE m.thread_id = threads.id
        )
        """,
        "CREATE INDEX threads_size ON threads(documents DESC, claims DESC, id) WHERE claims > 0",
        f"""
        CREATE TRIGGER thread_grows AFTER INSERT ON thread_members
        BEGIN
            UPDATE threads SET claims = claims + 1, documents = documents + NOT {another("NEW")}
            WHERE id = NEW.thread_id;
        END
        """,
        f"""
        CREATE TRIGGER thread_shrinks AFTER DELETE ON thread_members
        BEGIN
            UPDATE threads SET claims = claims - 1, documents = documents - NOT {another("OLD")}
            WHERE id = OLD.thread_id;
        END
        """,
    )


@change
def m037_indexes_of_lists(db: Connection) -> None:
    """Indexes that lists, their facets and their counts are read from without touching the rows."""
    facts = "marks, found, touched"
    _run(
        db,
        "DROP INDEX claims_speaker",
        "DROP INDEX claims_date",
        f"CREATE INDEX claims_speaker ON claims(speaker_id, kind, document_id, date, {facts})",
        f"CREATE INDEX claims_date ON claims(date, document_id, start, kind, speaker_id, {facts})",
        "CREATE INDEX claims_kind ON claims(kind, marks, speaker_id, document_id, date, found, touched)",
        f"CREATE INDEX claims_of_document ON claims(document_id, kind, speaker_id, date, {facts})",
        "CREATE INDEX claims_dead ON claims(id) WHERE NOT (found OR touched)",
        "CREATE INDEX documents_name ON documents(name, media_type)",
        "CREATE INDEX documents_publisher ON documents(publisher)",
        """
        CREATE INDEX documents_date ON documents(
            coalesce(picked_date, date_value) IS NULL, coalesce(picked_date, date_value), id
        )
        """,
        "CREATE INDEX documents_undated ON documents(id) WHERE picked_date IS NULL AND date_value IS NULL",
        "CREATE INDEX relations_changed ON relations(b, a) WHERE kind IN ('revised', 'reversed')",
        "CREATE INDEX quantities_unit ON quantities(unit, claim_id)",
    )


@change
def m015_measures(db: Connection) -> None:
    """What each figure measures in normal form, so that the figures of one measure are found together.

    Figures that are stored already get theirs when the database has all changes (``found.fill_measures``).
    """
    _run(
        db,
        "ALTER TABLE quantities ADD COLUMN measure TEXT",
        "CREATE INDEX quantities_measure ON quantities(measure, unit, direction, claim_id)",
    )


_QUEUE: Final = """
    CREATE INDEX relations_waiting ON relations(
        CASE kind
        WHEN 'revised' THEN 0 WHEN 'reversed' THEN 0 WHEN 'spliced' THEN 1
        WHEN 'excerpt' THEN 2 WHEN 'variant' THEN 2 WHEN 'repeat' THEN 3 ELSE 4 END,
        score DESC, a, b, kind
    ) WHERE waits AND kind != 'related'
"""
"""The index of suggested matches that wait, the most useful first."""


@change
def m025_review(db: Connection) -> None:
    """What people judge of a claim, what waits for them, and how far each of them has seen."""
    _run(
        db,
        "ALTER TABLE claims ADD COLUMN judgement TEXT CHECK (judgement IN ('confirmed', 'rejected'))",
        "ALTER TABLE claims ADD COLUMN found_though_rejected INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN date_left_open INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE pair_decisions ADD COLUMN suggested_kind TEXT",
        "ALTER TABLE pair_decisions ADD COLUMN suggested_score REAL",
        "ALTER TABLE pair_decisions ADD COLUMN confirmed_as TEXT",
        """
        UPDATE pair_decisions SET (suggested_kind, suggested_score) =
            (SELECT r.kind, r.score FROM relations r WHERE r.a = pair_decisions.a AND r.b = pair_decisions.b)
        """,
        """
        CREATE TABLE speakers_kept_apart (
            a INTEGER NOT NULL REFERENCES speakers(id), b INTEGER NOT NULL REFERENCES speakers(id),
            who TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (a, b), CHECK (a < b)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE visits (
            who TEXT PRIMARY KEY, at TEXT NOT NULL,
            event_id INTEGER NOT NULL, claim_id INTEGER NOT NULL, thread_id INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "ALTER TABLE relations ADD COLUMN waits INTEGER NOT NULL DEFAULT 1",
        """
        UPDATE relations SET waits = 0
        WHERE EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = relations.a AND p.b = relations.b)
        """,
        """
        CREATE TRIGGER relation_decided AFTER INSERT ON pair_decisions
        BEGIN UPDATE relations SET waits = 0 WHERE a = NEW.a AND b = NEW.b; END
        """,
        """
        CREATE TRIGGER relation_undecided AFTER DELETE ON pair_decisions
        BEGIN UPDATE relations SET waits = 1 WHERE a = OLD.a AND b = OLD.b; END
        """,
        """
        CREATE TRIGGER relation_of_decided_pair AFTER INSERT ON relations
        WHEN EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = NEW.a AND p.b = NEW.b)
        BEGIN UPDATE relations SET waits = 0 WHERE a = NEW.a AND b = NEW.b; END
        """,
        """
        CREATE TRIGGER relation_of_claim_gone AFTER UPDATE OF found, touched ON claims
        WHEN NOT (NEW.found OR NEW.touched) AND (OLD.found OR OLD.touched)
        BEGIN UPDATE relations SET waits = 0 WHERE a = NEW.id OR b = NEW.id; END
        """,
        """
        CREATE TRIGGER relation_of_claim_back AFTER UPDATE OF found, touched ON claims
        WHEN (NEW.found OR NEW.touched) AND NOT (OLD.found OR OLD.touched)
        BEGIN
            UPDATE relations SET waits = 1 WHERE (a = NEW.id OR b = NEW.id) AND NOT EXISTS
                (SELECT 1 FROM pair_decisions p WHERE p.a = relations.a AND p.b = relations.b);
        END
        """,
        _QUEUE,
        "CREATE INDEX attributions_confidence ON attributions(confidence)",
        """
        CREATE INDEX claims_unjudged ON claims(attribution_id)
        WHERE judgement IS NULL AND NOT speaker_picked AND NOT span_picked AND (found OR touched)
            AND attribution_id IS NOT NULL
        """,
        """
        CREATE INDEX documents_open ON documents(
            CASE date_candidates WHEN '[]' THEN 99 ELSE json_array_length(date_candidates) END, id
        ) WHERE picked_date IS NULL AND (date_value IS NULL OR date_conflict) AND NOT date_left_open
        """,
        """
        CREATE INDEX claims_nameless ON claims(document_id, label)
        WHERE speaker_id IS NULL AND label IS NOT NULL
            AND judgement IS NULL AND NOT speaker_picked AND (found OR touched)
        """,
    )


@change
def m020_thread_speakers(db: Connection) -> None:
    """Which speakers have how many claims in a thread, kept in step by triggers; and the pairs that oppose.

    So a page can ask for the threads most speakers have a word in without reading every claim.
    """
    added = """
        INSERT INTO thread_speakers (thread_id, speaker_id, claims)
        SELECT {thread}, {speaker}, 1 {source} {speaker} IS NOT NULL
        ON CONFLICT (thread_id, speaker_id) DO UPDATE SET claims = claims + 1
    """
    taken = """
        UPDATE thread_speakers SET claims = claims - 1 WHERE thread_id {threads} AND speaker_id = {speaker};
        DELETE FROM thread_speakers WHERE thread_id {threads} AND speaker_id = {speaker} AND claims <= 0
    """
    of_new = added.format(
        thread="new.thread_id", speaker="c.speaker_id", source="FROM claims c WHERE c.id = new.claim_id AND"
    )
    of_old = taken.format(threads="= old.thread_id", speaker="(SELECT speaker_id FROM claims WHERE id = old.claim_id)")
    moved_to = added.format(
        thread="m.thread_id", speaker="new.speaker_id", source="FROM thread_members m WHERE m.claim_id = new.id AND"
    )
    moved_from = taken.format(
        threads="IN (SELECT thread_id FROM thread_members WHERE claim_id = old.id)", speaker="old.speaker_id"
    )
    _run(
        db,
        """
        CREATE TABLE thread_speakers (
            thread_id INTEGER NOT NULL REFERENCES threads(id),
            speaker_id INTEGER NOT NULL REFERENCES speakers(id),
            claims INTEGER NOT NULL,
            PRIMARY KEY (thread_id, speaker_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX thread_speakers_speaker ON thread_speakers(speaker_id)",
        """
        INSERT INTO thread_speakers (thread_id, speaker_id, claims)
        SELECT m.thread_id, c.speaker_id, count(*) FROM thread_members m JOIN claims c ON c.id = m.claim_id
        WHERE c.speaker_id IS NOT NULL GROUP BY 1, 2
        """,
        f"CREATE TRIGGER thread_members_come AFTER INSERT ON thread_members BEGIN {of_new}; END",
        f"CREATE TRIGGER thread_members_go AFTER DELETE ON thread_members BEGIN {of_old}; END",
        f"""
        CREATE TRIGGER thread_members_change_speaker AFTER UPDATE OF speaker_id ON claims
        WHEN old.speaker_id IS NOT new.speaker_id BEGIN {moved_from}; {moved_to}; END
        """,
        "CREATE INDEX relations_opposed_a ON relations(a, b) WHERE kind IN ('revised', 'reversed')",
        "CREATE INDEX claims_date_speaker ON claims(date, speaker_id)",
        "CREATE INDEX documents_named ON documents(title, name, publisher)",
    )


@change
def m026_verdicts(db: Connection) -> None:
    """Organisations' rating scales, and verdicts: a row each, with a row for every version of it."""
    _run(
        db,
        """
        CREATE TABLE scales (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            organisation TEXT NOT NULL, name TEXT NOT NULL, ratings TEXT NOT NULL,
            withdrawn INTEGER NOT NULL DEFAULT 0,
            UNIQUE (organisation, name)
        ) STRICT
        """,
        """
        CREATE TABLE verdicts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            thread_id INTEGER NOT NULL REFERENCES threads(id),
            claim_id INTEGER NOT NULL REFERENCES claims(id),
            version INTEGER NOT NULL,
            withdrawn INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX verdicts_thread ON verdicts(thread_id)",
        "CREATE INDEX verdicts_claim ON verdicts(claim_id)",
        """
        CREATE TABLE verdict_versions (
            verdict_id INTEGER NOT NULL REFERENCES verdicts(id), version INTEGER NOT NULL,
            scale_id INTEGER NOT NULL REFERENCES scales(id),
            rating TEXT NOT NULL, summary TEXT NOT NULL, evidence TEXT NOT NULL,
            reviewer TEXT, date TEXT, url TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
            PRIMARY KEY (verdict_id, version)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX verdict_versions_scale ON verdict_versions(scale_id)",
    )


@change
def m027_queue_by_kind(db: Connection) -> None:
    """The queue of suggested matches is narrowed to a kind inside its index."""
    _run(db, "DROP INDEX relations_waiting", _QUEUE)


@change
def m051_documents_by_address(db: Connection) -> None:
    """Documents are found by the address of their page."""
    _run(db, "CREATE INDEX documents_url ON documents(url) WHERE url IS NOT NULL")


@change
def m038_saved_searches(db: Connection) -> None:
    """Searches kept under a name, each with the last claim there was when somebody looked."""
    _run(
        db,
        """
        CREATE TABLE saved_searches (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL, query TEXT NOT NULL,
            seen_claim INTEGER NOT NULL, seen_at TEXT NOT NULL,
            removed INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX saved_searches_query ON saved_searches(query) WHERE NOT removed",
        "CREATE INDEX saved_searches_name ON saved_searches(name, id) WHERE NOT removed",
    )


@change
def m060_indexes_of_figures(db: Connection) -> None:
    """Indexes that hold all that the pages of figures count, and the numbers that are looked for."""
    _run(
        db,
        "DROP INDEX quantities_unit",
        "DROP INDEX quantities_measure",
        "CREATE INDEX quantities_unit ON quantities(unit, direction, measure, claim_id)",
        "CREATE INDEX quantities_measure ON quantities(measure, unit, direction, claim_id, measured)",
        "CREATE INDEX quantities_low ON quantities(low)",
        "CREATE INDEX quantities_high ON quantities(high) WHERE high IS NOT NULL",
    )


@change
def m061_marks_of_new_relations(db: Connection) -> None:
    """Whether a pair was decided on is asked before the marks of its claims are looked up, not after."""
    _create_mark_triggers(db, _marks())


@change
def m062_claim_readings(db: Connection) -> None:
    """The readings of claims are kept; made anew where they are missing."""
    _run(
        db,
        "CREATE TABLE claim_readings (claim_id INTEGER PRIMARY KEY REFERENCES claims(id), lines TEXT NOT NULL) STRICT",
    )


_KIND_OF_SENTENCE: Final = {
    "took in": "document.added",
    "linked anew": "database.linked",
    "made a claim": "claim.made",
    "confirmed a match": "match.confirmed",
    "refused a match": "match.refused",
    "corrected a speaker": "speaker.picked",
    "corrected a span": "span.picked",
    "picked a date": "date.picked",
    "left a date open": "date.left_open",
    "merged speakers": "speakers.merged",
    "kept two speakers apart": "speakers.kept_apart",
    "picked a lead": "lead.picked",
    "added a note": "note.added",
    "edited a note": "note.edited",
    "confirmed an attribution": "attribution.confirmed",
    "rejected a claim": "claim.rejected",
    "made a topic": "topic.made",
    "renamed a topic": "topic.renamed",
    "described a topic": "topic.described",
    "merged topics": "topics.merged",
    "added to a topic": "tag.added",
    "removed from a topic": "tag.removed",
    "added a reading": "reading.added",
    "remarked on a reading": "reading.remarked",
    "ordered a reading list": "reading.moved",
    "took off a reading": "reading.removed",
    "saved a search": "search.saved",
    "renamed a search": "search.renamed",
    "looked at a search": "search.seen",
    "removed a search": "search.removed",
    "added a scale": "scale.added",
    "withdrew a scale": "scale.withdrawn",
    "recorded a verdict": "verdict.recorded",
    "revised a verdict": "verdict.revised",
    "withdrew a verdict": "verdict.withdrawn",
    "made a token": "token.made",
    "ended a token": "token.ended",
}
"""Every sentence that an event was ever stored with, and the kind it became."""


@change
def m063_kinds_of_events(db: Connection) -> None:
    """Events are of fixed kinds, no longer told apart by an English sentence.

    One that takes another back said "undid: " with the other's sentence; which one it is stands in ``undoes``. A
    sentence that is none of the program's own makes an event of kind ``unknown``, and is kept in ``new``.
    """
    sentences = ", ".join(f"'{sentence}'" for sentence in _KIND_OF_SENTENCE)
    undone = "undoes IS NOT NULL AND kind GLOB 'undid: *' AND substr(kind, 8)"
    kinds = " ".join(f"WHEN '{sentence}' THEN '{kind}'" for sentence, kind in _KIND_OF_SENTENCE.items())
    _run(db, "DROP TRIGGER events_are_append_only")
    _reshape(db, "ALTER TABLE events RENAME COLUMN what TO kind")
    _run(
        db,
        f"UPDATE events SET kind = 'decision.undone' WHERE {undone} IN ({sentences})",
        f"""
        UPDATE events SET kind = 'unknown', new = json_set(new, '$.sentence', kind)
        WHERE kind NOT IN ({sentences}, 'decision.undone')
        """,
        f"UPDATE events SET kind = CASE kind {kinds} ELSE kind END",
        """
        CREATE TRIGGER events_are_append_only BEFORE UPDATE ON events
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
        """,
    )


@change
def m064_parts_of_the_search_index(db: Connection) -> None:
    """Two parts of the full-text index are enough to be merged; four by default."""
    _run(db, "INSERT INTO claim_search(claim_search, rank) VALUES ('usermerge', 2)")


_UNITS_WITH_PER: Final = (
    "mile per hour", "kilometre per hour", "metre per second", "mile per gallon", "revolutions per minute",
    "beat per minute", "frame per second", "pound per square inch", "megabit per second", "gigabit per second",
    "microgram per cubic metre", "milligram per decilitre",
)  # fmt: skip
"""Units that have "per" in their name; of any other what stood behind it became the denominator."""


@change
def m065_statements_of_figures(db: Connection) -> None:
    """What a figure is counted by, whose it is, and which of its fields were taken from outside its clause."""
    known = ", ".join(f"'{unit}'" for unit in _UNITS_WITH_PER)
    _run(
        db,
        "ALTER TABLE quantities ADD COLUMN denominator TEXT",
        "ALTER TABLE quantities ADD COLUMN owner TEXT",
        "ALTER TABLE quantities ADD COLUMN taken TEXT NOT NULL DEFAULT '{}'",
        f"""
        UPDATE quantities SET denominator = substr(unit, instr(unit, ' per ') + 5),
                              unit = substr(unit, 1, instr(unit, ' per ') - 1)
        WHERE instr(unit, ' per ') AND unit NOT IN ({known})
        """,
    )


@change
def m066_stances(db: Connection) -> None:
    """What the source does with the words of a claim; the sign of that, which stood alone before, follows from it."""
    for table in ("attributions", "claims"):
        _run(
            db,
            f"ALTER TABLE {table} ADD COLUMN stance TEXT NOT NULL DEFAULT 'asserts'",
            f"UPDATE {table} SET stance = 'denies' WHERE polarity < 0",
        )
        _reshape(
            db,
            f"ALTER TABLE {table} DROP COLUMN polarity",
            f"""
            ALTER TABLE {table} ADD COLUMN polarity INTEGER NOT NULL
            GENERATED ALWAYS AS (CASE WHEN stance IN ('denies', 'withdraws') THEN -1 ELSE 1 END) VIRTUAL
            """,
        )


_SUGGESTED_KINDS: Final = ("repeat", "variant", "excerpt", "spliced", "revised", "reversed")


@change
def m067_sureness(db: Connection) -> None:
    """How sure suggestions of each kind and tenth of the score are, from what was measured and what people decide.

    What was measured counts as ten decisions. Below a share of a half a suggestion is unsure: it waits in the queue
    and leaves no mark on its claims. The measured shares are written when the database has all changes
    (``review.fill_measured``); until then all are sure.
    """

    def tenth(score: str) -> str:
        return f"CAST(min({score}, 99.0) / 10 AS INTEGER)"

    def counted(row: str, sign: str) -> str:
        confirmed = f"{row}.decision = 'confirmed' AND {row}.confirmed_as IS NOT 'same'"
        return f"""
            UPDATE sureness
            SET confirmed = confirmed {sign} ({confirmed}), refused = refused {sign} NOT ({confirmed})
            WHERE kind = {row}.suggested_kind AND tenth = {tenth(f"{row}.suggested_score")}
        """

    sure = f"""EXISTS (
        SELECT 1 FROM sureness s WHERE s.kind = {{0}}.kind AND s.tenth = {tenth("{0}.score")} AND s.sure
    )"""
    confirmed = """
        EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = r.a AND p.b = r.b AND p.decision = 'confirmed') OR
    """
    marks = _marks(f" AND ({{decided}} {sure.format('r')})", confirmed)
    _run(
        db,
        """
        CREATE TABLE sureness (
            kind TEXT NOT NULL, tenth INTEGER NOT NULL CHECK (tenth BETWEEN 0 AND 9),
            measured REAL NOT NULL DEFAULT 1, confirmed INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT 0,
            share REAL NOT NULL GENERATED ALWAYS AS ((measured * 10 + confirmed) / (10 + confirmed + refused)) STORED,
            sure INTEGER NOT NULL
                GENERATED ALWAYS AS ((measured * 10 + confirmed) * 2 >= 10 + confirmed + refused) STORED,
            PRIMARY KEY (kind, tenth)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX sureness_order ON sureness(share DESC, kind, tenth DESC)",
        *(
            f"INSERT INTO sureness (kind, tenth) VALUES ('{kind}', {tenth})"
            for kind in _SUGGESTED_KINDS
            for tenth in range(10)
        ),
        f"""
        UPDATE sureness SET (confirmed, refused) = (
            SELECT total(p.decision = 'confirmed' AND p.confirmed_as IS NOT 'same'),
                   total(NOT (p.decision = 'confirmed' AND p.confirmed_as IS NOT 'same'))
            FROM pair_decisions p
            WHERE p.suggested_kind = sureness.kind AND {tenth("p.suggested_score")} = sureness.tenth
        )
        """,
        f"CREATE TRIGGER sureness_decided AFTER INSERT ON pair_decisions BEGIN {counted('NEW', '+')}; END",
        f"CREATE TRIGGER sureness_undecided AFTER DELETE ON pair_decisions BEGIN {counted('OLD', '-')}; END",
        "DROP INDEX relations_waiting",
        f"""
        CREATE INDEX relations_waiting ON relations(kind, {tenth("score")}, score DESC, a, b)
        WHERE waits AND kind != 'related'
        """,
    )
    _create_mark_triggers(db, marks, f" AND (NEW.kind = 'related' OR {sure.format('NEW')})")
    here = f"FROM relations r WHERE r.kind = NEW.kind AND {tenth('r.score')} = NEW.tenth"
    _run(
        db,
        f"""
        CREATE TRIGGER marks_sureness AFTER UPDATE ON sureness WHEN OLD.sure != NEW.sure
        BEGIN
            UPDATE claims SET marks = ({marks})
            WHERE id IN (SELECT r.a {here} UNION SELECT r.b {here}) AND marks != ({marks});
        END
        """,
        f"UPDATE claims SET marks = ({marks}) WHERE marks != ({marks})",
    )


@change
def m068_picked_stances(db: Connection) -> None:
    """A stance that a person picked, beside the one the program finds; that of a claim made by hand is picked."""
    _run(
        db,
        "ALTER TABLE claims ADD COLUMN found_stance TEXT NOT NULL DEFAULT 'asserts'",
        "ALTER TABLE claims ADD COLUMN stance_picked INTEGER NOT NULL DEFAULT 0",
        "UPDATE claims SET found_stance = stance, stance_picked = hand_made",
    )
    marks = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND instr(sql, 'claims.span_picked')"
    for name, sql in db.execute(marks).fetchall():
        counted = sql.replace("OR claims.span_picked", "OR claims.span_picked OR claims.stance_picked")
        counted = counted.replace(" span_picked, hand_made ON", " span_picked, stance_picked, hand_made ON")
        _run(db, f"DROP TRIGGER {name}", counted)


@change
def m069_speeches(db: Connection) -> None:
    """The speeches of records that say themselves who speaks, with what the record tells of each."""
    _run(
        db,
        """
        CREATE TABLE speeches (
            document_id INTEGER NOT NULL REFERENCES documents(id),
            start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            label_start INTEGER, label_end INTEGER, role_start INTEGER, role_end INTEGER,
            speaker TEXT, speech_id TEXT, member_id TEXT, "column" TEXT, time TEXT, date TEXT, url TEXT, heading TEXT,
            stance TEXT NOT NULL, whole INTEGER NOT NULL,
            PRIMARY KEY (document_id, start)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE named_columns (headers TEXT PRIMARY KEY, columns TEXT NOT NULL) STRICT, WITHOUT ROWID",
    )


@change
def m070_kinds_of_record(db: Connection) -> None:
    """What kind of record a document is: as its format makes it, and as its text shows."""
    _run(
        db,
        "ALTER TABLE documents ADD COLUMN format_record TEXT",
        "ALTER TABLE documents ADD COLUMN found_record TEXT",
    )


@change
def m071_facts_of_documents(db: Connection) -> None:
    """What a person enters as title, publisher, author or address, above what was found; and where that was found.

    A blank entered says that the document has none.
    """
    names = ("title", "publisher", "byline", "url")
    _reshape(
        db,
        "DROP INDEX documents_publisher",
        "DROP INDEX documents_named",
        "DROP INDEX documents_url",
        *(f"ALTER TABLE documents RENAME COLUMN {name} TO found_{name}" for name in names),
        *(f"ALTER TABLE documents ADD COLUMN picked_{name} TEXT" for name in names),
        *(
            f"ALTER TABLE documents ADD COLUMN {name} TEXT"
            f" GENERATED ALWAYS AS (nullif(coalesce(picked_{name}, found_{name}), '')) VIRTUAL"
            for name in names
        ),
    )
    _run(
        db,
        "CREATE INDEX documents_publisher ON documents(publisher)",
        "CREATE INDEX documents_named ON documents(title, name, publisher)",
        "CREATE INDEX documents_url ON documents(url) WHERE url IS NOT NULL",
        """
        CREATE TABLE facts (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES documents(id),
            name TEXT NOT NULL CHECK (name IN ('title', 'publisher', 'byline', 'url')),
            value TEXT NOT NULL, basis TEXT NOT NULL, words TEXT NOT NULL, start INTEGER, "end" INTEGER,
            why TEXT NOT NULL DEFAULT ''
        ) STRICT
        """,
        "CREATE INDEX facts_document ON facts(document_id)",
        *(
            f"INSERT INTO facts (document_id, name, value, basis, words, why)"
            f" SELECT id, '{name}', found_{name}, 'inferred', found_{name}, 'read when the document was taken in'"
            f" FROM documents WHERE found_{name} IS NOT NULL"
            for name in names
        ),
    )


@change
def m072_captures(db: Connection) -> None:
    """When a document was fetched from the web, from where, and what its headers said; one row each time."""
    _run(
        db,
        """
        CREATE TABLE captures (
            id INTEGER PRIMARY KEY,
            document_id INTEGER NOT NULL REFERENCES documents(id),
            address TEXT NOT NULL, final_address TEXT NOT NULL, captured_at TEXT NOT NULL, status INTEGER NOT NULL,
            content_type TEXT NOT NULL, etag TEXT, last_modified TEXT, sha256 TEXT NOT NULL, archive TEXT
        ) STRICT
        """,
        "CREATE INDEX captures_document ON captures(document_id)",
        "CREATE INDEX captures_address ON captures(address)",
        "CREATE INDEX captures_final_address ON captures(final_address)",
    )


@change
def m073_earlier_texts(db: Connection) -> None:
    """Texts that a later reading of the same original replaced, and what people decided on earlier versions.

    A claim whose words the new text lacks keeps those of the text it stands in.
    """
    _run(
        db,
        """
        CREATE TABLE earlier_texts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id INTEGER NOT NULL REFERENCES documents(id),
            text TEXT NOT NULL,
            facts TEXT NOT NULL,
            rows TEXT NOT NULL,
            event_id INTEGER NOT NULL,
            at TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX earlier_texts_document ON earlier_texts(document_id)",
        "ALTER TABLE claims ADD COLUMN earlier_text_id INTEGER REFERENCES earlier_texts(id)",
        "CREATE INDEX claims_lost ON claims(document_id) WHERE earlier_text_id IS NOT NULL",
        """
        CREATE TABLE earlier_decisions (
            claim_id INTEGER NOT NULL REFERENCES claims(id),
            document_id INTEGER NOT NULL REFERENCES documents(id),
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            answer TEXT CHECK (answer IN ('carried', 'left')),
            PRIMARY KEY (claim_id, document_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX earlier_decisions_waiting ON earlier_decisions(document_id) WHERE answer IS NULL",
    )


@change
def m074_copies(db: Connection) -> None:
    """Documents that print the same text; those that are stored already come in with the next ``tracker link``."""
    _run(
        db,
        """
        CREATE TABLE passages (
            hash INTEGER NOT NULL,
            document_id INTEGER NOT NULL REFERENCES documents(id),
            PRIMARY KEY (hash, document_id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX passages_document ON passages(document_id)",
        """
        CREATE TABLE copies (
            a INTEGER NOT NULL REFERENCES documents(id),
            b INTEGER NOT NULL REFERENCES documents(id),
            share REAL NOT NULL,
            PRIMARY KEY (a, b)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX copies_b ON copies(b)",
    )


@change
def m075_digests_and_the_chain_of_events(db: Connection) -> None:
    """What stands in each table as the program wrote it; and each event holds a hash of the one before.

    The content of an event is hashed apart, so that it can be erased and the chain still be followed.
    """
    _run(
        db,
        """
        CREATE TABLE digests (
            name TEXT PRIMARY KEY, rows INTEGER NOT NULL, digest BLOB NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        "DROP TRIGGER events_are_append_only",
        "ALTER TABLE events ADD COLUMN content TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE events ADD COLUMN chain TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE events ADD COLUMN erased INTEGER NOT NULL DEFAULT 0",
    )
    before = ""
    for row in db.execute(
        "SELECT id, at, who, kind, noun, noun_id, undoes, old, new FROM events ORDER BY id"
    ).fetchall():
        *parts, old, new = row
        content = sha256(f"{old}\n{new}".encode()).hexdigest()
        line = "\n".join([before, *("" if part is None else str(part) for part in parts), content])
        before = sha256(line.encode()).hexdigest()
        db.execute("UPDATE events SET content = ?, chain = ? WHERE id = ?", (content, before, row[0]))
    _run(
        db,
        """
        CREATE TRIGGER events_are_append_only BEFORE UPDATE ON events
        WHEN NOT (
            NEW.erased AND NEW.old = '{}' AND NEW.new = '{}' AND (NEW.id, NEW.at, NEW.who, NEW.kind, NEW.noun)
            IS (OLD.id, OLD.at, OLD.who, OLD.kind, OLD.noun) AND (NEW.noun_id, NEW.undoes, NEW.content, NEW.chain)
            IS (OLD.noun_id, OLD.undoes, OLD.content, OLD.chain)
        )
        BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
        """,
    )


@change
def m076_trash(db: Connection) -> None:
    """Documents that were deleted, each with the rows that went with it and can come back."""
    _run(
        db,
        """
        CREATE TABLE trash (
            document_id INTEGER PRIMARY KEY, name TEXT NOT NULL, title TEXT, sha256 TEXT NOT NULL UNIQUE,
            who TEXT NOT NULL, at TEXT NOT NULL, claims TEXT NOT NULL, followers TEXT NOT NULL, rows TEXT NOT NULL
        ) STRICT
        """,
    )


@change
def m080_what_tokens_may(db: Connection) -> None:
    """What each token may, until when it is good, and when it was used last; those made before keep what they had."""
    _run(
        db,
        "ALTER TABLE tokens ADD COLUMN scope TEXT NOT NULL DEFAULT 'decide' CHECK (scope IN ('read', 'add', 'decide'))",
        "ALTER TABLE tokens ADD COLUMN expires_at TEXT",
        "ALTER TABLE tokens ADD COLUMN used_at TEXT",
    )


@change
def m084_record_people(db: Connection) -> None:
    """The names of those whom the debates of a corpus name by ids, as the lists beside its files give them."""
    _run(
        db,
        """
        CREATE TABLE record_people (
            corpus TEXT NOT NULL,
            member_id TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (corpus, member_id)
        ) STRICT, WITHOUT ROWID
        """,
    )


@change
def m085_referents(db: Connection) -> None:
    """What the words that claims lean on stand for, and what each claim reads alone as.

    Claims that are stored already get theirs when their document is read again.
    """
    _run(
        db,
        """
        CREATE TABLE referents (
            id INTEGER PRIMARY KEY,
            claim_id INTEGER NOT NULL REFERENCES claims(id),
            start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            meant_start INTEGER, meant_end INTEGER, meant TEXT, sentence TEXT,
            CHECK ((meant IS NULL) = (meant_start IS NULL) AND (meant IS NULL) = (meant_end IS NULL))
        ) STRICT
        """,
        "CREATE INDEX referents_claim ON referents(claim_id)",
        "ALTER TABLE claims ADD COLUMN alone TEXT",
        "ALTER TABLE claims ADD COLUMN leaning INTEGER NOT NULL DEFAULT 0",
    )


@change
def m086_working_verdicts(db: Connection) -> None:
    """What is known so far of a verdict on a thread, before anything is published."""
    _run(
        db,
        """
        CREATE TABLE working_verdicts (
            thread_id INTEGER PRIMARY KEY REFERENCES threads(id),
            claim_id INTEGER NOT NULL REFERENCES claims(id),
            status TEXT NOT NULL CHECK (status IN ('open', 'checking', 'done')),
            assignee TEXT NOT NULL,
            scale_id INTEGER REFERENCES scales(id),
            rating TEXT NOT NULL, note TEXT NOT NULL, evidence TEXT NOT NULL,
            who TEXT NOT NULL, at TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX working_verdicts_claim ON working_verdicts(claim_id)",
        "CREATE INDEX working_verdicts_scale ON working_verdicts(scale_id) WHERE scale_id IS NOT NULL",
    )


@change
def m087_titles(db: Connection) -> None:
    """Whose words name a thread: they stay when an earlier statement comes to lead it."""
    _run(
        db,
        "ALTER TABLE threads ADD COLUMN title_id INTEGER REFERENCES claims(id)",
        "UPDATE threads SET title_id = lead_id",
    )


@change
def m088_ignored_findings(db: Connection) -> None:
    """Findings of the check of a draft that a person ignored, by the draft's words and the finding."""
    _run(
        db,
        """
        CREATE TABLE ignored_findings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            words TEXT NOT NULL,
            finding TEXT NOT NULL,
            reason TEXT NOT NULL,
            who TEXT NOT NULL,
            at TEXT NOT NULL,
            withdrawn INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX ignored_findings_words ON ignored_findings(words) WHERE NOT withdrawn",
    )


@change
def m089_figures_as_numbers(db: Connection) -> None:
    """The ends of a figure as numbers beside their exact digits, which other tools sort as words."""
    _run(
        db,
        *(
            f"ALTER TABLE quantities ADD COLUMN {name}_number REAL GENERATED ALWAYS AS (CAST({name} AS REAL)) VIRTUAL"
            for name in ("low", "high")
        ),
    )


@change
def m090_titles_by_claim(db: Connection) -> None:
    """Claims go to the trash without a look at every thread for those they name."""
    _run(db, "CREATE INDEX threads_title ON threads(title_id)")


@change
def m091_lighter_triggers(db: Connection) -> None:
    """What is kept by triggers costs less: nothing is looked up for a new claim, and for a figure one mark alone."""
    figures, of_claim = 2048, "EXISTS (SELECT 1 FROM quantities q WHERE q.claim_id = claims.id)"

    def sql_of(name: str) -> str:
        return str(db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()[0])

    def parts(name: str) -> tuple[str, str]:
        head, _, body = sql_of(name).partition("BEGIN")
        return head, body.rpartition("END")[0]

    # A claim has no relations, decisions and figures before it is there; whoever writes these later counts them.
    picked = "NEW.speaker_picked OR NEW.span_picked OR NEW.stance_picked OR NEW.hand_made OR NOT NEW.found OR NEW.marks"
    marked = sql_of("marks_claims_insert").replace("ON claims BEGIN", f"ON claims WHEN {picked} BEGIN", 1)
    _, waits = parts("relation_of_decided_pair")
    head, marks = parts("marks_relations_insert_decided")
    names = [
        "marks_claims_insert", "marks_quantities_insert", "marks_quantities_update", "marks_quantities_delete",
        "relation_of_decided_pair", "marks_relations_insert_decided",
    ]  # fmt: skip
    joined = [f"{head} BEGIN {waits} {marks} END"]
    for one, other in (("thread_grows", "thread_members_come"), ("thread_shrinks", "thread_members_go")):
        head, sizes = parts(one)
        _, speakers = parts(other)
        names += [one, other]
        joined.append(f"{head} BEGIN {sizes} {speakers} END")
    of_quantities = [
        f"""
        CREATE TRIGGER marks_quantities_{change.split()[0].lower()} AFTER {change} ON quantities BEGIN
            UPDATE claims SET marks = (marks & ~{figures}) | ({figures} * {of_claim})
            WHERE id IN ({which}) AND (marks & {figures} != 0) != {of_claim};
        END
        """
        for change, which in (("UPDATE OF claim_id", "OLD.claim_id, NEW.claim_id"), ("DELETE", "OLD.claim_id"))
    ]
    came = f"""
        CREATE TRIGGER marks_quantities_insert AFTER INSERT ON quantities BEGIN
            UPDATE claims SET marks = marks | {figures} WHERE id = NEW.claim_id AND NOT marks & {figures};
        END
    """
    _run(db, *(f"DROP TRIGGER {name}" for name in names), marked, *joined, came, *of_quantities)


@change
def m094_fact_checks(db: Connection) -> None:
    """What a published fact-check found of the words it quotes, and who published it."""
    _run(db, "ALTER TABLE speeches ADD COLUMN rating TEXT", "ALTER TABLE speeches ADD COLUMN rated_by TEXT")


@change
def m095_measures(db: Connection) -> None:
    """A measure is what is counted, of whom, by what and where; and what people decided of measures.

    The measures of stored figures are made anew when the database has all changes (``extraction.fill_measures``).
    """
    _run(
        db,
        """
        CREATE TABLE measure_decisions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            measure TEXT,
            unit TEXT NOT NULL,
            claim_id INTEGER REFERENCES claims(id),
            figure TEXT,
            counted_as TEXT NOT NULL,
            name TEXT,
            who TEXT NOT NULL,
            at TEXT NOT NULL,
            withdrawn INTEGER NOT NULL DEFAULT 0,
            CHECK ((claim_id IS NULL) = (measure IS NOT NULL) AND (claim_id IS NULL) = (figure IS NULL))
        ) STRICT
        """,
        "CREATE INDEX measure_decisions_claim ON measure_decisions(claim_id) WHERE claim_id IS NOT NULL",
        "CREATE INDEX measure_decisions_counted ON measure_decisions(counted_as) WHERE NOT withdrawn",
        "UPDATE quantities SET measure = NULL WHERE owner IS NOT NULL OR denominator IS NOT NULL OR place IS NOT NULL",
    )


@change
def m097_citation_forms(db: Connection) -> None:
    """Forms of citation that a house added: a line of its own, or a style in CSL; one of a key is offered at a time."""
    _run(
        db,
        """
        CREATE TABLE citation_forms (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            name TEXT NOT NULL,
            line TEXT,
            csl TEXT,
            removed INTEGER NOT NULL DEFAULT 0,
            CHECK ((line IS NULL) != (csl IS NULL))
        ) STRICT
        """,
        "CREATE UNIQUE INDEX citation_forms_key ON citation_forms(key) WHERE NOT removed",
    )


@change
def m099_linking_taken_back(db: Connection) -> None:
    """What stood between two claims before all was linked anew, so that this can be undone."""
    _run(
        db,
        """
        CREATE TABLE linked_before (
            event_id INTEGER NOT NULL REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
            a INTEGER NOT NULL,
            b INTEGER NOT NULL,
            kind TEXT, score REAL, reasons TEXT, differences TEXT, rules TEXT,
            became TEXT,
            PRIMARY KEY (event_id, a, b)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX linked_before_claims ON linked_before(a, b)",
        "CREATE INDEX linked_before_other ON linked_before(b)",
    )
