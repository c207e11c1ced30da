"""What lists ask of every claim at once, kept as bits of one number beside the claim, ``claims.marks``.

Which kinds of relation it has, whether a suggested match waits or one is confirmed, whether a person corrected it:
asked row by row, the facets of a hundred thousand claims would read as many rows of four tables. As bits in the indexes
of lists they cost one walk along an index. Triggers keep them in step with every change of the tables they come from,
whoever makes it; ``tests/store/test_marks.py`` holds them to ``recomputed``.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database

RELATIONS: Final = {
    "repeat": 1 << 0,
    "variant": 1 << 1,
    "excerpt": 1 << 2,
    "spliced": 1 << 3,
    "revised": 1 << 4,
    "reversed": 1 << 5,
    "related": 1 << 6,
}
"""Has a relation of this kind that nobody refused."""

STATUS: Final = {
    "suggested": 1 << 7,
    "confirmed": 1 << 8,
    "corrected": 1 << 9,
    "by-hand": 1 << 12,
    "lost": 1 << 10,
}
"""A suggested match waits; a match is confirmed; speaker or span were picked; a person made the claim; the program no
longer finds it."""

FIGURE: Final = 1 << 11
"""Has a quantity."""

_SIDES = (("a", "b"), ("b", "a"))


def _related(kind: str) -> str:
    """Return the condition that a claim has a relation of a kind that stands."""
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM relations r WHERE r.{near} = claims.id AND r.kind = '{kind}' AND NOT EXISTS"
        " (SELECT 1 FROM pair_decisions p WHERE p.a = r.a AND p.b = r.b AND p.decision = 'refused'))"
        for near, _ in _SIDES
    )


_SUGGESTED = " OR ".join(
    f"EXISTS (SELECT 1 FROM relations r WHERE r.{near} = claims.id AND r.kind != 'related' AND NOT EXISTS"
    " (SELECT 1 FROM pair_decisions p WHERE p.a = r.a AND p.b = r.b))"
    for near, _ in _SIDES
)
_CONFIRMED = " OR ".join(
    f"EXISTS (SELECT 1 FROM pair_decisions p WHERE p.{near} = claims.id AND p.decision = 'confirmed')"
    for near, _ in _SIDES
)
_CONDITIONS: Final = {
    **{bit: _related(kind) for kind, bit in RELATIONS.items()},
    STATUS["suggested"]: _SUGGESTED,
    STATUS["confirmed"]: _CONFIRMED,
    STATUS["corrected"]: "claims.speaker_picked OR claims.span_picked",
    STATUS["by-hand"]: "claims.hand_made",
    STATUS["lost"]: "NOT claims.found AND NOT claims.hand_made",
    FIGURE: "EXISTS (SELECT 1 FROM quantities q WHERE q.claim_id = claims.id)",
}

EXPRESSION: Final = " + ".join(f"{bit} * ({condition})" for bit, condition in _CONDITIONS.items())
"""The marks of a row of ``claims`` as SQL."""


def _refresh(which: str) -> str:
    """Return the statement that brings claims up to date; a claim whose marks are right already is not written."""
    return f"UPDATE claims SET marks = ({EXPRESSION}) WHERE id IN ({which}) AND marks != ({EXPRESSION})"


_ADDED: Final = "CASE NEW.kind {} END".format(
    " ".join(
        f"WHEN '{kind}' THEN {bit if kind == 'related' else bit + STATUS['suggested']}"
        for kind, bit in RELATIONS.items()
    )
)
"""The marks that a new relation gives both its claims where nobody has decided on the pair."""
_DECIDED: Final = "EXISTS (SELECT 1 FROM pair_decisions p WHERE p.a = NEW.a AND p.b = NEW.b)"
_NEW_RELATION: Final = {
    "insert": (
        f"NOT {_DECIDED}",
        f"UPDATE claims SET marks = marks | {_ADDED} WHERE id IN (NEW.a, NEW.b) AND (marks & {_ADDED}) != {_ADDED}",
    ),
    "insert_decided": (_DECIDED, _refresh("NEW.a, NEW.b")),
}
"""A relation that is new can only add marks, and most claims have them already: so nothing is looked up again."""


def create(db: Database) -> None:
    """Add the column, fill it, and the triggers that keep it."""
    db.execute("ALTER TABLE claims ADD COLUMN marks INTEGER NOT NULL DEFAULT 0")
    db.execute("DROP INDEX relations_b")
    db.execute("CREATE INDEX relations_b ON relations(b, kind)")
    db.execute("CREATE INDEX relations_a ON relations(a, kind)")
    create_triggers(db)
    refresh(db)


def create_triggers(db: Database) -> None:
    """Write the triggers, afresh where there are earlier ones."""
    for name, (condition, change) in _NEW_RELATION.items():
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
        db.execute(f"CREATE TRIGGER {name} AFTER {change} ON {table} BEGIN {_refresh(which)}; END")


def refresh(db: Database) -> None:
    """Bring the marks of all claims up to date."""
    db.execute(f"UPDATE claims SET marks = ({EXPRESSION}) WHERE marks != ({EXPRESSION})")


def recomputed(db: Database) -> dict[int, int]:
    """Return the marks of every claim, made anew from the tables; for tests and ``tracker doctor``."""
    return dict(db.execute(f"SELECT id, {EXPRESSION} FROM claims").fetchall())
