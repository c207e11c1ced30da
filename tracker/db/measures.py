"""What people decided of measures: two that are one, and figures that are of another one than their words say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tracker.db.rows import IN_LIST, Columns, Database, insert, select, to_list, update, update_rows
from tracker.text.quantities import measure


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions that stand: by measure and unit into which one it is joined, by claim and figure its measure."""

    joined: dict[tuple[str, str], str]
    parted: dict[tuple[int, str], str]

    def of(self, claim_id: int, text: str, unit: str, own: str | None) -> str | None:
        """Return the measure that a figure printed as ``text`` counts to; ``own`` is that of its words."""
        found = self.parted.get((claim_id, text), own)
        while found is not None and (found, unit) in self.joined:  # no circle: a join into itself is refused
            found = self.joined[found, unit]
        return found


def decided(db: Database) -> Decided:
    """Return the decisions that stand."""
    rows = select(
        db, "SELECT measure, unit, claim_id, figure, counted_as FROM measure_decisions WHERE NOT withdrawn", []
    )
    return Decided(
        {(row["measure"], row["unit"]): row["counted_as"] for row in rows if row["claim_id"] is None},
        {(row["claim_id"], row["figure"]): row["counted_as"] for row in rows if row["claim_id"] is not None},
    )


def add(db: Database, row: Columns) -> int:
    """Store a decision in place of an earlier one on the same; return its number."""
    return insert(db, "measure_decisions", row)


def standing_on(db: Database, claim_id: int, figure: str) -> int | None:
    """Return the number of the decision that stands on a figure, ``None`` where there is none."""
    sql = "SELECT id FROM measure_decisions WHERE claim_id = ? AND figure = ? AND NOT withdrawn"
    found = db.execute(sql, [claim_id, figure]).fetchone()
    return found[0] if found else None


def set_withdrawn(db: Database, decision_id: int, withdrawn: bool) -> None:
    """Withdraw a decision, or let it stand again."""
    update(db, "measure_decisions", decision_id, {"withdrawn": int(withdrawn)})


def refresh_claims(db: Database, claim_ids: Collection[int]) -> None:
    """Write anew which measures the figures of claims count to."""
    _refresh(db, f"claim_id {IN_LIST}", [to_list(claim_ids)])


def refresh_counted(db: Database, unit: str, counted: str) -> None:
    """Write anew which measures those figures count to that count to one of a unit now."""
    _refresh(db, "unit = ? AND measure = ?", [unit, counted])


def _refresh(db: Database, where: str, values: list[object]) -> None:
    said = decided(db)
    changed = []
    for row in select(db, f"SELECT * FROM quantities WHERE {where}", values):
        own = measure(row["measured"], row["owner"], row["denominator"], row["place"])
        counted = said.of(row["claim_id"], row["text"], row["unit"], own)
        if counted != row["measure"]:
            changed.append((row["id"], counted))
    update_rows(db, "quantities", ["measure"], changed)
