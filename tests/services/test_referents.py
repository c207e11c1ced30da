"""What claims read alone as: written with them, kept to a person's bounds, and nowhere in words that are cited."""

import pytest

from tests.services.test_decisions import claim_with, rerun
from tracker.db import claims as stored_claims
from tracker.db import threads
from tracker.db.rows import Database
from tracker.services import claims, decisions, ingest, undo

TEXT = """\
Plans to let wardens patrol the harbour by night were published on 3 May 2021. Ms Ann Orr, the harbour master, said \
it was not a move towards wardens making arrests. The council said it would publish the costs in June. \
The board said this is so far from this.
"""


@pytest.fixture
def harbour(db: Database) -> Database:
    """Return a database with one article."""
    ingest.take_in(db, TEXT.encode(), "harbour.txt", who="ann")
    return db


def test_a_claim_reads_alone_and_keeps_its_words(harbour: Database) -> None:
    claim = claim_with(harbour, "not a move")
    assert claim.text == "it was not a move towards wardens making arrests"
    assert claim.alone == (
        "[Plans to let wardens patrol the harbour by night] was not a move towards wardens making arrests"
    )
    (found,) = claims.shown(harbour, claim.id).referents
    assert found.meant_start is not None
    assert TEXT[found.meant_start : found.meant_end] == found.meant
    assert TEXT[found.start : found.end] == "it"
    assert found.sentence is not None and found.sentence.startswith("Plans to let wardens")
    assert claim_with(harbour, "publish the costs").alone == "[the council] would publish the costs in June"


def test_a_claim_that_says_nothing_alone_is_marked(harbour: Database) -> None:
    claim = claim_with(harbour, "so far from")
    assert (claim.alone, claim.leaning) == (None, 1)
    assert claim_with(harbour, "not a move").leaning == 0


def test_the_bounds_a_person_sets_say_which_words_lean_and_undo_puts_them_back(harbour: Database) -> None:
    claim = claim_with(harbour, "not a move")
    event = decisions.pick_span(harbour, claim.id, claim.start + len("it "), claim.end, who="ann")
    assert event is not None
    assert claim_with(harbour, "not a move").alone is None
    undo.undo(harbour, event, who="ann")
    assert claim_with(harbour, "not a move").alone == claim.alone


def test_a_thread_is_titled_by_what_its_lead_reads_alone_as(harbour: Database) -> None:
    claim = claim_with(harbour, "not a move")
    (thread,) = [each for each in threads.every(harbour) if each.lead_id == claim.id] or [None]
    assert thread is None or thread.lead_alone == claim.alone


def test_reading_again_writes_the_same(harbour: Database) -> None:
    claim = claim_with(harbour, "not a move")
    before = stored_claims.referents_of(harbour, [claim.id])
    rerun(harbour)
    assert stored_claims.referents_of(harbour, [claim.id]) == before
    assert claim_with(harbour, "not a move") == claim
