"""What people judge of a claim as a whole: that its attribution is right, or that it is no claim.

A rejected claim keeps its row, its address and its place in the text, so that no rerun finds it anew; while it is
rejected neither ``found`` nor ``touched`` is set, which takes it out of every list and match. Whether the program
finds it still stands in ``found_though_rejected``, for the day on which the judgement is taken back.
"""

from __future__ import annotations

from tracker.store.sqlite import Database


def confirm(db: Database, claim_id: int) -> None:
    """Record that a person confirmed a claim's attribution."""
    db.execute("UPDATE claims SET judgement = 'confirmed', touched = 1 WHERE id = ?", [claim_id])


def reject(db: Database, claim_id: int) -> None:
    """Record that a person says this is no claim."""
    db.execute(
        "UPDATE claims SET judgement = 'rejected', found_though_rejected = found, found = 0, touched = 0 WHERE id = ?",
        [claim_id],
    )


def restore(db: Database, claim_id: int, judgement: str | None) -> None:
    """Put back the judgement before, ``None`` or ``confirmed``; a rejected claim comes back into the lists."""
    db.execute(
        """
        UPDATE claims SET
            found = CASE judgement WHEN 'rejected' THEN found_though_rejected ELSE found END,
            judgement = ?, found_though_rejected = 0, touched = 1
        WHERE id = ?
        """,
        [judgement, claim_id],
    )


def led_by_choice(db: Database, claim_id: int) -> list[int]:
    """Return the threads that a person made this claim the lead of."""
    sql = "SELECT id FROM threads WHERE lead_id = ? AND lead_picked ORDER BY id"
    return [row[0] for row in db.execute(sql, [claim_id]).fetchall()]
