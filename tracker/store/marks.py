"""What lists ask of every claim at once, kept as bits of one number beside the claim, ``claims.marks``.

Which kinds of relation it has, whether a suggested match waits or one is confirmed, whether a person corrected it:
asked row by row, the facets of a hundred thousand claims would read as many rows of four tables. As bits in the indexes
of lists they cost one walk along an index. Triggers (``migrations.m061_marks_of_new_relations``) keep them in step with
every change of the tables they come from, whoever makes it; ``tests/store/test_marks.py`` holds them to ``recomputed``.
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


def recomputed(db: Database) -> dict[int, int]:
    """Return the marks of every claim, made anew from the tables; for tests and ``tracker doctor``."""
    return dict(db.execute(f"SELECT id, {EXPRESSION} FROM claims").fetchall())
