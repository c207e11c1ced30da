"""Makes ``claims-0.1.0.db.gz`` and ``claims-0.2.0.db.gz``: databases as those releases left them, with data in them.

They are made by the code of the release itself, so they cannot be made by this tree. Check the release out beside it
(0.1.0 is commit e59f646, the last before work on 0.2.0 began; 0.2.0 is commit 112c725) and, in a folder of its own, run
``PYTHONPATH=<the release's tree> python tests/files/make_releases.py 0.1.0``; then copy what it wrote to this folder.
Texts are the invented articles of the release's own tests; of 0.2.0 the decisions are those of its own test of one of
every kind.
"""

from __future__ import annotations

import gzip
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tests import articles
from tracker.db import claims, events, threads
from tracker.db.connection import open_database
from tracker.services import decisions, doctor, ingest
from tracker.services.documents import pick_date

WHO = "Ann Example"
PAPERS = {"harbour.txt": articles.HARBOUR, "gazette.txt": articles.GAZETTE, "council.txt": articles.UNDATED}


def main(release: str) -> None:
    """Write the database of a release into the working folder."""
    path = Path(f"claims-{release}.db")
    db = open_database(path)
    for name, text in PAPERS.items():
        ingest.take_in(db, text.encode(), name, who=WHO)
    {"0.1.0": first_release, "0.2.0": second_release}[release](db)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("VACUUM")
    db.close()
    Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    path.unlink()


def claim_with(db: Any, words: str) -> Any:
    """Return the claim that holds some words."""
    return next(row for row in (claims.get(db, id) for id in range(1, 100)) if row and words in row["text"])


def first_release(db: Any) -> None:
    """Decide everything that 0.1.0 lets people decide, and take some of it back."""
    first, second = claim_with(db, "1,240")["id"], claim_with(db, "1,420")["id"]
    told, denied = claim_with(db, "would not become routine"), claim_with(db, "routine armed patrols were planned")
    quoted, change = claim_with(db, "We are not planning"), claim_with(db, "significant change")
    decisions.decide_pair(db, first, second, "confirmed", who=WHO)
    decisions.decide_pair(db, told["id"], second, "refused", who=WHO)
    again = decisions.decide_pair(db, told["id"], change["id"], "confirmed", who=WHO)
    events_undone(db, again)
    decisions.pick_speaker(db, quoted["id"], "Wilhelmina Thrale", who=WHO)
    events_undone(db, decisions.pick_speaker(db, told["id"], None, who=WHO))
    decisions.pick_span(db, denied["id"], denied["start"], denied["end"] - 1, who=WHO)
    pick_date(db, 1, "2022-03-15", who=WHO)
    events_undone(db, pick_date(db, 3, "2022-05-03", who=WHO))
    names = {row["name"]: row["id"] for row in db.query("SELECT id, name FROM speakers")}
    decisions.merge_speakers(db, names["Tobias Wren"], names["Mara Quill"], who=WHO)
    events_undone(db, decisions.merge_speakers(db, names["Dora Penhale"], names["Mara Quill"], who=WHO))
    thread = next(row for row in threads.every(db) if len(threads.members(db, row["id"])) > 1)
    other = next(one for one in threads.members(db, thread["id"]) if one != thread["lead_id"])
    decisions.pick_lead(db, thread["id"], other, who=WHO)
    for noun, noun_id in (
        ("claim", first),
        ("document", 2),
        ("thread", thread["id"]),
        ("speaker", names["Mara Quill"]),
    ):
        decisions.add_note(db, noun, noun_id, f"A note on the *{noun}*.", who=WHO)
    events_undone(db, decisions.add_note(db, "claim", second, "Withdrawn.", who=WHO))
    linked_anew(db)


def second_release(db: Any) -> None:
    """Decide everything that 0.2.0 lets people decide, as its own test does, and take some of it back."""
    import_module("tests.desk.test_every_decision").decide_everything(db)
    for what in ("withdrew a verdict", "renamed a topic", "rejected a claim", "removed a search"):
        event = next(row["id"] for row in events.every(db) if row["what"] == what)
        events_undone(db, event)
    tokens = import_module("tracker.desk.tokens")
    number, _ = tokens.make(db, "an archive", who=WHO)
    tokens.make(db, "a newsroom", who=WHO)
    tokens.end(db, number, who=WHO)
    linked_anew(db)


def events_undone(db: Any, event: int | None) -> None:
    """Take an event back, wherever the release has that."""
    assert event is not None
    module = decisions if hasattr(decisions, "undo") else import_module("tracker.desk.undoing")
    module.undo(db, event, who=WHO)


def linked_anew(db: Any) -> None:
    """Link everything anew, after a relation was lost, so that there is something to record."""
    db.execute("DELETE FROM relations WHERE (a, b) = (SELECT a, b FROM relations WHERE kind = 'related' LIMIT 1)")
    doctor.link_all(db, who=WHO, apply=True)


if __name__ == "__main__":
    main(sys.argv[1])
