"""Documents go to the trash with all that hangs on them, come back under their numbers, or are erased for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import articles
from tests.services.test_decisions import claim_with
from tests.services.test_every_decision import WHO, shown
from tracker.db import claim_lists, claims, documents, events, search
from tracker.db.rows import Database
from tracker.models import NotFoundError, TrackerError
from tracker.models.threads import Filters, Ruling, Work
from tracker.services import decisions, doctor, ingest, tokens, topics, undo, verdicts
from tracker.services import documents as all_documents
from tracker.services.nouns import need


@pytest.fixture
def decided(two_papers: Database) -> Database:
    """Two papers, with all kinds of things hanging on both."""
    db = two_papers
    one, two = claim_with(db, "1,240"), claim_with(db, "1,420")
    decisions.decide_pair(db, one.id, two.id, "confirmed", who=WHO, confirmed_as="revised")
    decisions.add_note(db, "claim", two.id, f"Compare [[claim:{one.id}]].", who=WHO)
    decisions.pick_speaker(db, two.id, "Zebulon Quince", who=WHO)
    topics.make(db, "Patrols", who=WHO)
    topics.tag(db, "claim", two.id, "Patrols", who=WHO)
    topics.add_reading(db, 1, document_id=2, who=WHO)
    scale = verdicts.add_scale(db, "Saltmere Checks", "Two steps", "False\nTrue", who=WHO)
    thread = db.number("SELECT thread_id FROM thread_members WHERE claim_id = ?", [two.id])
    verdicts.record(db, thread, Ruling(scale, "False", "https://checks.example/1"), who=WHO)
    return db


def test_a_deleted_document_is_nowhere_and_comes_back_as_it_was(decided: Database) -> None:
    before, threads = (
        shown(decided),
        decided.select("SELECT id, lead_id, claims FROM threads WHERE claims ORDER BY id"),
    )
    gone = claims.ids_in(decided, 2)
    all_documents.delete(decided, 2, who=WHO)
    assert doctor.problems(decided) == []
    assert documents.ids(decided) == [1]
    assert not {row.id for row in claim_lists.listed(decided, Filters(), limit=-1)} & {*gone}
    assert not {row[0] for row in decided.execute(f"SELECT id FROM {search.CONTENT}")} & {*gone}
    with pytest.raises(NotFoundError, match=f"Claim {gone[0]} is in the trash with document 2"):
        need(decided, "claim", gone[0])
    (deleted,) = all_documents.deleted(decided)
    assert (deleted.document_id, deleted.claims) == (2, len(gone))
    all_documents.restore(decided, 2, who=WHO)
    assert doctor.problems(decided) == []
    assert shown(decided) == before
    assert decided.select("SELECT id, lead_id, claims FROM threads WHERE claims ORDER BY id") == threads
    assert all_documents.deleted(decided) == []


def test_what_comes_back_makes_room_for_what_took_its_numbers(decided: Database) -> None:
    sql = """
        SELECT c.text, c.label, a.label, q.low FROM claims c JOIN attributions a ON a.id = c.attribution_id
        LEFT JOIN quantities q ON q.claim_id = c.id WHERE c.document_id = 2 ORDER BY c.id, q.start
    """
    before = decided.execute(sql).fetchall()
    all_documents.delete(decided, 2, who=WHO)
    later = "Inspector Ada Fern said: “Twelve boats sank.” “Nine were mended,” said Sergeant Ivo Lund.\n"
    for number_ in range(3):
        ingest.take_in(decided, f"{later}Print {number_}.\n".encode(), f"later-{number_}.txt", who=WHO)
    all_documents.restore(decided, 2, who=WHO)
    assert decided.execute(sql).fetchall() == before != []
    assert doctor.problems(decided) == []


def test_two_documents_come_back_in_any_order_with_what_was_decided_between_them(decided: Database) -> None:
    before = shown(decided)
    for order in ((1, 2), (2, 1)):
        for document in order:
            all_documents.delete(decided, document, who=WHO)
        assert decided.number("SELECT count(*) FROM pair_decisions") == 0
        for document in order:
            all_documents.restore(decided, document, who=WHO)
        assert shown(decided) == before
        assert doctor.problems(decided) == []


def test_taking_in_and_deleting_are_undone(decided: Database) -> None:
    before = shown(decided)
    (added,) = [event.id for event in events.about(decided, "document", 2) if event.kind == "document.added"]
    taken_back = undo.undo(decided, added, who=WHO)
    assert documents.ids(decided) == [1] and events.get(decided, taken_back) is not None
    all_documents.restore(decided, 2, who=WHO)
    undo.undo(decided, all_documents.delete(decided, 2, who=WHO), who=WHO)
    assert shown(decided) == before


def test_what_hangs_on_a_deleted_document_is_not_undone_and_its_file_not_taken_in(decided: Database) -> None:
    picked = next(event for event in events.every(decided) if event.kind == "speaker.picked")
    matched = next(event for event in events.every(decided) if event.kind == "match.confirmed")
    all_documents.delete(decided, 2, who=WHO)
    for event in (picked, matched):
        with pytest.raises(TrackerError, match="is in the trash with document 2"):
            undo.undo(decided, event.id, who=WHO)
    with pytest.raises(TrackerError, match="is in the trash, byte for byte, as document 2"):
        ingest.take_in(decided, articles.GAZETTE.encode(), "again.txt", who=WHO)


@pytest.mark.parametrize("first", [True, False])
def test_what_is_erased_leaves_the_file_and_an_event_without_content(
    decided: Database, tmp_path: Path, first: bool
) -> None:
    words = [row.text for row in claims.of_document(decided, 2)]
    if first:
        all_documents.delete(decided, 2, who=WHO)
    with pytest.raises(TrackerError, match="name must be typed exactly"):
        all_documents.erase(decided, 2, "gazette", who=WHO)
    assert decided.number("SELECT count(*) FROM originals") == 2
    event = all_documents.erase(decided, 2, "gazette.txt", who=WHO)
    assert doctor.problems(decided) == []
    data = (tmp_path / "claims.db").read_bytes() + (tmp_path / "claims.db-wal").read_bytes()
    assert not [each for each in (*words, "Zebulon Quince", "gazette.txt") if each.encode() in data]
    assert decided.number("SELECT count(*) FROM originals") == 1
    told = [*events.every(decided)]
    assert [each.id for each in told if each.erased] == list(told[-1].new["events"])
    assert told[-1].id == event and all(not each.new for each in told if each.erased)
    with pytest.raises(TrackerError, match="erased for good"):
        undo.undo(decided, next(each.id for each in told if each.erased and each.kind in undo.UNDO), who=WHO)


@pytest.fixture
def worked(db: Database) -> Database:
    """Three prints of one sentence, the earliest taken in last, and work on a verdict from before it came."""
    said = "“The harbour office mended nineteen boats for the people of Saltmere last winter,” said Inspector Ada Fern."
    for place, year in enumerate(("2021", "2022", "2019"), 1):
        print_ = f"Saltmere News {place}\n\nThis is print {place}. {said}\n"
        ingest.take_in(db, print_.encode(), f"print-{place}.txt", who=WHO, given={"date": f"{year}-06-07"})
        if place == 2:
            verdicts.work_on(db, 1, Work(note="so far"), who=WHO)
    return db


_THREAD = "SELECT lead_id, title_id, claims FROM threads WHERE claims"
_WORK = "SELECT thread_id, claim_id, note FROM working_verdicts"


@pytest.mark.parametrize("gone", [(1,), (3,), (1, 3), (2, 1), (3, 1), (3, 1, 2)])
def test_work_on_a_verdict_and_what_names_a_thread_go_and_come_back(worked: Database, gone: tuple[int, ...]) -> None:
    before, work = worked.execute(_THREAD).fetchall(), worked.execute(_WORK).fetchall()
    for document in gone:
        all_documents.delete(worked, document, who=WHO)
    assert bool(worked.execute(_WORK).fetchall()) is (1 not in gone)
    assert doctor.problems(worked) == []
    for document in reversed(gone):
        all_documents.restore(worked, document, who=WHO)
    assert worked.execute(_THREAD).fetchall() == before
    assert worked.execute(_WORK).fetchall() == work
    assert doctor.problems(worked) == []


def test_work_begun_anew_stands_when_the_earlier_one_comes_back(worked: Database) -> None:
    all_documents.delete(worked, 1, who=WHO)
    verdicts.work_on(worked, 1, Work(note="anew"), who=WHO)
    all_documents.restore(worked, 1, who=WHO)
    assert [row[2] for row in worked.execute(_WORK)] == ["anew"]


def test_work_is_not_taken_back_to_words_in_the_trash(worked: Database) -> None:
    further = verdicts.work_on(worked, 1, Work(note="further"), who=WHO)
    anew = verdicts.work_on(worked, 1, Work(note="anew"), who=WHO)
    assert further is not None and anew is not None
    all_documents.delete(worked, 3, who=WHO)
    with pytest.raises(TrackerError, match="is in the trash with document 3"):
        undo.undo(worked, anew, who=WHO)


def test_what_was_noted_on_the_way_to_a_verdict_is_erased_with_the_words(worked: Database, tmp_path: Path) -> None:
    all_documents.erase(worked, 1, "print-1.txt", who=WHO)
    data = (tmp_path / "claims.db").read_bytes() + (tmp_path / "claims.db-wal").read_bytes()
    assert b"so far" not in data
    assert doctor.problems(worked) == []


def test_a_speaker_whom_what_is_deleted_or_a_note_names_is_not_erased(db: Database) -> None:
    said = "“Print {} lists nineteen boats that sank last winter,” said {}.\n"
    for place, name in enumerate(("Inspector Ada Fern", "Inspector Ada Fern", "Sergeant Ivo Lund"), 1):
        ingest.take_in(db, said.format(place, name).encode(), f"print-{place}.txt", who=WHO)
    (claim,) = claims.ids_in(db, 1)
    decisions.pick_speaker(db, claim, "Zebulon Quince", who=WHO)
    lund = need(db, "claim", claims.ids_in(db, 3)[0]).speaker_id
    assert lund is not None
    decisions.add_note(db, "speaker", lund, "Retired since.", who=WHO)
    all_documents.delete(db, 1, who=WHO)
    all_documents.erase(db, 2, "print-2.txt", who=WHO)  # its speaker was found in the first one as well
    all_documents.erase(db, 3, "print-3.txt", who=WHO)
    assert need(db, "speaker", lund).name
    all_documents.restore(db, 1, who=WHO)
    assert doctor.problems(db) == []


def test_what_is_no_decision_cannot_be_undone(two_papers: Database) -> None:
    tokens.make(two_papers, "a program", who=WHO)
    with pytest.raises(TrackerError, match="cannot be undone"):
        undo.undo(two_papers, [*events.every(two_papers)][-1].id, who=WHO)
