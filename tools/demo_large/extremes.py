"""What holds far more than others of its kind: a topic of a thousand claims, a verdict of fifty versions."""

from __future__ import annotations

from tools.demo_large.database import FIRST_STORED, MAKER, STORED_EVERY
from tracker.db import claims, documents, threads, topics
from tracker.db.connection import transaction
from tracker.db.rows import Database
from tracker.models.threads import Evidence, Rating, Ruling
from tracker.services.topics import key_of

TAGGED = 1_000
TAGGED_THREADS = 300
TAGGED_DOCUMENTS = 300
VERSIONS = 50
TOPIC = "The evening ferry"
RATINGS = ("False", "Mostly false", "Mostly true", "True")
EVIDENCE = 5
"""Pieces of each version."""


def rated_and_tagged(db: Database) -> None:
    """Tag many claims, threads and documents with one topic, and rate the largest thread again and again."""
    with transaction(db):
        topic = topics.add(db, TOPIC, key_of(TOPIC))
        for claim_id in claims.live_ids(db)[-TAGGED:]:
            topics.tag(db, topic, "claim", claim_id)
        stored = documents.totals(db)
        for noun, most in (
            ("thread", min(TAGGED_THREADS, stored.threads)),
            ("document", min(TAGGED_DOCUMENTS, stored.documents)),
        ):
            for number in range(1, most + 1):
                topics.tag(db, topic, noun, number)
        (thread,) = [*threads.every(db, limit=1)]
        steps = [Rating(label, value) for value, label in enumerate(RATINGS)]
        scale = threads.add_scale(db, "Saltmere Checks", "Four steps", steps)
        verdict = None
        for number in range(VERSIONS):
            at = (FIRST_STORED + number * STORED_EVERY).isoformat(timespec="seconds")
            said = Ruling(
                scale_id=scale,
                rating=RATINGS[number % len(RATINGS)],
                url=f"https://saltmere-checks.example/{number}",
                summary=f"Invented ruling {number + 1}. " * 20,
                evidence=tuple(
                    Evidence("https://saltmere-checks.example/data", f"Table {piece}") for piece in range(EVIDENCE)
                ),
                reviewer=MAKER,
                date=at[:10],
            )
            if verdict is None:
                verdict = threads.add_verdict(db, thread.id, thread.lead_id, said, who=MAKER, at=at)
            else:
                threads.revise_verdict(db, verdict, said, who=MAKER, at=at)
