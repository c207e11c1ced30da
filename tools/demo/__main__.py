"""Build the demo database: python -m tools.demo demo.db"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from tracker.db import claims, documents, threads
from tracker.db.connection import open_database
from tracker.db.rows import Database
from tracker.models.threads import Evidence, Ruling
from tracker.services import decisions, filters, ingest, topics, verdicts
from tracker.services.documents import pick_date

HERE = Path(__file__).parent
FIRST, LATER = HERE / "documents", HERE / "versions"
"""Documents, and later versions of some of them, which supersede those of the same name."""


def main(target: Path) -> None:
    """Take in the documents and make the decisions; an earlier demo database of that name is replaced."""
    decided = tomllib.loads((HERE / "decisions.toml").read_text(encoding="utf-8"))
    for path in (target, *(target.with_name(target.name + suffix) for suffix in ("-wal", "-shm"))):
        path.unlink(missing_ok=True)
    db = open_database(target)
    for path in sorted(FIRST.iterdir()):
        ingest.take_in(db, path.read_bytes(), path.name, who=decided["who"])
    for search in decided["search"]:
        filters.save(db, search["name"], search["query"], who=decided["who"])
    for path in sorted(LATER.iterdir()):
        ingest.take_in(db, path.read_bytes(), path.name, who=decided["who"])
    _decide(db, decided)
    totals = ", ".join(f"{count} {noun}" for noun, count in asdict(documents.totals(db)).items())
    db.close()
    print(f"{target} is ready: {totals}.")


def _decide(db: Database, decided: Mapping[str, Any]) -> None:
    who = decided["who"]
    for pair in decided["pair"]:
        decisions.decide_pair(db, _claim(db, *pair["a"]), _claim(db, *pair["b"]), pair["decision"], who=who)
    for date in decided["date"]:
        pick_date(db, _document(db, date["document"]), date["value"], who=who)
    for note in decided["note"]:
        decisions.add_note(db, "claim", _claim(db, *note["claim"]), note["markdown"], who=who)
    for topic in decided["topic"]:
        _gather(db, topic, who)
    numbers = {
        scale["organisation"]: verdicts.add_scale(db, scale["organisation"], scale["name"], scale["ratings"], who=who)
        for scale in decided["scale"]
    }
    for verdict in decided["verdict"]:
        _rate(db, verdict, numbers[verdict["organisation"]], who)


def _gather(db: Database, topic: Mapping[str, Any], who: str) -> None:
    topic_id, _ = topics.make(db, topic["name"], who=who)
    topics.describe(db, topic_id, topic["description"], who=who)
    for lead in topic["threads"]:
        topics.tag(db, "thread", _thread(db, *lead), topic["name"], who=who)
    for name in topic["documents"]:
        topics.tag(db, "document", _document(db, name), topic["name"], who=who)
    for reading in topic["readings"]:
        where = (
            {"document_id": _document(db, reading["document"])} if "document" in reading else {"url": reading["url"]}
        )
        topics.add_reading(db, topic_id, **where, title=reading.get("title", ""), remark=reading["remark"], who=who)


def _rate(db: Database, verdict: Mapping[str, Any], scale_id: int, who: str) -> None:
    evidence = tuple(Evidence(**piece) for piece in verdict["evidence"])
    fields = {name: verdict[name] for name in ("rating", "url", "date", "reviewer", "summary")}
    ruling = Ruling(scale_id, evidence=evidence, **fields)
    verdicts.record(db, _thread(db, *verdict["claim"]), ruling, who=who)


def _thread(db: Database, name: str, beginning: str) -> int:
    """Return the id of the first thread that a claim belongs to."""
    return int(threads.of_claim(db, _claim(db, name, beginning))[0].id)


def _document(db: Database, name: str) -> int:
    """Return the id of the newest document of this name."""
    return max(document.id for document in documents.every(db) if document.name == name)


def _claim(db: Database, name: str, beginning: str) -> int:
    """Return the id of the claim of a document that begins with these words."""
    found = [row.id for row in claims.of_document(db, _document(db, name)) if row.text.startswith(beginning)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} claims of {name} begin with “{beginning}”.")
    return int(found[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
