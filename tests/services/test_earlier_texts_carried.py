"""A corrected record taken in again: no decision on the earlier version is lost, and each can be carried over."""

from __future__ import annotations

import pytest

from tracker.db import claims, relations, threads
from tracker.db.rows import Database
from tracker.models import NotFoundError
from tracker.models.claims import StoredClaim
from tracker.models.relations import ANY
from tracker.services import decisions, earlier_texts, ingest, review, undo, versions
from tracker.services import threads as services_threads

WHO = "tester"
RECORD = """\
Quay debate

4 May 2021

“The quay must be lit at night,” said Ann Pole.

“We will dredge 40 metres of the channel,” said Tobias Wren.

The board heard that 120 boats use the quay.

Notes of the clerk, read and agreed.
"""
ELSEWHERE = """\
Harbour news

6 May 2021

“The quay must be lit at night,” said Ann Pole.
"""


@pytest.fixture
def record(db: Database) -> Database:
    for name, text in (("record.txt", RECORD), ("news.txt", ELSEWHERE)):
        ingest.take_in(db, text.encode(), name, who=WHO)
    return db


def again(db: Database, text: str = RECORD + "\nPrinted again with another index.\n") -> int:
    return ingest.take_in(db, text.encode(), "record.txt", who=WHO).document_id


def of(db: Database, document: int, words: str) -> StoredClaim:
    (claim,) = [row for row in claims.of_document(db, document) if words in row.text]
    return claim


def waiting(db: Database) -> list[str]:
    return [question.key for question in review.LANES["places"].listed(db, ANY, -1, 0)]


def test_nothing_waits_where_nobody_decided(record: Database) -> None:
    again(record)
    assert waiting(record) == []


def test_the_same_words_share_a_thread_and_decisions_stay_where_they_were_made(record: Database) -> None:
    lit = of(record, 1, "lit at night")
    other = of(record, 2, "lit at night")
    decisions.decide_pair(record, lit.id, other.id, "confirmed", who=WHO)
    later = again(record)
    (thread,) = threads.of_claim(record, lit.id)
    members = {row.id for row in threads.claims_of(record, thread.id)}
    assert members == {lit.id, other.id, of(record, later, "lit at night").id}
    standing = relations.on_pair(record, lit.id, other.id)
    assert standing is not None and standing.decision == "confirmed"
    later_lit = of(record, later, "lit at night").id
    documents_of = {claim.id: claim.document_id for claim in threads.in_brief(record, thread.id)}
    assert versions.copy_sources(record, documents_of)[0] == {lit.id: 1, later_lit: 1, other.id: 2}


def test_a_document_and_its_versions_are_one_origin_of_a_thread(record: Database) -> None:
    short = RECORD.replace("The quay must be lit at night", "Pilots eat at noon")
    first = ingest.take_in(record, short.encode(), "short.txt", who=WHO).document_id
    later = short.replace("said Ann Pole", "said Vera Stone")
    second = ingest.take_in(record, later.encode(), "short.txt", who=WHO).document_id
    claim = of(record, first, "Pilots eat at noon")
    decisions.decide_pair(record, claim.id, of(record, second, "Pilots eat at noon").id, "confirmed", who=WHO)
    (thread,) = threads.of_claim(record, claim.id)
    shown = services_threads.shown(record, thread.id)
    assert (len(shown.members), len(shown.origins)) == (2, 1)


def test_every_decision_waits_and_is_carried_over_in_one_action(record: Database) -> None:
    lit, dredge, boats = (of(record, 1, words) for words in ("lit", "dredge", "boats"))
    decisions.pick_speaker(record, lit.id, "Wilhelmina Thrale", who=WHO)
    decisions.decide_pair(record, lit.id, of(record, 2, "lit").id, "refused", who=WHO)
    decisions.pick_stance(record, dredge.id, "plans" if dredge.stance != "plans" else "asserts", who=WHO)
    decisions.reject_claim(record, boats.id, who=WHO)
    (span,) = decisions.places_of(record, 1, "Notes of the clerk, read and agreed.")
    hand, _ = decisions.make_claim(record, 1, span.start, span.end, kind="statistic", who=WHO)
    later = again(record, RECORD.replace("4 May 2021", "Reference 7714\n\n4 May 2021"))
    asked = {f"earlier-{claim}-{later}" for claim in (lit.id, dredge.id, boats.id, hand)}
    assert {*waiting(record)} == asked
    batches = [earlier_texts.carry(record, claim, later, who=WHO) for claim in (lit.id, dredge.id, boats.id, hand)]
    assert waiting(record) == []
    new = of(record, later, "lit")
    assert new.speaker == "Wilhelmina Thrale"
    standing = relations.on_pair(record, *sorted((new.id, of(record, 2, "lit").id)))
    assert standing is not None and standing.decision == "refused"
    picked = claims.get(record, dredge.id)
    assert picked is not None and of(record, later, "dredge").stance == picked.stance
    assert not [row for row in claims.of_document(record, later) if "boats" in row.text]
    assert of(record, later, "Notes of the clerk").hand_made == 1
    assert earlier_texts.carry(record, lit.id, later, who=WHO) is None
    for batch in reversed(batches):
        assert batch is not None
        undo.undo_batch(record, batch, who=WHO)
    assert {*waiting(record)} == asked
    assert of(record, later, "lit").speaker == "Ann Pole"
    assert [row for row in claims.of_document(record, later) if "boats" in row.text]
    assert not [row for row in claims.of_document(record, later) if "Notes" in row.text]


def test_a_decision_can_stay_with_the_earlier_version_and_is_not_asked_again(record: Database) -> None:
    lit = of(record, 1, "lit")
    decisions.pick_speaker(record, lit.id, "Wilhelmina Thrale", who=WHO)
    later = again(record)
    event = earlier_texts.leave(record, lit.id, later, who=WHO)
    assert event is not None and waiting(record) == []
    again(record, RECORD + "\nA third printing.\n")
    assert waiting(record) == []
    undo.undo(record, event, who=WHO)
    assert waiting(record) == [f"earlier-{lit.id}-{later}"]
    with pytest.raises(NotFoundError, match=r"There is no decision on claim . that waits for document 2"):
        earlier_texts.leave(record, lit.id, 2, who=WHO)


def test_words_that_changed_are_not_asked_about(record: Database) -> None:
    dredge = of(record, 1, "dredge")
    decisions.pick_speaker(record, dredge.id, "Wilhelmina Thrale", who=WHO)
    later = again(record, RECORD.replace("40 metres", "400 metres"))
    assert waiting(record) == []
    kept = claims.get(record, dredge.id)
    assert kept is not None and (kept.speaker, kept.live) == ("Wilhelmina Thrale", 1)
    assert of(record, later, "400 metres").speaker == "Tobias Wren"


def test_what_waits_follows_to_the_newest_version(record: Database) -> None:
    lit = of(record, 1, "lit")
    decisions.pick_speaker(record, lit.id, "Wilhelmina Thrale", who=WHO)
    again(record)
    newest = again(record, RECORD + "\nA third printing.\n")
    assert waiting(record) == [f"earlier-{lit.id}-{newest}"]
